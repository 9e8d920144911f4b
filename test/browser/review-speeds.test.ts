/** Review faster, slower and backwards, over the border of two segments, with stills under a pointer, and after an hour behind another tab. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PICTURE_AT_HEADER } from '@matlang/contract';
import {
  type FinishingContext,
  recordClip,
  requireWitness,
  runProgram,
  type SkippingContext,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask, startServer } from '../e2e/site-server.ts';
import { segmentFilesOf } from '../rig/segment-files.ts';
import { openPage } from './browser.ts';
import { reviewAddress } from './footage-site.ts';
import { shownVideos, untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 30_000 };
const ANALYST = fileURLToPath(import.meta.resolve('@matlang/analyst/main'));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 720p ten times a second: at 16x more than a browser is asked to decode, at 4x not. A key frame each second. */
const RATE = 10;
const LOOP_S = 6;
const LOOPS = 12;
/** So long is a segment whose GOPs are of a second. */
const BORDER_MS = 60_000;

/** Twice the same minute and more, an hour apart, of a camera that is gone; the first begins two hours ago. */
async function reviewedSite(context: FinishingContext & SkippingContext) {
  const data = join(await temporaryDirectory(context), 'site');
  const { url } = await startServer(context, data);
  const { id } = await ask<{ id: string }>(`${url}cameras`, {
    name: 'Cổng chợ',
    main: { url: 'rtsp://127.0.0.1:9/main' },
  });
  const ffmpeg = requireWitness('ffmpeg', context);
  const [loop, file] = [join(data, 'loop.mp4'), join(data, 'clip.mp4')];
  await runProgram(ffmpeg, [
    ...`-v error -f lavfi -i testsrc=size=1280x720:rate=${RATE} -t ${LOOP_S} -c:v libx264`.split(' '),
    ...`-preset ultrafast -g ${RATE} -bf 0 -pix_fmt yuv420p -video_track_timescale 90000`.split(' '),
    loop,
  ]);
  await runProgram(ffmpeg, [
    ...`-v error -stream_loop ${LOOPS - 1} -i`.split(' '),
    loop,
    ...'-c copy -video_track_timescale 90000'.split(' '),
    file,
  ]);
  const start = Date.now() - 2 * HOUR_MS;
  const recording = { cameraId: id, kind: 'main', file } as const;
  await recordClip(data, [
    { ...recording, startUnixMs: start },
    { ...recording, startUnixMs: start + HOUR_MS },
  ]);
  expect(segmentFilesOf(join(data, 'archive'), id)).toHaveLength(4);
  const analyst = await startProcess(process.execPath, [ANALYST, '--data', data]);
  context.onTestFinished(() => analyst.kill());
  return { url, id, start };
}

/** What the page says while its clock waits for footage or a decoder, and how much later than that the clock may stand and go. */
const WAITS = 'Đang tải hình';
const HOLD_LAG_S = 0.3;
/** Of a clock that need not wait; a look of its own comes each 0.1 s. */
const TIMED_S = 1.5;

/** Every picture that the video shows from now on, and the page's monotonic clock, which a test may change. */
const WATCH = `{
  const now = performance.now.bind(performance), date = Date.now.bind(Date);
  let asleepMs = 0, hidden = false;
  performance.now = () => now() + asleepMs;
  Date.now = () => date() + asleepMs;
  for (const [name, value] of [['hidden', () => hidden], ['visibilityState', () => (hidden ? 'hidden' : 'visible')]])
    Object.defineProperty(document, name, { get: value });
  globalThis.hideFor = (ms) => {
    for (const hide of [true, false]) {
      hidden = hide;
      if (!hide) asleepMs += ms;
      document.dispatchEvent(new Event('visibilitychange'));
    }
  };
  globalThis.watchPictures = () => {
    const video = document.querySelector('video');
    const pictures = (globalThis.pictures = []);
    const onPicture = (_, { mediaTime }) => {
      if (globalThis.pictures !== pictures) return;
      pictures.push({ atS: now() / 1000, mediaS: mediaTime });
      video.requestVideoFrameCallback(onPicture);
    };
    video.requestVideoFrameCallback(onPicture);
  };
  globalThis.watchClock = () => {
    const slider = document.querySelector('[role="slider"]');
    const clock = (globalThis.clock = { freeS: 0, advanceS: 0 });
    let last = null, waitedS = -Infinity;
    const look = setInterval(() => {
      if (globalThis.clock !== clock) clearInterval(look);
      else if (document.querySelector('figure').textContent.includes('${WAITS}')) waitedS = now() / 1000;
    }, 20);
    new MutationObserver((_, observer) => {
      if (globalThis.clock !== clock) {
        observer.disconnect();
        return;
      }
      const place = { atS: now() / 1000, instantS: Number(slider.getAttribute('aria-valuenow')) / 1000 };
      if (last !== null && last.atS > waitedS + ${HOLD_LAG_S}) {
        clock.freeS += place.atS - last.atS;
        clock.advanceS += place.instantS - last.instantS;
      }
      last = place;
    }).observe(slider, { attributeFilter: ['aria-valuenow'] });
  };
}`;

interface Picture {
  readonly atS: number;
  readonly mediaS: number;
}

/** What is shown while the page plays, until it has shown so many. @param keys that make it play */
async function played(page: Page, keys: readonly string[], count: number): Promise<readonly Picture[]> {
  await page.evaluate('watchPictures()');
  for (const key of keys) await page.keyboard.press(key);
  const pictures = (): Promise<readonly Picture[]> => page.evaluate('globalThis.pictures');
  await expect.poll(async () => (await pictures()).length, PATIENCE).toBeGreaterThanOrEqual(count);
  const shown = await pictures();
  await page.keyboard.press('k');
  return shown;
}

/** Recorded seconds for each second, from the first picture to the last. */
function speedOf(pictures: readonly Picture[]): number {
  const [first, last] = [pictures[0], pictures.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was shown');
  return (last.mediaS - first.mediaS) / (last.atS - first.atS);
}

/**
 * How fast the page's clock goes while the page does not say that it waits: a machine that decodes nothing in time is slow, and honest
 * about it. Each further time that is shown is a measuring point.
 */
async function clockSpeed(page: Page): Promise<number> {
  await page.evaluate('watchClock()');
  const clock = (): Promise<{ readonly freeS: number; readonly advanceS: number }> =>
    page.evaluate('globalThis.clock');
  await expect.poll(async () => (await clock()).freeS, PATIENCE).toBeGreaterThan(TIMED_S);
  const { freeS, advanceS } = await clock();
  return advanceS / freeS;
}

test('faster, slower and backwards, over a border, with stills, and after an hour behind another tab', {
  timeout: 180_000,
}, async (context) => {
  const site = await reviewedSite(context);
  const { page, complaints } = await openPage(context, 'about:blank');
  await page.addInitScript(WATCH);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  /** Standing at so many ms of what was recorded. @returns the media time of the first recorded picture, in seconds */
  const open = async (afterMs: number, more = ''): Promise<number> => {
    asked.length = 0;
    const at = site.start + afterMs;
    await page.goto(reviewAddress(site, `at=${at}&length=120000${more}`));
    await untilShown(page, 'figure video', PATIENCE.timeout);
    return (site.start - (at - DAY_MS)) / 1000;
  };
  const badge = page.locator('[role="status"]', { hasText: 'chỉ khung hình khoá' });

  // 16x: key frames only, which the page says, each at its true time.
  const beginS = await open(2000, '&speed=16');
  const fast = (await played(page, [' '], 26)).slice(-12);
  expect(asked.some((address) => address.includes('keyFrames=1'))).toBe(true);
  // The first were there before the others came; how fast the clock goes is timed below.
  expect(speedOf(fast)).toBeGreaterThan(4);
  expect(speedOf(fast)).toBeLessThan(24);
  for (const { mediaS } of fast) {
    const offS = mediaS - beginS - Math.round(mediaS - beginS);
    expect(Math.abs(offS), `${mediaS - beginS}`).toBeLessThan(0.02);
  }
  await page.keyboard.press(' ');
  await badge.waitFor(PATIENCE);
  await page.keyboard.press('k');
  await badge.waitFor({ ...PATIENCE, state: 'detached' });

  // Each speed by the page's own clock: L and J begin, then double.
  await open(1000);
  await page.keyboard.press('l');
  for (const speed of [2, 4, 8, 16]) {
    await page.keyboard.press('l');
    const measured = await clockSpeed(page);
    expect(measured / speed, `${speed}x`).toBeGreaterThan(0.75);
    expect(measured / speed, `${speed}x`).toBeLessThan(1.25);
  }
  await open(70_000);
  for (let count = 0; count < 5; count += 1) await page.keyboard.press('j');
  const backwards = (await clockSpeed(page)) / -16;
  expect(backwards).toBeGreaterThan(0.75);
  expect(backwards).toBeLessThan(1.25);

  // 0.25x: every picture, a quarter as fast.
  await open(2000, '&speed=0.25');
  const slow = await played(page, [' '], 8);
  expect(speedOf(slow)).toBeGreaterThan(0.15);
  expect(speedOf(slow)).toBeLessThan(0.35);
  expect(await badge.count()).toBe(0);
  expect(asked.some((address) => address.includes('keyFrames=1'))).toBe(false);

  // Backwards, twice as fast.
  await open(30_000);
  const back = (await played(page, ['j', 'j'], 5)).slice(1);
  expect(back.map(({ mediaS }) => mediaS)).toEqual(
    back.map(({ mediaS }) => mediaS).toSorted((a, b) => b - a),
  );
  expect(speedOf(back)).toBeLessThan(-0.5);

  // Over the border of two segments: no picture less, no hole in what the browser has.
  const firstS = await open(BORDER_MS - 1000);
  const over = await played(page, [' '], 20);
  const borderS = firstS + BORDER_MS / 1000;
  expect(over[0]?.mediaS).toBeLessThan(borderS);
  expect(over.at(-1)?.mediaS).toBeGreaterThan(borderS);
  const holes = await page.evaluate<readonly number[]>(`(() => {
    const { buffered } = document.querySelector('figure video');
    return Array.from({ length: buffered.length - 1 }, (_, i) => buffered.start(i + 1) - buffered.end(i));
  })()`);
  expect(holes).toEqual([]);

  // A drag along the hours: stills of the analyst, of the instant under the pointer, and no key frames of the browser's own.
  await open(20_000);
  const stills: number[] = [];
  page.on('response', (response) => {
    if (response.url().includes('still.jpg')) stills.push(Number(response.headers()[PICTURE_AT_HEADER]));
  });
  const line = await page.locator('[role="slider"]').boundingBox();
  if (line === null) throw new Error('there is no time line');
  await page.mouse.move(line.x + line.width / 2, line.y + 10);
  await page.mouse.down();
  await page.mouse.move(line.x + line.width / 2 + (line.width * 25_000) / 120_000, line.y + 10, {
    steps: 10,
  });
  await page.locator('figure canvas:not([hidden])').waitFor(PATIENCE);
  const under = site.start + 45_000;
  await expect.poll(() => Math.abs((stills.at(-1) ?? 0) - under), PATIENCE).toBeLessThan(1200);
  expect(await page.locator('figcaption', { hasText: 'chỉ khung hình khoá' }).count()).toBe(0);
  await page.mouse.up();
  await page.locator('figure canvas:not([hidden])').waitFor({ ...PATIENCE, state: 'detached' });

  // Playing, and an hour behind another tab: an hour later in the recordings too, and on it goes.
  const baseS = await open(5000);
  await page.keyboard.press(' ');
  const mediaS = async (): Promise<number> => ((await shownVideos(page))[0]?.seconds ?? 0) - baseS;
  await expect.poll(mediaS, PATIENCE).toBeGreaterThan(6);
  await page.evaluate(`hideFor(${HOUR_MS})`);
  await expect.poll(mediaS, PATIENCE).toBeGreaterThan(HOUR_MS / 1000 + 6);
  const after = await played(page, [], 5);
  expect((after[0]?.mediaS ?? 0) - baseS).toBeLessThan(HOUR_MS / 1000 + 40);
  expect(speedOf(after)).toBeGreaterThan(0.5);
  expect(complaints).toEqual([]);
});
