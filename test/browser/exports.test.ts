/** Exports, holds, bookmarks and storage in a real browser against real recordings: asked for by typing, followed, fetched, kept, lifted. */
import { stat } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';
import { footageSite, sharedFootageSite } from './footage-site.ts';

const PATIENCE = { timeout: 30_000 };
/** The list of them, as the page asks for it. */
const EXPORTS = /\/api\/v1\/exports(?:\?.*)?$/;

/** As an officer types it: local time of the site. */
function typed(unixMs: number, withDay: boolean): string {
  const local = new Date(unixMs + 7 * 3_600_000).toISOString();
  const day = `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} `;
  return `${withDay ? day : ''}${local.slice(11, 19)}`;
}

const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE);

test('an export is typed, foretold, prepared, found again after a reload, fetched and given up', {
  timeout: 180_000,
}, async (context) => {
  const { url, id, start } = await sharedFootageSite();
  const { page, complaints } = await openPage(context, new URL('/exports', url).href);
  await page.getByText('Chưa có lần trích xuất nào').waitFor(PATIENCE);
  // A site that breaks down over the list: the page says so, and whoever waited has one press to make.
  await page.route(EXPORTS, (route) => route.fulfill({ status: 500, body: 'out of order' }));
  await page.reload();
  const again = page.getByRole('alert').getByRole('button', { name: 'Thử lại' });
  await again.waitFor(PATIENCE);
  expect(await page.getByText('Chưa có lần trích xuất nào').count()).toBe(0);
  await page.unroute(EXPORTS);
  await again.click();
  await page.getByText('Chưa có lần trích xuất nào').waitFor(PATIENCE);
  expect(await page.getByRole('alert').count()).toBe(0);
  await press(page, 'Trích xuất mới');
  const form = dialog(page);
  await form.getByLabel('Từ lúc').fill(typed(start + 1000, true));
  // A time without a day is of the same day.
  await form.getByLabel('Đến lúc').fill(typed(start + 5000, false));
  await form.getByText(/Khoảng .+B\. Chuẩn bị chừng/).waitFor(PATIENCE);
  await form.getByText('Kiểu nén H.264').waitFor(PATIENCE);
  await form.getByLabel('Mục đích').fill('vụ mất xe ở chợ');
  await form.getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  await form.getByText('Sẵn sàng').waitFor(PATIENCE);

  await page.reload();
  const card = page.getByRole('article');
  await card.getByText('vụ mất xe ở chợ').waitFor(PATIENCE);
  await card.getByText('Sẵn sàng').waitFor(PATIENCE);
  const [download] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    card.getByRole('link', { name: /^Tải về/ }).click(PATIENCE),
  ]);
  const file = await download.path();
  const { exports } = await ask<{ exports: { files: { sizeBytes: number }[]; cameras: string[] }[] }>(
    `${url}exports`,
  );
  expect(exports[0]?.cameras).toEqual([id]);
  expect((await stat(file)).size).toBe(exports[0]?.files[0]?.sizeBytes);
  expect(download.suggestedFilename()).toMatch(/^Cổng chợ-\d{8}T\d{6}\+0700\.mp4$/);
  await card.getByText('Đã tải về').waitFor(PATIENCE);

  await card.getByRole('button', { name: 'Huỷ' }).click(PATIENCE);
  await dialog(page).getByRole('button', { name: 'Huỷ' }).click(PATIENCE);
  await card.getByText('Đã huỷ').waitFor(PATIENCE);
  expect(await card.getByRole('link', { name: /^Tải về/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a span is held, shows in storage, and is lifted; a moment is bookmarked, changed and removed', {
  timeout: 180_000,
}, async (context) => {
  const { url, start } = await sharedFootageSite();
  const { page, complaints } = await openPage(context, new URL('/holds', url).href);
  await press(page, 'Khoá một khoảng');
  await dialog(page).getByLabel('Từ lúc').fill(typed(start, true));
  await dialog(page)
    .getByLabel('Đến lúc')
    .fill(typed(start + 4000, true));
  await dialog(page).getByLabel('Lý do').fill('vụ mất xe ở chợ');
  await dialog(page).getByLabel('Người chịu trách nhiệm').fill('Đại uý Hà');
  await dialog(page).getByRole('button', { name: 'Khoá', exact: true }).click(PATIENCE);
  const card = page.getByRole('article');
  await card.getByText('Chịu trách nhiệm: Đại uý Hà').waitFor(PATIENCE);
  await page.goto(new URL('/storage', url).href);
  await page.getByRole('rowheader', { name: 'Cổng chợ' }).waitFor(PATIENCE);
  await page.getByText(/khoá [\d,]+\s[kMG]B\)/).waitFor(PATIENCE);
  await page.goto(new URL('/holds', url).href);
  await card.getByRole('button', { name: 'Gỡ khoá' }).click(PATIENCE);
  await dialog(page).getByRole('button', { name: 'Gỡ khoá' }).click(PATIENCE);
  await page.getByText('Chưa khoá khoảng nào').waitFor(PATIENCE);

  await page.goto(new URL('/bookmarks', url).href);
  await press(page, 'Ghi nhớ mới');
  await dialog(page).getByLabel('Tên').fill('Xe máy đỏ rẽ trái');
  await dialog(page).getByRole('button', { name: 'Lưu' }).click(PATIENCE);
  await card.getByText('Xe máy đỏ rẽ trái').waitFor(PATIENCE);
  await card.getByRole('button', { name: 'Sửa' }).click(PATIENCE);
  await dialog(page).getByLabel('Ghi chú').fill('áo xanh');
  await dialog(page).getByRole('button', { name: 'Lưu' }).click(PATIENCE);
  await card.getByText('áo xanh').waitFor(PATIENCE);
  await card.getByRole('button', { name: 'Xoá' }).click(PATIENCE);
  await dialog(page).getByRole('button', { name: 'Xoá' }).click(PATIENCE);
  await page.getByText('Chưa có điểm ghi nhớ nào').waitFor(PATIENCE);
  expect(complaints).toEqual([]);
});

test('an export of one file says what is missing in it: how often, how long, why', {
  timeout: 180_000,
}, async (context) => {
  const { url, id, start, end } = await footageSite(context, { interrupted: true });
  const { files } = await ask<{ files: { gaps: { from: number; to: number; cause: string }[] }[] }>(
    `${url}exports`,
    { cameras: [id], from: Math.ceil(start), to: Math.floor(end), purpose: 'vụ mất xe ở chợ' },
  );
  expect(files.map(({ gaps }) => gaps.map(({ cause }) => cause))).toEqual([['recorder-down']]);
  const { page } = await openPage(context, new URL('/exports', url).href);
  const card = page.getByRole('article');
  await card
    .getByText(/Thiếu hình một khoảng .+ \(\d+ (?:giây|phút)\): phần mềm ghi hình không chạy\.$/)
    .waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Switch to English' }).click(PATIENCE);
  await card.getByText(/Pictures are missing once, .+: the recorder was not running\.$/).waitFor(PATIENCE);
});
