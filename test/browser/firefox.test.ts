/** Firefox by WebDriver BiDi: live pictures, playback and an export, as in Chromium. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { requireWitness, temporaryDirectory } from '@matlang/testkit';
import puppeteer from 'puppeteer-core';
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';

const PATIENCE = { timeout: 60_000 };
const RECORDED_MS = 6000;

test('live, playback and export in Firefox', { timeout: 240_000 }, async (context) => {
  const executablePath = requireWitness('firefox', context);
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  await recording.untilRecorded([id], RECORDED_MS);
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  context.onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: 768 });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));

  await page.goto(new URL('/live', server.url).href);
  await page.waitForSelector('[data-state="live"]', PATIENCE);

  const { spans } = await ask<{ spans: { start: number; end: number }[] }>(
    `${server.url}cameras/${id}/timeline?from=${Date.now() - 3_600_000}&to=${Date.now()}`,
  );
  const start = spans[0]?.start ?? 0;
  await page.goto(new URL(`/review?cameras=${id}&at=${start + 2000}`, server.url).href);
  const readyState = async (): Promise<number> =>
    Number(await page.evaluate('document.querySelector("video")?.readyState ?? 0'));
  await expect.poll(readyState, PATIENCE).toBeGreaterThanOrEqual(2);
  const shownAt = async (): Promise<number> =>
    Number(await page.evaluate('document.querySelector("video")?.currentTime ?? 0'));
  const before = await shownAt();
  await page.keyboard.press(' ');
  await expect.poll(async () => (await shownAt()) - before, PATIENCE).toBeGreaterThan(0.5);

  const address = `${server.url}cameras/${id}/export.mp4?from=${start + 1000}&to=${start + 3000}`;
  const inFirefox = await page.evaluate(async (url) => {
    const bytes = await (await fetch(url)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, address);
  const here = Buffer.from(await (await fetch(address)).arrayBuffer());
  expect(inFirefox).toBe(createHash('sha256').update(here).digest('hex'));
  expect(faults).toEqual([]);
});
