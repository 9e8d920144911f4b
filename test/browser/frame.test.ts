/** What every page stands in, whatever the window: nothing is cut off, every page is reached, and a finger finds what it is meant for. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask, startServer } from '../e2e/site-server.ts';
import { openBrowser } from './browser.ts';

const PATIENCE = { timeout: 30_000 };
const WIDTHS = [390, 600, 768, 1024, 1280, 1366, 1920];
/** WCAG 2.2 asks for 24; a thumb in the rain for more. */
const LEAST_PIXELS = 40;

/** Right edges and names of what can be pressed in the frame, as far as it is seen. */
const FRAME = `[...document.querySelectorAll('header :is(a, button, summary)')]
  .filter((one) => one.checkVisibility() && !one.matches('[href="#content"]'))
  .map((one) => ({ name: one.textContent, right: one.getBoundingClientRect().right }))`;

const SMALL = `[...document.querySelectorAll(':is(a, button, summary, [role="slider"])')]
  .filter((one) => one.checkVisibility() && !one.matches('[href="#content"]'))
  .map((one) => ({ name: one.ariaLabel ?? one.textContent, box: one.getBoundingClientRect() }))
  .filter(({ box }) => Math.min(box.width, box.height) < ${LEAST_PIXELS} - 0.5)
  .map(({ name, box }) => name + ' ' + box.width + 'x' + box.height)`;

async function speak(page: Page, language: 'vi' | 'en'): Promise<void> {
  await page.evaluate(`localStorage.setItem('matlang.language', '${language}')`);
  await page.reload();
  await page.locator('header nav a').first().waitFor(PATIENCE);
}

test('the frame is no wider than the window; what has no room is behind its button; fingers have room on a phone', {
  timeout: 120_000,
}, async (context) => {
  const server = await startServer(context, join(await temporaryDirectory(context), 'site'));
  await ask(`${server.url}cameras`, { name: 'Cổng chợ', main: { url: 'rtsp://192.0.2.1/none' } });
  const browser = await openBrowser(context);
  const desk = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1920, height: 900 } });
  const page = await desk.newPage();
  const addressOf = (path: string): string => new URL(path, server.url).href;
  await page.goto(addressOf('/exports'));
  await page.locator('header nav a').first().waitFor(PATIENCE);
  const total = await page.locator('header nav a').count();
  expect(total).toBeGreaterThanOrEqual(7);
  for (const language of ['vi', 'en'] as const) {
    await speak(page, language);
    const links = page.locator('header nav a');
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const widest = async (): Promise<number> => {
        const seen = await page.evaluate<readonly { readonly right: number }[]>(FRAME);
        return Math.max(...seen.map(({ right }) => right));
      };
      await expect.poll(widest, { ...PATIENCE, message: `${language} ${width}` }).toBeLessThanOrEqual(width);
      const seen = await links.evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
      expect(await links.count()).toBe(total);
      expect(await page.locator('header nav summary').count()).toBe(seen < total ? 1 : 0);
    }
  }

  const phone = await browser.newContext({
    locale: 'vi-VN',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const held = await phone.newPage();
  for (const path of [
    '/live',
    '/review',
    '/exports',
    '/bookmarks',
    '/holds',
    '/storage',
    '/set-up',
    '/status',
  ]) {
    await held.goto(addressOf(path));
    await held.waitForSelector('h1', { ...PATIENCE, state: 'attached' });
    await held.waitForLoadState('networkidle').catch(() => undefined);
    expect([path, await held.evaluate<readonly string[]>(SMALL)]).toEqual([path, []]);
  }
});
