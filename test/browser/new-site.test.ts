/** A new site in a real browser: what to do first, and nine simulated cameras by one click, which come back with the site. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedProcess, startProcess, temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openPage } from './browser.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/main.ts', import.meta.url));
const PATIENCE = { timeout: 60_000 };

async function runSite(data: string): Promise<{ readonly site: StartedProcess; readonly url: string }> {
  const env = { MATLANG_LANGUAGE: 'vi' };
  const port = String(30_000 + (process.pid % 10_000));
  const site = await startProcess(process.execPath, [MAIN, 'run', '--data', data, '--port', port], { env });
  onTestFinished(() => site.kill());
  return { site, url: /http:\S+/.exec(await site.waitForLine(/^Mắt Làng: http/, 30_000))?.[0] ?? '' };
}

const receiving = async (url: string): Promise<number> => {
  const answer = await fetch(new URL('/api/v1/status', url));
  const { cameras } = (await answer.json()) as { cameras: { streams: { state: string }[] }[] };
  return cameras.filter(({ streams }) => streams.some(({ state }) => state === 'receiving')).length;
};

test('an empty site is tried by one click, and goes on after a restart', {
  timeout: 180_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const init = await startProcess(
    process.execPath,
    [MAIN, 'init', '--data', data, '--name', 'Xã Tân Lập'],
    {},
  );
  expect((await init.ended).code).toBe(0);
  const first = await runSite(data);
  const { page, complaints } = await openPage(context, first.url);
  await page.getByRole('heading', { name: 'Chưa có mắt camera nào' }).waitFor(PATIENCE);
  await expect.poll(() => page.title()).toBe('Trực tiếp – Xã Tân Lập');
  await page.getByRole('button', { name: 'Chạy thử với 9 camera mô phỏng' }).click();
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  await expect.poll(() => page.locator('[data-state]').count(), PATIENCE).toBe(9);
  expect(complaints).toEqual([]);
  const again = await fetch(new URL('/api/v1/simulated-cameras', first.url), { method: 'POST' });
  expect(await again.json()).toMatchObject({ error: { code: 'site-has-cameras' } });
  first.site.child.kill('SIGINT');
  expect((await first.site.ended).code).toBe(0);

  const second = await runSite(data);
  await expect.poll(() => receiving(second.url), PATIENCE).toBe(9);
  second.site.child.kill('SIGINT');
  expect((await second.site.ended).code).toBe(0);
});
