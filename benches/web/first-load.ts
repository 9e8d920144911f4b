/** From the address typed to a live picture, with nothing in the cache, over 20 Mbit/s and 50 ms. Size: loads, each with a profile of its own. */
import { publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { openBlankPage } from './browser.ts';
import { TILES } from './grid-page.ts';
import { serveNumberedCameras } from './numbered-cameras.ts';
import { SMALL_PICTURE } from './numbered-clip.ts';
import { untilSeen } from './probe.ts';
import { FIRST_TILE_COUNT, indexesOf, nameOf, pathOf } from './wall-site.ts';
import { startLiveSite } from './web-site.ts';

const CLIP_SECONDS = 20;
const NETWORK = { offline: false, latency: 50, downloadThroughput: 20e6 / 8, uploadThroughput: 20e6 / 8 };
const LIVE_MS = 3000;
const PATIENCE_MS = 30_000;
const indexes = indexesOf(FIRST_TILE_COUNT);

const run = async ({ size: loads, browser, folder, onEnd }: BenchRun): Promise<void> => {
  const shape = { ...SMALL_PICTURE, gopFrames: 30, seconds: CLIP_SECONDS, firstNumber: 0 };
  const cameras = await serveNumberedCameras(
    indexes.map((index) => ({ path: pathOf(index), shape, startMs: index * 2000 })),
    onEnd,
  );
  const site = await startLiveSite(
    indexes.map((index) => ({ name: nameOf(index), main: cameras.urlOf(pathOf(index)) })),
    { dataDirectory: folder, onEnd },
  );
  const measured: { readonly firstMs: number; readonly allMs: number }[] = [];
  for (let load = -1; load < loads; load += 1) {
    const page = await openBlankPage(browser, { selector: TILES });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', NETWORK);
    await page.goto(new URL('/live', site.url).href, { waitUntil: 'commit' });
    // The page's clock begins with the navigation.
    const times = await untilSeen(
      'a live picture of each tile',
      page,
      ({ pictures }) => {
        const firstOf = indexes.map((index) => {
          const live = pictures.find(({ name, number, unixMs }) => {
            const sent = cameras.sentUnixMs([pathOf(index)], number, unixMs);
            return name.includes(nameOf(index)) && sent !== null && unixMs - sent < LIVE_MS;
          });
          return live?.atMs ?? null;
        });
        const found = firstOf.filter((one) => one !== null);
        return found.length < FIRST_TILE_COUNT
          ? null
          : { firstMs: Math.min(...found), allMs: Math.max(...found) };
      },
      PATIENCE_MS,
    );
    await page.context().close();
    // The first one of all starts the browser's own processes.
    if (load >= 0) measured.push(times);
  }
  const first = measured.map(({ firstMs }) => firstMs);
  const all = measured.map(({ allMs }) => allMs);
  publish({
    bench: 'web-first-load',
    figures: [
      {
        name: `cold cache, 20 Mbit/s, 50 ms: first live picture, median, most of ${loads}`,
        value: `${median(first).toFixed(0)} ms, ${Math.max(...first).toFixed(0)} ms`,
        goal: 'median <= 1500 ms',
        reached: median(first) <= 1500,
      },
      {
        name: `a live picture in each of ${FIRST_TILE_COUNT} tiles, median, p95`,
        value: `${median(all).toFixed(0)} ms, ${percentile(all, 95).toFixed(0)} ms`,
        goal: null,
        reached: null,
      },
    ],
    raw: { loads, measured },
  });
};

export const firstLoad: WebBench = { unit: 'loads', full: 10, short: 2, run };
