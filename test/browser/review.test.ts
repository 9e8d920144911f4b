/** The review page against real recordings in a real browser: the picture of the instant, playing, and a gap with its cause. */
import { join } from 'node:path';
import { GAP_CAUSE_TEXTS, type GapCause } from '@matlang/contract';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 30_000 };
const RECORDED_MS = 8000;

test('plays what was recorded from the asked instant, and says why there is a gap', {
  timeout: 120_000,
}, async (context) => {
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
  await camera.close();
  const day = 24 * 3_600_000;
  const { spans } = await ask<{ spans: { start: number; end: number }[] }>(
    `${server.url}cameras/${id}/timeline?from=${Date.now() - day}&to=${Date.now()}`,
  );
  const start = spans[0]?.start ?? 0;
  const at = Math.round(start + 2000);
  const { page, complaints } = await openPage(
    context,
    new URL(`/review?cameras=${id}&at=${at}&length=60000`, server.url).href,
  );
  const seconds = (): Promise<number> =>
    page.$eval('video', (video) => (video as unknown as { currentTime: number }).currentTime);
  const readyState = (): Promise<number> =>
    page.$eval('video', (video) => (video as unknown as { readyState: number }).readyState).catch(() => 0);
  await expect.poll(readyState, PATIENCE).toBeGreaterThanOrEqual(2);
  const standing = await seconds();
  // The instant of the address, in the site's time.
  const local = new Date(at + 7 * 3_600_000).toISOString();
  const told = `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
  expect(await page.inputValue('form input')).toBe(told);

  await page.keyboard.press(' ');
  await expect.poll(seconds, PATIENCE).toBeGreaterThan(standing + 1.5);
  await page.keyboard.press(' ');

  // Behind the last picture the camera was away: the page says why, in the archive's words.
  const behind = Date.now();
  const { gaps } = await ask<{ gaps: { start: number; cause: GapCause }[] }>(
    `${server.url}cameras/${id}/timeline?from=${start}&to=${behind}`,
  );
  const cause = gaps.at(-1)?.cause;
  if (cause === undefined) throw new Error('the archive has no gap');
  await page.goto(new URL(`/review?cameras=${id}&at=${behind}&length=60000`, server.url).href);
  await page.waitForSelector(`figure >> text=${GAP_CAUSE_TEXTS[cause].vi}`, PATIENCE);
  expect(complaints).toEqual([]);
});
