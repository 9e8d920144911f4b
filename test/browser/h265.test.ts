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
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 60_000 };
const ANALYST = fileURLToPath(new URL('../../packages/analyst/main.ts', import.meta.url));
const DAY_MS = 24 * 3_600_000;

interface Site {
  readonly url: string;
  readonly ids: readonly string[];
  /** That codes anew for browsers. */
  readonly analyst: StartedProcess;
  readonly untilRecorded: (ids: readonly string[], ms: number) => Promise<void>;
}

/** Paths of the same clip: H.265, 640x480, 15 fps, two B pictures, a key frame every two seconds. */
async function serveH265(
  context: FinishingContext & SkippingContext,
  directory: string,
  paths: readonly string[],
): Promise<RtspServer> {
  const file = join(directory, 'h265.mp4');
  const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=15', '-t', '12'];
  const coded = ['-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'];
  const structure = [
    '-x265-params',
    'keyint=30:min-keyint=30:scenecut=0:open-gop=0:bframes=2:log-level=error',
  ];
  await runProgram(requireWitness('ffmpeg', context), [...source, ...coded, ...structure, file], 120_000);
  const server = await createRtspServe(paths.map((path) => ({ file, path })));
  context.onTestFinished(() => server.close());
  return server;
}

async function openSite(context: FinishingContext & SkippingContext, cameras: number): Promise<Site> {
  const directory = await temporaryDirectory(context);
  const data = join(directory, 'site');
  const paths = Array.from({ length: cameras }, (_, at) => `/main${at}`);
  const rtsp = await serveH265(context, directory, paths);
  const { url } = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const analyst = await startProcess(process.execPath, [ANALYST, '--data', data]);
  context.onTestFinished(() => analyst.kill());
  const ids: string[] = [];
  for (const path of paths) {
    const camera = { name: `Cổng ${path}`, main: { url: rtsp.urlOf(path) }, record: 'main' };
    ids.push((await ask<{ id: string }>(`${url}cameras`, camera)).id);
  }
  return { url, ids, analyst, untilRecorded: (wanted, ms) => recording.untilRecorded(wanted, ms) };
}

/** A camera as many are set: H.265 as main stream, H.264 as sub stream, both recorded. */
async function siteWithSub(context: FinishingContext & SkippingContext): Promise<Omit<Site, 'analyst'>> {
  const directory = await temporaryDirectory(context);
  const data = join(directory, 'site');
  const rtsp = await serveH265(context, directory, ['/main']);
  const sub = await serveNumbered(context, numberedSource());
  const { url } = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const { id } = await ask<{ id: string }>(`${url}cameras`, {
    name: 'Cổng chợ',
    main: { url: rtsp.urlOf('/main') },
    sub: { url: sub.url },
    record: 'both',
    live: { main: true, sub: true },
  });
  return { url, ids: [id], untilRecorded: (wanted, ms) => recording.untilRecorded(wanted, ms) };
}

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
  const { url } = await openSite(context, 1);
  const { page, complaints } = await openPage(context, new URL('/live', url).href);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  await page.waitForSelector('text=chuyển mã từ H.265', PATIENCE);
  const before = await shownPictures(page);
  await expect.poll(() => shownPictures(page), PATIENCE).toBeGreaterThan(before + 30);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  expect(complaints).toEqual([]);
});

test('live: two streams are converted, the third camera is told to wait', {
  timeout: 240_000,
}, async (context) => {
  const { url } = await openSite(context, 3);
  const { page } = await openPage(context, new URL('/live', url).href);
  await expect.poll(() => page.$$eval('[data-state="live"]', ({ length }) => length), PATIENCE).toBe(2);
  await page.waitForSelector('text=chuyển mã số luồng nhiều nhất có thể', PATIENCE);
});

const widthOf = (page: Page, selector: string): Promise<number> =>
  page.$eval(selector, (element) => (element as unknown as { videoWidth: number }).videoWidth);

test('an H.264 sub stream stands in for the H.265 main stream, live and in review, and that is said', {
  timeout: 240_000,
}, async (context) => {
  // Without an analyst: nothing is converted.
  const { url, ids, untilRecorded } = await siteWithSub(context);
  const [id = ''] = ids;
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
  const { url, analyst } = await openSite(context, 1);
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
  const { url, ids, untilRecorded } = await openSite(context, 1);
  const [id = ''] = ids;
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
  const { url, ids, untilRecorded } = await openSite(context, 1);
  const [id = ''] = ids;
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
