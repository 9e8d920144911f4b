/** A wall of 16 tiles of 640x360 at 15 pictures a second: are they fresh, second for second, and what do browser and server cost. Size: minutes. */
import { processorSeconds, proportionalBytes } from '../measure/process-cost.ts';
import { publish } from '../measure/report.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { type BrowserCost, browserCost } from './browser.ts';
import { openGrid, TILES } from './grid-page.ts';
import { serveNumberedCameras } from './numbered-cameras.ts';
import { SMALL_PICTURE } from './numbered-clip.ts';
import { shownNumbers } from './probe.ts';
import { startLiveSite } from './web-site.ts';

const TILE_COUNT = 16;
const CLIP_SECONDS = 20;
const SETTLE_MS = 10_000;
const FRESH_MS = 1000;
const MINUTE_MS = 60_000;
/** The probe reads a picture of a tile only when it is asked. */
const SELDOM_MS = 3_600_000;

const nameOf = (index: number): string => `Camera ${String(index + 1).padStart(2, '0')}`;
const pathOf = (index: number): string => `/tile-${index + 1}`;
const indexes = Array.from({ length: TILE_COUNT }, (_, index) => index);

interface Reading {
  readonly atMs: number;
  readonly browser: BrowserCost;
  readonly server: BrowserCost;
  readonly recorder: BrowserCost;
}

interface TileSecond {
  readonly tile: number;
  /** Null: nothing readable on show. */
  readonly ageMs: number | null;
}

const costOf = (pid: number): BrowserCost => ({
  processorSeconds: processorSeconds(pid),
  bytes: proportionalBytes(pid),
});

const MB = 1_000_000;
const megabytes = (before: BrowserCost, after: BrowserCost): string =>
  `${(before.bytes / MB).toFixed(0)} MB, ${(after.bytes / MB).toFixed(0)} MB`;

const run = async ({ size: minutes, browser, folder, onEnd }: BenchRun): Promise<void> => {
  const shape = { ...SMALL_PICTURE, gopFrames: 30, seconds: CLIP_SECONDS, firstNumber: 0 };
  const cameras = await serveNumberedCameras(
    indexes.map((index) => ({ path: pathOf(index), shape, startMs: index * 2000 })),
    onEnd,
  );
  const site = await startLiveSite(
    indexes.map((index) => ({ name: nameOf(index), main: cameras.urlOf(pathOf(index)) })),
    { dataDirectory: folder, onEnd },
  );
  const page = await openGrid(browser, site.url, TILE_COUNT, { selector: TILES, everyMs: SELDOM_MS });
  await page.waitForTimeout(SETTLE_MS);
  const read = async (): Promise<Reading> => ({
    atMs: performance.now(),
    browser: await browserCost(browser),
    server: costOf(site.process.pid),
    recorder: costOf(site.recorder.pid),
  });
  const before = await read();
  const tileSeconds: TileSecond[] = [];
  const seconds = Math.max(1, Math.round((minutes * MINUTE_MS) / 1000));
  for (let second = 0; second < seconds; second += 1) {
    await page.waitForTimeout(Math.max(0, before.atMs + second * 1000 - performance.now()));
    const shown = await shownNumbers(page);
    for (const tile of indexes) {
      const found = shown.find(({ name }) => name.includes(nameOf(tile)));
      const unixMs = found?.unixMs ?? 0;
      const sent = cameras.sentUnixMs([pathOf(tile)], found?.number ?? null, unixMs);
      tileSeconds.push({ tile, ageMs: sent === null ? null : unixMs - sent });
    }
  }
  const after = await read();
  const share = tileSeconds.filter(({ ageMs }) => (ageMs ?? Infinity) < FRESH_MS).length / tileSeconds.length;
  const percent = (which: 'browser' | 'server' | 'recorder'): string => {
    const used = after[which].processorSeconds - before[which].processorSeconds;
    return `${((used * 100_000) / (after.atMs - before.atMs)).toFixed(0)} %`;
  };
  publish({
    bench: 'web-wall',
    figures: [
      {
        name: `${TILE_COUNT} tiles, ${minutes} minutes: tile-seconds with a picture younger than ${FRESH_MS / 1000} s`,
        value: `${(share * 100).toFixed(2)} % of ${tileSeconds.length}`,
        goal: '>= 99.9 %',
        reached: share >= 0.999,
      },
      {
        name: 'CPU of the browser, the server, the recorder, in % of one core',
        value: `${percent('browser')}, ${percent('server')}, ${percent('recorder')}`,
        goal: null,
        reached: null,
      },
      {
        name: 'memory of the browser at the start and at the end',
        value: megabytes(before.browser, after.browser),
        goal: null,
        reached: null,
      },
      {
        name: 'memory of the server at the start and at the end',
        value: megabytes(before.server, after.server),
        goal: null,
        reached: null,
      },
    ],
    raw: { minutes, before, after, late: tileSeconds.filter(({ ageMs }) => (ageMs ?? Infinity) >= FRESH_MS) },
  });
};

export const wall: WebBench = { unit: 'minutes', full: 10, short: 0.2, run };
