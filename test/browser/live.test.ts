/** The live page against real processes and a real camera, in a real browser: pictures, trouble said, and healing by itself. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';

const LIVE = '[data-state="live"]';
const DARK = '[data-state="dark"]';
const PATIENCE = { timeout: 30_000 };

test('a camera is live, then dark with its reason', { timeout: 120_000 }, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  await ask(`${server.url}cameras`, { name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  const { page, complaints } = await openPage(context, new URL('/live', server.url).href);

  await page.waitForSelector(LIVE, PATIENCE);
  expect(await page.textContent(LIVE)).toContain('Cổng chợ');
  const shown = await page.textContent(`${LIVE} time`);
  expect(shown).toMatch(/^\d\d:\d\d:\d\d$/);

  await camera.close();
  await page.waitForSelector(DARK, PATIENCE);
  await page.waitForSelector(`${DARK} >> text=mất tín hiệu từ`, PATIENCE);
  expect(complaints).toEqual([]);
});

test('the page heals when the server was killed', { timeout: 120_000 }, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const first = await startServer(context, data);
  const { port } = new URL(first.url);
  await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  await ask(`${first.url}cameras`, { name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  const { page, complaints } = await openPage(context, new URL('/live', first.url).href);
  await page.waitForSelector(LIVE, PATIENCE);

  await first.process.kill();
  await page.waitForSelector('text=Không liên lạc được với máy chủ', PATIENCE);
  // What is shown is no longer called live, however long the server stays away.
  await page.waitForSelector(DARK, PATIENCE);
  await startServer(context, data, Number(port));
  await page.waitForSelector(LIVE, PATIENCE);
  expect(await page.isVisible('text=Không liên lạc được với máy chủ')).toBe(false);
  expect(complaints).toEqual([]);
});
