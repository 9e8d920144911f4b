/** A span that is marked with I and O on the review page, and the buttons beside it: held, bookmarked, exported; then drawn and named on the time line. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DARK, LIGHT } from '../../packages/web/timeline/timeline-colours.ts';
import { ask } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { siteTime, startSite } from './running-site.ts';
import { untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const RECORDED_MS = 8000;
const VIEW_MS = 10_000;
const SLIDER = '[role="slider"]';

interface Kept {
  readonly from: number;
  readonly to: number;
  readonly reason?: string;
  readonly title?: string;
  readonly purpose?: string;
}

/** Colours of the time line at a share of its width. */
const coloursAt = (page: Page, share: number): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
    const canvas = document.querySelector('${SLIDER} canvas');
    const x = Math.round(${share} * canvas.width);
    const { data } = canvas.getContext('2d').getImageData(x - 1, 0, 3, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4)
      colours.add('#' + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join(''));
    return [...colours];
  })()`);

test('a marked span is held, bookmarked and exported by the buttons beside it, and the time line shows it', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context);
  const camera = await serveNumbered(context, numberedSource());
  const id = await site.add({ name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, RECORDED_MS);
  const start = await site.startOf(id);
  const from = start + 1000;
  const to = from + 5000;
  const view = `from=${start}&length=${VIEW_MS}`;
  const { page, complaints } = await openPage(
    context,
    site.addressOf(`/review?cameras=${id}&at=${from}&${view}`),
  );
  await untilShown(page, 'figure video', PATIENCE.timeout);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await page.keyboard.press('i');
  // The end is missing: nothing but a moment can be named.
  await button('Ghi nhớ…').waitFor(PATIENCE);
  expect(await button('Trích xuất…').count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('o');
  await page.getByText(`Đoạn đã đánh dấu: ${siteTime(from)}`).waitFor(PATIENCE);

  const dialog = page.getByRole('dialog');
  const opened = async (name: string): Promise<void> => {
    await button(name).click(PATIENCE);
    expect(await dialog.getByLabel('Từ lúc').inputValue(PATIENCE)).toBe(siteTime(from));
    expect(await dialog.getByLabel('Đến lúc').inputValue()).toBe(siteTime(to));
    expect(await dialog.getByRole('checkbox', { name: 'Cổng chợ' }).isChecked()).toBe(true);
  };
  await opened('Khoá không xoá…');
  await dialog.getByLabel('Lý do').fill('vụ mất xe ở chợ');
  await dialog.getByLabel('Người chịu trách nhiệm').fill('Đại uý Hà');
  await dialog.getByRole('button', { name: 'Khoá', exact: true }).click(PATIENCE);
  await dialog.waitFor({ ...PATIENCE, state: 'detached' });
  await opened('Ghi nhớ…');
  await dialog.getByLabel('Tên').fill('Xe máy đỏ rẽ trái');
  await dialog.getByRole('button', { name: 'Lưu' }).click(PATIENCE);
  await dialog.waitFor({ ...PATIENCE, state: 'detached' });
  await opened('Trích xuất…');
  await dialog.getByLabel('Mục đích').fill('gửi công an xã');
  await dialog.getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  await dialog.getByText('Sẵn sàng').waitFor(PATIENCE);
  await dialog.getByRole('button', { name: 'Đóng' }).last().click(PATIENCE);
  await dialog.waitFor({ ...PATIENCE, state: 'detached' });

  const list = <T>(name: string): Promise<T> => ask<T>(`${site.url}${name}`);
  const span = { from, to };
  expect(await list<{ holds: Kept[] }>('holds')).toMatchObject({
    holds: [{ ...span, reason: 'vụ mất xe ở chợ' }],
  });
  expect(await list<{ bookmarks: Kept[] }>('bookmarks')).toMatchObject({
    bookmarks: [{ ...span, title: 'Xe máy đỏ rẽ trái' }],
  });
  expect(await list<{ exports: Kept[] }>('exports')).toMatchObject({
    exports: [{ ...span, purpose: 'gửi công an xã' }],
  });

  // Without the marks, which have the colour of holds.
  await button('Bỏ đánh dấu').click(PATIENCE);
  const box = await page.locator(SLIDER).boundingBox();
  if (box === null) throw new Error('there is no time line');
  const shareOf = (unixMs: number): number => (unixMs - start) / VIEW_MS;
  const hintAt = async (unixMs: number): Promise<string> => {
    await page.mouse.move(box.x + shareOf(unixMs) * box.width, box.y + box.height - 12);
    return (await page.textContent(`${SLIDER} [aria-hidden="true"]`)) ?? '';
  };
  await expect.poll(() => hintAt(from + 2000), PATIENCE).toContain('khoá không xoá: vụ mất xe ở chợ');
  await expect.poll(() => hintAt(from), PATIENCE).toContain('⚑ Xe máy đỏ rẽ trái');
  const beyond = await hintAt(to + 1000);
  expect(beyond).toContain(siteTime(to + 1000).slice(0, 10));
  expect(beyond).not.toMatch(/khoá|⚑/);
  await page.mouse.move(box.x + box.width / 2, box.y - 100);
  const holds = [DARK.hold, LIGHT.hold];
  const flags = [DARK.bookmark, LIGHT.bookmark];
  const isDrawn = async (unixMs: number, wanted: readonly string[]): Promise<boolean> =>
    (await coloursAt(page, shareOf(unixMs))).some((colour) => wanted.includes(colour));
  expect(await isDrawn(from + 2000, holds)).toBe(true);
  expect(await isDrawn(to + 1000, holds)).toBe(false);
  expect(await isDrawn(from, flags)).toBe(true);
  expect(await isDrawn(to + 1000, flags)).toBe(false);
  expect(complaints).toEqual([]);
});
