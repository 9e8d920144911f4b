/** The page at /status without the application: one language at a time, a way to the application, readable on a phone. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask, startServer } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 30_000 };
const PHONE = { width: 390, height: 844 };
/** WCAG 2.2, 2.5.8, wants 24; thumbs want more. */
const LEAST_TARGET = 40;

const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test('on a phone: Vietnamese first, English by a press and after each look again, back to the application', {
  timeout: 120_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const name = 'Cổng chợ Bình An phía đường Nguyễn Văn Trỗi, gần trạm y tế';
  await ask(`${server.url}cameras`, { name, main: { url: 'rtsp://127.0.0.1:9/1' } });
  const { page } = await openPage(context, new URL('/live', server.url).href, PHONE);
  await page
    .getByRole('button', { name: 'Các trang khác' })
    .or(page.locator('summary'))
    .first()
    .click(PATIENCE);
  await page.getByRole('link', { name: 'Tình trạng' }).last().click(PATIENCE);
  await page.getByRole('heading', { name: 'Mắt camera' }).waitFor(PATIENCE);
  expect(await overflow(page)).toBe(0);
  for (const link of await page.locator('nav a').all()) {
    const box = await link.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(LEAST_TARGET);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
  }
  await page.getByRole('link', { name: 'English' }).click(PATIENCE);
  await page.getByRole('heading', { name: 'Cameras' }).waitFor(PATIENCE);
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
  expect(await page.getByText('Mắt camera').count()).toBe(0);
  expect(await overflow(page)).toBe(0);
  // It asks for the address that it has.
  await page.reload();
  await page.getByRole('heading', { name: 'Cameras' }).waitFor(PATIENCE);
  await page.getByRole('link', { name: 'Open Mắt Làng' }).click(PATIENCE);
  await page.waitForURL('**/live', PATIENCE);

  // An application that speaks English leads to the English page.
  await page.getByRole('button', { name: 'Switch to English' }).click(PATIENCE);
  await page.locator('summary').first().click(PATIENCE);
  await page.getByRole('link', { name: 'Status' }).last().click(PATIENCE);
  await page.getByRole('heading', { name: 'Cameras' }).waitFor(PATIENCE);
});

test('an empty site names its own folder in the command that is to be copied', {
  timeout: 120_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'hệ thống xã');
  const server = await startServer(context, data);
  const { page } = await openPage(context, new URL('/live', server.url).href, PHONE);
  await page.getByText(`--data '${data}'`).waitFor(PATIENCE);
  expect(await overflow(page)).toBe(0);
  await page.goto(new URL('/status', server.url).href);
  await page.getByText(`--data '${data}'`).waitFor(PATIENCE);
  expect(await overflow(page)).toBe(0);
});

test('while the recorder is away the notice covers nothing that can be pressed, and can be read', {
  timeout: 120_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const { page } = await openPage(context, new URL('/exports', server.url).href, PHONE);
  for (const path of ['/exports', '/holds', '/bookmarks', '/storage']) {
    await page.goto(new URL(path, server.url).href);
    const notice = await page.getByText('Bộ ghi hình không trả lời').boundingBox(PATIENCE);
    const title = await page.getByRole('heading', { level: 1 }).boundingBox(PATIENCE);
    expect(title?.y, path).toBeGreaterThan((notice?.y ?? Number.NaN) + (notice?.height ?? 0));
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  const colour = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('[role="status"] .mantine-Alert-message')).color`,
  );
  expect(colour).toBe('rgb(33, 37, 41)');
});
