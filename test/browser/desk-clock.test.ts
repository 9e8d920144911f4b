/** A desk whose clock is a day wrong: what pages and dialogs take for now is the site's time. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';
import { siteTime } from './running-site.ts';

const PATIENCE = { timeout: 30_000 };
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

const field = (page: Page, label: string): Promise<string> =>
  page.getByRole('dialog').getByLabel(label).inputValue(PATIENCE);

test('exports, holds and bookmarks begin at the site’s time, and an overdue hold is overdue by it', {
  timeout: 120_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const { url } = await startServer(context, data);
  await startRecording(context, data, null);
  const { id } = await ask<{ id: string }>(`${url}cameras`, {
    name: 'Cổng chợ',
    // Nobody answers there.
    main: { url: 'rtsp://127.0.0.1:9/main' },
    record: 'main',
  });
  const { page, complaints } = await openPage(context, 'about:blank');
  await page.addInitScript(`{ const now = Date.now.bind(Date); Date.now = () => now() - ${DAY_MS}; }`);
  /** Minutes that pass while the page is opened; as the dialogs write them. */
  const nowTexts = (): readonly string[] =>
    [0, 1].map((back) => siteTime(Math.floor(Date.now() / MINUTE_MS - back) * MINUTE_MS));

  await page.goto(new URL('/exports', url).href);
  await page.getByRole('button', { name: 'Trích xuất mới' }).click(PATIENCE);
  expect(nowTexts()).toContain(await field(page, 'Đến lúc'));

  await page.goto(new URL('/bookmarks', url).href);
  await page.getByRole('button', { name: 'Ghi nhớ mới' }).click(PATIENCE);
  expect((await field(page, 'Từ lúc')).slice(0, 10)).toBe(siteTime(Date.now()).slice(0, 10));
  // What is typed without a day is of the site's today.
  await page.getByRole('dialog').getByLabel('Từ lúc').fill('00:00:01');
  await page
    .getByText(`${siteTime(Date.now()).slice(0, 10)} 00:00:01`)
    .first()
    .waitFor(PATIENCE);

  // By the desk's clock there would be hours left.
  const at = Date.now();
  await ask(`${url}holds`, {
    cameraId: id,
    from: at - 2 * MINUTE_MS,
    to: at - MINUTE_MS,
    reason: 'vụ mất xe ở chợ',
    owner: 'Đại uý Hà',
    reviewAt: at + 1500,
  });
  await expect.poll(() => Date.now(), PATIENCE).toBeGreaterThan(at + 1500);
  await page.goto(new URL('/holds', url).href);
  await page.locator('[data-alert="true"]').getByText('vụ mất xe ở chợ').waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Khoá một khoảng' }).click(PATIENCE);
  expect(nowTexts()).toContain(await field(page, 'Đến lúc'));
  expect(await field(page, 'Ngày rà soát')).toBe(siteTime(Date.now() + 30 * DAY_MS).slice(0, 10));
  expect(complaints).toEqual([]);
});
