/** From the instant a picture was sent to the instant it is seen: enlarged from a main stream, with the least delay too, and in a wall of 16. Size: seconds of each. */
import type { Page } from 'playwright-core';
import { type Figure, publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { ENLARGED, openGrid, TILES, tilePlace } from './grid-page.ts';
import { type NumberedCameras, SUB_NUMBERS, serveNumberedCameras } from './numbered-cameras.ts';
import { LARGE_PICTURE, SMALL_PICTURE } from './numbered-clip.ts';
import { forget, seen, type WatchWish } from './probe.ts';
import { indexes, nameOf, TILE_COUNT } from './wall-site.ts';
import { startLiveSite } from './web-site.ts';

const CLIP_SECONDS = 20;
/** Until the player has found its distance to the newest picture. */
const SETTLE_MS = 10_000;
const LOOK_MS = 2000;
/** The button of the enlarged tile. */
const LEAST_DELAY = /Giảm độ trễ/;

const mainOf = (index: number): string => `/main-${index + 1}`;
const subOf = (index: number): string => `/sub-${index + 1}`;

/** One 1080p main stream, that of the first camera; sub streams of all. */
const serve = (onEnd: BenchRun['onEnd']): Promise<NumberedCameras> => {
  const small = { ...SMALL_PICTURE, gopFrames: 30, seconds: CLIP_SECONDS };
  return serveNumberedCameras(
    indexes.flatMap((index) => [
      {
        path: mainOf(index),
        startMs: index * 2000,
        shape:
          index === 0
            ? { ...LARGE_PICTURE, gopFrames: 50, seconds: CLIP_SECONDS, firstNumber: 0 }
            : { ...small, firstNumber: 0 },
      },
      { path: subOf(index), startMs: index * 2000, shape: { ...small, firstNumber: SUB_NUMBERS } },
    ]),
    onEnd,
  );
};

/** Of every picture that was read while the page was watched. */
const delaysOf = async (
  page: Page,
  cameras: NumberedCameras,
  seconds: number,
): Promise<readonly number[]> => {
  await page.waitForTimeout(SETTLE_MS);
  await forget(page);
  const delays: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    await page.waitForTimeout(LOOK_MS);
    const { pictures } = await seen(page);
    await forget(page);
    for (const { name, number, unixMs } of pictures) {
      const index = indexes.find((one) => name.includes(nameOf(one)));
      if (index === undefined) continue;
      const sent = cameras.sentUnixMs([mainOf(index), subOf(index)], number, unixMs);
      if (sent !== null) delays.push(unixMs - sent);
    }
  }
  if (delays.length === 0) throw new Error('no number was read in any picture');
  return delays;
};

const figure = (name: string, delays: readonly number[], most: number): Figure => ({
  name: `${name}: median, p95 of ${delays.length} pictures`,
  value: `${median(delays).toFixed(0)} ms, ${percentile(delays, 95).toFixed(0)} ms`,
  goal: `median <= ${most} ms`,
  reached: median(delays) <= most,
});

const run = async ({ size: seconds, browser, folder, onEnd }: BenchRun): Promise<void> => {
  const cameras = await serve(onEnd);
  const site = await startLiveSite(
    indexes.map((index) => ({
      name: nameOf(index),
      main: cameras.urlOf(mainOf(index)),
      sub: cameras.urlOf(subOf(index)),
    })),
    { dataDirectory: folder, onEnd },
  );
  // A picture of each tile in half a second: reading all of them would be what is measured.
  const wish: WatchWish = { selector: TILES, everyMs: 500 };
  const wall = await openGrid(browser, site.url, TILE_COUNT, wish);
  const tiles = await delaysOf(wall, cameras, seconds);
  await wall.context().close();

  const page = await openGrid(browser, site.url, TILE_COUNT, { selector: ENLARGED, everyMs: 100 });
  const { x, y } = await tilePlace(page, nameOf(0));
  await page.mouse.click(x, y);
  const enlarged = await delaysOf(page, cameras, seconds);
  // As for steering a camera: each picture as soon as it is decoded.
  await page.getByRole('button', { name: LEAST_DELAY }).click();
  const least = await delaysOf(page, cameras, seconds);
  publish({
    bench: 'web-live-delay',
    figures: [
      figure('enlarged, 1080p', enlarged, 150),
      figure('the same with the least delay (WebCodecs)', least, 80),
      figure(`tiles of a wall of ${TILE_COUNT}, 360p`, tiles, 300),
    ],
    raw: { seconds, enlarged, least, tiles },
  });
};

export const liveDelay: WebBench = { unit: 'seconds of each', full: 60, short: 4, run };
