/** A wall of 16 tiles of 640x360 at 15 pictures a second: are they fresh, second for second, and what do browser and server cost. Size: minutes. */
import { publish } from '../measure/report.ts';
import type { BenchRun, WebBench } from './bench.ts';
import type { BrowserCost } from './browser.ts';
import { SMALL_PICTURE } from './numbered-clip.ts';
import { shownNumbers } from './probe.ts';
import { indexes, nameOf, openWall, pathOf, TILE_COUNT } from './wall-site.ts';

const CLIP_SECONDS = 20;
const SETTLE_MS = 10_000;
const FRESH_MS = 1000;
const MINUTE_MS = 60_000;

interface TileSecond {
  readonly tile: number;
  /** Null: nothing readable on show. */
  readonly ageMs: number | null;
}

const MB = 1_000_000;
const megabytes = (before: BrowserCost, after: BrowserCost): string =>
  `${(before.bytes / MB).toFixed(0)} MB, ${(after.bytes / MB).toFixed(0)} MB`;

const run = async (bench: BenchRun): Promise<void> => {
  const minutes = bench.size;
  const shape = { ...SMALL_PICTURE, gopFrames: 30, seconds: CLIP_SECONDS, firstNumber: 0 };
  const { cameras, page, read } = await openWall(bench, shape);
  await page.waitForTimeout(SETTLE_MS);
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
