/** By the keys alone: to a tile and back, to its recordings, to a marked span and its export; the focus is always on something that is seen. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { startSite } from './running-site.ts';
import { untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 30_000 };
const RECORDED_MS = 6000;
/** More presses of Tab than any page has stops. */
const MOST_TABS = 60;
const ENLARGED = '[data-enlarged="true"]';

/** What has the focus, by its name; empty: nothing, or something that is not seen. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const element = document.activeElement;
    if (element === null || element === document.body || !element.checkVisibility()) return '';
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
  })()`);

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const met: string[] = [];
  while (met.length < MOST_TABS) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (name.test(now)) return;
    met.push(now);
  }
  throw new Error(`Tab leads to no ${name}: ${met.join(' | ')}`);
}

test('to a tile, back, to its recordings, to an export and its file, without a pointer', {
  timeout: 180_000,
}, async (context) => {
  const site = await startSite(context);
  const camera = await serveNumbered(context, numberedSource());
  const id = await site.add({ name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, RECORDED_MS);
  const { page, complaints } = await openPage(context, site.addressOf('/live'));
  await page.getByRole('button', { name: 'Phóng to Cổng chợ' }).waitFor(PATIENCE);

  // The first stop leads past the frame.
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Tới nội dung');
  await tabTo(page, /^Phóng to Cổng chợ$/);
  await page.keyboard.press('Enter');
  await page.locator(ENLARGED).waitFor(PATIENCE);
  await expect.poll(() => focused(page), PATIENCE).toMatch(/^Cổng chợ: lăn chuột/);
  await page.keyboard.press('Escape');
  await page.locator(ENLARGED).waitFor({ ...PATIENCE, state: 'detached' });
  // Back on the tile from which it was enlarged.
  await expect.poll(() => focused(page), PATIENCE).toBe('Phóng to Cổng chợ');
  await page.waitForTimeout(500);
  await page.keyboard.press('Enter');
  await page.locator(`${ENLARGED}[data-state="live"]`).waitFor(PATIENCE);
  await tabTo(page, /^Xem lại camera này$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/review?*', PATIENCE);
  await untilShown(page, 'figure video', PATIENCE.timeout);

  // A marked span, by the keys of the page, and what can be done with it.
  await page.keyboard.press('o');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('i');
  await tabTo(page, /^Trích xuất…?$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor(PATIENCE);
  const isInside = (): Promise<boolean> =>
    page.evaluate<boolean>(`document.activeElement?.closest('[role="dialog"]') !== null`);
  await expect.poll(isInside, PATIENCE).toBe(true);
  // Round and round: Tab never leaves an open dialog.
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await isInside()).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ ...PATIENCE, state: 'detached' });
  await expect.poll(() => focused(page), PATIENCE).toMatch(/^Trích xuất/);
  await page.keyboard.press('Enter');
  await dialog.waitFor(PATIENCE);
  await expect.poll(isInside, PATIENCE).toBe(true);
  await tabTo(page, /^Mục đích/);
  await page.keyboard.type('vụ mất xe');
  await tabTo(page, /^Trích xuất$/);
  await page.keyboard.press('Enter');
  await dialog.getByText('Sẵn sàng').waitFor(PATIENCE);
  await tabTo(page, /^Tải về/);
  const [download] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    page.keyboard.press('Enter'),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Cổng chợ-.+\.mp4$/);
  const { exports } = await ask<{ exports: { cameras: string[] }[] }>(`${site.url}exports`);
  expect(exports.map(({ cameras }) => cameras)).toEqual([[id]]);
  expect(complaints).toEqual([]);
});
