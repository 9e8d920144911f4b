/** The live page as a person uses it: the grid, a click that enlarges a camera, and back. */
import type { Browser, Page } from 'playwright-core';
import { openPage } from './browser.ts';
import type { WatchWish } from './probe.ts';

/** What the enlarged camera is shown in, by whichever way the player has chosen. */
export const ENLARGED = '[data-enlarged="true"] :is(video, canvas)';
export const TILES = '[data-enlarged="false"] :is(video, canvas)';

const LIVE_TILE = '[data-enlarged="false"][data-state="live"]';
const PATIENCE_MS = 60_000;

/** Each live tile has had its picture. */
export const untilAllLive = async (page: Page, tiles: number): Promise<void> => {
  await page
    .locator(LIVE_TILE)
    .nth(tiles - 1)
    .waitFor({ timeout: PATIENCE_MS });
};

/** A grid of so many cameras, all of them live. */
export const openGrid = async (
  browser: Browser,
  siteUrl: string,
  tiles: number,
  watch: WatchWish,
): Promise<Page> => {
  const page = await openPage(browser, new URL('/live', siteUrl).href, watch);
  await untilAllLive(page, tiles);
  return page;
};

/** Where the tile of a camera is pressed. @throws Error where there is none */
export const tilePlace = async (
  page: Page,
  camera: string,
): Promise<{ readonly x: number; readonly y: number }> => {
  const box = await page.getByRole('button', { name: camera }).first().boundingBox();
  if (box === null) throw new Error(`no tile of ${camera}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** From the enlarged camera, with everything live as before. */
export const backToGrid = async (page: Page, tiles: number): Promise<void> => {
  await page.keyboard.press('Escape');
  await untilAllLive(page, tiles);
};
