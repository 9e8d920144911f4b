/** axe on every page, as it stands with a camera that is recorded, light and dark, and on an empty site. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { axeComplaints } from './axe-complaints.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 30_000 };
/** Every link of the frame leads to a page; the enlarged picture is one of its own. */
const FRAME_LINKS = 'header nav a';

/** What is another in the dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

async function addressesOf(page: Page): Promise<readonly string[]> {
  await page.waitForSelector(FRAME_LINKS, PATIENCE);
  const links = await page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('${FRAME_LINKS}')].map(({ href }) => href)`,
  );
  return [...new Set(links)];
}

test('axe finds nothing on any page of a site that records', { timeout: 300_000 }, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  await recording.untilRecorded([id], 2000);
  const { page } = await openPage(context, new URL('/live', server.url).href);
  const addresses = [...(await addressesOf(page)), new URL(`/live?camera=${id}`, server.url).href];
  expect(addresses.length).toBeGreaterThan(3);
  const found: string[] = [];
  for (const address of addresses) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(address);
    await page.waitForSelector('h1', { ...PATIENCE, state: 'attached' });
    await page.waitForLoadState('networkidle').catch(() => undefined);
    found.push(...(await axeComplaints(page)));
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await axeComplaints(page, COLOURS)));
  }
  expect(found).toEqual([]);
});

test('axe finds nothing on any page of an empty site', { timeout: 120_000 }, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const { page } = await openPage(context, new URL('/live', server.url).href);
  const found: string[] = [];
  for (const address of await addressesOf(page)) {
    await page.goto(address);
    // The application asks who it is for before it shows anything.
    await page.waitForSelector('h1', { ...PATIENCE, state: 'attached' });
    await page.waitForLoadState('networkidle').catch(() => undefined);
    found.push(...(await axeComplaints(page)));
  }
  expect(found).toEqual([]);
});
