/** A site of 16 cameras and their wall on a page: what the benches of the wall look at. */
import type { Page } from 'playwright-core';
import { processorSeconds, proportionalBytes } from '../measure/process-cost.ts';
import type { BenchRun } from './bench.ts';
import { type BrowserCost, browserCost } from './browser.ts';
import { openGrid, TILES } from './grid-page.ts';
import { type NumberedCameras, serveNumberedCameras } from './numbered-cameras.ts';
import type { NumberedClipShape } from './numbered-clip.ts';
import { startLiveSite } from './web-site.ts';

export const TILE_COUNT = 16;
/** As many as the demonstration has: the first page that anybody opens. */
export const FIRST_TILE_COUNT = 9;
/** The probe reads a picture of a tile only when it is asked. */
const SELDOM_MS = 3_600_000;

export const nameOf = (index: number): string => `Camera ${String(index + 1).padStart(2, '0')}`;
export const pathOf = (index: number): string => `/tile-${index + 1}`;
export const indexesOf = (tiles: number): readonly number[] =>
  Array.from({ length: tiles }, (_, index) => index);
export const indexes = indexesOf(TILE_COUNT);

/** What the processes have used so far, and hold. */
export interface WallReading {
  readonly atMs: number;
  readonly browser: BrowserCost;
  readonly server: BrowserCost;
  readonly recorder: BrowserCost;
}

export interface WallSite {
  readonly cameras: NumberedCameras;
  /** All tiles are live. */
  readonly page: Page;
  readonly read: () => Promise<WallReading>;
}

const costOf = (pid: number): BrowserCost => ({
  processorSeconds: processorSeconds(pid),
  bytes: proportionalBytes(pid),
});

/** Runs until the bench ends. */
export const openWall = async (
  { browser, folder, onEnd }: BenchRun,
  shape: NumberedClipShape,
): Promise<WallSite> => {
  const cameras = await serveNumberedCameras(
    indexes.map((index) => ({ path: pathOf(index), shape, startMs: index * 2000 })),
    onEnd,
  );
  const site = await startLiveSite(
    indexes.map((index) => ({ name: nameOf(index), main: cameras.urlOf(pathOf(index)) })),
    { dataDirectory: folder, onEnd },
  );
  const page = await openGrid(browser, site.url, TILE_COUNT, { selector: TILES, everyMs: SELDOM_MS });
  return {
    cameras,
    page,
    read: async () => ({
      atMs: performance.now(),
      browser: await browserCost(browser),
      server: costOf(site.process.pid),
      recorder: costOf(site.recorder.pid),
    }),
  };
};
