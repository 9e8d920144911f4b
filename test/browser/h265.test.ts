/** Cameras that send nothing but H.265, in a browser that can't play it: moving pictures live and in review, and the tile says how. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRtspServe, type RtspServer } from '@matlang/simulator';
import {
  type FinishingContext,
  requireWitness,
  runProgram,
  type SkippingContext,
  type StartedProcess,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 60_000 };
const ANALYST = fileURLToPath(new URL('../../packages/analyst/main.ts', import.meta.url));
const DAY_MS = 24 * 3_600_000;

interface Site {
  readonly url: string;
  /** Of its camera. */
  readonly id: string;
  readonly untilRecorded: (ids: readonly string[], ms: number) => Promise<void>;
}

const finishers: (() => Promise<void>)[] = [];
/** What lasts as long as the tests of this file. */
const whole: FinishingContext & SkippingContext = {
  onTestFinished: (run) => void finishers.push(run),
  skip: (why) => {
    throw new Error(why);
  },
};
let rtsp: RtspServer;
let site: Site;
/** Codes anew for the browsers of `site`. */
let analyst: StartedProcess;

/** The same clip at each path: H.265, 640x480, 15 fps, two B pictures, a key frame every two seconds. */
async function serveH265(paths: readonly string[]): Promise<RtspServer> {
  const file = join(await temporaryDirectory(whole), 'h265.mp4');
  const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=15', '-t', '12'];
  const coded = ['-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'];
  const structure = [
    '-x265-params',
    'keyint=30:min-keyint=30:scenecut=0:open-gop=0:bframes=2:log-level=error',
  ];
  await runProgram(requireWitness('ffmpeg', whole), [...source, ...coded, ...structure, file], 120_000);
  const server = await createRtspServe(paths.map((path) => ({ file, path })));
  whole.onTestFinished(() => server.close());
  return server;
}

async function openSite(
  context: FinishingContext,
  camera: Readonly<Record<string, unknown>>,
): Promise<Site & { readonly data: string }> {
  const data = join(await temporaryDirectory(context), 'site');
  const { url } = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const { id } = await ask<{ id: string }>(`${url}cameras`, { name: 'Cổng chợ', ...camera });
  return { url, id, data, untilRecorded: (wanted, ms) => recording.untilRecorded(wanted, ms) };
}

beforeAll(async () => {
  rtsp = await serveH265(['/0', '/1', '/2']);
  const opened = await openSite(whole, { main: { url: rtsp.urlOf('/0') }, record: 'main' });
  analyst = await startProcess(process.execPath, [ANALYST, '--data', opened.data]);
  whole.onTestFinished(() => analyst.kill());
  site = opened;
}, 180_000);

afterAll(async () => {
  for (const finish of finishers.toReversed()) await finish();
});

/** When the camera's first recording begins. */
async function recordedFrom(url: string, id: string): Promise<number> {
  const { spans } = await ask<{ spans: { start: number }[] }>(
    `${url}cameras/${id}/timeline?from=${Date.now() - DAY_MS}&to=${Date.now()}`,
  );
  return spans[0]?.start ?? 0;
}

/** Pictures that the page's first video has put on show. */
const shownPictures = (page: Page): Promise<number> =>
  page.$eval(
    'video',
    (element) =>
      // The compiler of the tests knows no DOM.
      (
        element as unknown as { getVideoPlaybackQuality(): { totalVideoFrames: number } }
      ).getVideoPlaybackQuality().totalVideoFrames,
  );

test('live: a camera of H.265 alone moves, and its tile says that it is converted', {
  timeout: 240_000,
}, async (context) => {
  const { page, complaints } = await openPage(context, new URL('/live', site.url).href);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  await page.waitForSelector('text=chuyển mã từ H.265', PATIENCE);
  const before = await shownPictures(page);
  await expect.poll(() => shownPictures(page), PATIENCE).toBeGreaterThan(before + 30);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  expect(complaints).toEqual([]);
});

const widthOf = (page: Page, selector: string): Promise<number> =>
  page.$eval(selector, (element) => (element as unknown as { videoWidth: number }).videoWidth);

test('an H.264 sub stream stands in for the H.265 main stream, live and in review, and that is said', {
  timeout: 240_000,
}, async (context) => {
  // As many cameras are set; without an analyst, so nothing is converted.
  const sub = await serveNumbered(context, numberedSource());
  const { url, id, untilRecorded } = await openSite(context, {
    main: { url: rtsp.urlOf('/0') },
    sub: { url: sub.url },
    record: 'both',
    live: { main: true, sub: true },
  });
  const { page, complaints } = await openPage(context, new URL('/live', url).href);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  expect(await page.textContent('[data-state="live"]')).not.toContain('H.265');
  await page.goto(new URL(`/live?camera=${id}`, url).href);
  const enlarged = '[data-state="live"][data-enlarged="true"]';
  await page.waitForSelector(`${enlarged} >> text=luồng phụ, vì trình duyệt không phát được H.265`, PATIENCE);
  expect(await widthOf(page, `${enlarged} video`)).toBe(128);

  await untilRecorded([id], 8000);
  const start = await recordedFrom(url, id);
  await page.goto(new URL(`/review?cameras=${id}&at=${Math.round(start + 3000)}`, url).href);
  await page.waitForSelector('figcaption >> text=luồng phụ, vì trình duyệt không phát được H.265', PATIENCE);
  await expect.poll(() => widthOf(page, 'figure video'), PATIENCE).toBe(128);
  const before = await shownPictures(page);
  await page.keyboard.press('Space');
  await expect.poll(() => shownPictures(page), PATIENCE).toBeGreaterThan(before + 30);
  expect(complaints).toEqual([]);
});

test('live: an analyst that makes nothing of a stream is not waited for in silence', {
  timeout: 240_000,
}, async (context) => {
  const { url } = site;
  const state = async (): Promise<string> =>
    (await ask<{ processes: { analyst: { state: string } } }>(`${url}status`)).processes.analyst.state;
  await expect.poll(state, PATIENCE).toBe('running');
  // It takes the question, and nothing comes: as when its decoder can't be opened.
  analyst.child.kill('SIGSTOP');
  const { page } = await openPage(context, new URL('/live', url).href);
  const tile = page.locator('[data-state="unplayable"]');
  await tile.getByText('máy chủ không chuyển mã được hình').waitFor(PATIENCE);
  analyst.child.kill('SIGCONT');
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  expect(await page.getByText('không chuyển mã được').count()).toBe(0);
});

test('review: what was recorded as H.265 plays', { timeout: 240_000 }, async (context) => {
  const { url, id, untilRecorded } = site;
  await untilRecorded([id], 8000);
  const start = await recordedFrom(url, id);
  const { page, complaints } = await openPage(
    context,
    new URL(`/review?cameras=${id}&at=${start + 1000}`, url).href,
  );
  await page.waitForSelector('text=chuyển mã từ H.265', PATIENCE);
  await page.keyboard.press('Space');
  const before = await shownPictures(page);
  await expect.poll(() => shownPictures(page), PATIENCE).toBeGreaterThan(before + 30);
  expect(complaints).toEqual([]);
});

/** Asks for the same converted span as often as the site lets it, so that all turns are taken. @returns what ends it */
function takeAllTurns(url: string): { refused(): number; end(): Promise<void> } {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  let refused = 0;
  const one = async (): Promise<void> => {
    while (!signal.aborted) {
      const answer = await fetch(url, { signal });
      await answer.arrayBuffer();
      if (answer.status !== 503) continue;
      refused += 1;
      await setTimeout(50, undefined, { signal });
    }
  };
  const all = Promise.allSettled(Array.from({ length: 40 }, one));
  return {
    refused: () => refused,
    end: async () => {
      giveUp.abort();
      await all;
    },
  };
}

test('review: while the site converts for others the page says so, and plays when it is its turn', {
  timeout: 240_000,
}, async (context) => {
  const { url, id, untilRecorded } = site;
  await untilRecorded([id], 8000);
  const start = await recordedFrom(url, id);
  const others = takeAllTurns(`${url}cameras/${id}/play?from=${start}&to=${start + 8000}&codec=h264`);
  context.onTestFinished(() => others.end());
  await expect.poll(() => others.refused(), PATIENCE).toBeGreaterThan(20);
  const { page, complaints } = await openPage(
    context,
    new URL(`/review?cameras=${id}&at=${start + 1000}`, url).href,
  );
  await page.waitForSelector('figure >> text=đang chuyển mã cho người khác xem', PATIENCE);
  expect(await page.textContent('figure')).not.toContain('Không đọc được');
  await others.end();
  await page.waitForSelector('figcaption >> text=chuyển mã từ H.265', PATIENCE);
  await page.keyboard.press('Space');
  const before = await shownPictures(page);
  await expect.poll(() => shownPictures(page), PATIENCE).toBeGreaterThan(before + 30);
  expect(complaints).toEqual([]);
});

/** In the page, before anything of it runs: it says that it plays H.265, and its decoder is not there. */
const SAYS_H265 = `{
  const { isTypeSupported } = MediaSource;
  MediaSource.isTypeSupported = (type) => /hvc1|hev1/.test(type) || isTypeSupported.call(MediaSource, type);
}`;

/** What a page asks for while it shows the live grid, then review: `codec` of each channel, and of each piece. */
async function askedCodecs(
  page: Page,
  { url, id, at }: { readonly url: string; readonly id: string; readonly at: number },
  shown: { readonly live: string; readonly review: string },
): Promise<readonly (string | null)[]> {
  const asked: (string | null)[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const request = JSON.parse(String(payload)) as { type: string; codec?: string };
      if (request.type === 'open') asked.push(request.codec ?? null);
    }),
  );
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith('/play')) asked.push(searchParams.get('codec'));
  });
  await page.goto(new URL('/live', url).href);
  await page.waitForSelector(shown.live, PATIENCE);
  const live = asked.length;
  expect(live).toBeGreaterThan(0);
  await page.goto(new URL(`/review?cameras=${id}&at=${at}`, url).href);
  await page.waitForSelector(shown.review, PATIENCE);
  expect(asked.length).toBeGreaterThan(live);
  return asked;
}

test('a browser that says it plays H.265 asks for it as it is, live and in review; one that does not asks for H.264', {
  timeout: 240_000,
}, async (context) => {
  const { url, id, untilRecorded } = site;
  await untilRecorded([id], 4000);
  const where = { url, id, at: (await recordedFrom(url, id)) + 1000 };
  const { page, browser } = await openPage(context, 'about:blank');
  const converted = { live: '[data-state="live"]', review: 'figcaption >> text=chuyển mã từ H.265' };
  expect(await askedCodecs(page, where, converted)).toContain('h264');
  const able = await browser.newPage({ locale: 'vi-VN' });
  await able.addInitScript(SAYS_H265);
  const tried = {
    live: 'text=trình duyệt không giải mã được hình',
    review: 'figure >> text=Không đọc được hình ghi',
  };
  expect((await askedCodecs(able, where, tried)).filter((codec) => codec !== null)).toEqual([]);
});

test('live: two streams are converted, the third camera is told to wait', {
  timeout: 240_000,
}, async (context) => {
  for (const path of ['/1', '/2'])
    await ask(`${site.url}cameras`, {
      name: `Cổng ${path}`,
      main: { url: rtsp.urlOf(path) },
      record: 'main',
    });
  const { page } = await openPage(context, new URL('/live', site.url).href);
  await expect.poll(() => page.$$eval('[data-state="live"]', ({ length }) => length), PATIENCE).toBe(2);
  await page.waitForSelector('text=chuyển mã số luồng nhiều nhất có thể', PATIENCE);
});
