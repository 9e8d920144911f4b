/** An export in Firefox as a person makes it: fetched by the page's own link, byte for byte what the site has. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireWitness, temporaryDirectory } from '@matlang/testkit';
import puppeteer from 'puppeteer-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { footageSite } from './footage-site.ts';

const PATIENCE = { timeout: 60_000 };

test('an export is fetched by its link in Firefox', { timeout: 180_000 }, async (context) => {
  const executablePath = requireWitness('firefox', context);
  const { url, id, start } = await footageSite(context);
  await ask(`${url}exports`, {
    cameras: [id],
    from: Math.ceil(start) + 1000,
    to: Math.ceil(start) + 4000,
    purpose: 'vụ mất xe ở chợ',
  });
  const folder = await temporaryDirectory(context);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // What a browser asks where to keep goes into this folder.
    extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': folder },
  });
  context.onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(new URL('/exports', url).href);
  const link = await page.waitForSelector('article a[download]', PATIENCE);
  const address = await link?.evaluate((element) => (element as unknown as { href: string }).href);
  await link?.click();
  const finished = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.mp4'));
  const isWhole = (): boolean =>
    finished().length === 1 && !readdirSync(folder).some((name) => name.endsWith('.part'));
  await expect.poll(isWhole, PATIENCE).toBe(true);
  expect(finished()[0]).toMatch(/^Cổng chợ-\d{8}T\d{6}\+0700\.mp4$/);
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const here = new Uint8Array(await (await fetch(String(address))).arrayBuffer());
  await expect
    .poll(() => sha256(readFileSync(join(folder, finished()[0] ?? ''))), PATIENCE)
    .toBe(sha256(here));
});
