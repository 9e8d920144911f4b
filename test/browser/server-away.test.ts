/** A browser that knows the site already: while the server is away a reload says so, and comes back by itself. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { startServer } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 30_000 };
/** In the page; what it answers can't be sent out of it. */
const SERVICE_WORKER_READY = 'navigator.serviceWorker.ready.then(() => null)';

test('a reload without a server says so, and the page comes back with it', {
  timeout: 120_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const first = await startServer(context, data);
  const { port } = new URL(first.url);
  const { page } = await openPage(context, new URL('/live', first.url).href);
  await page.evaluate(SERVICE_WORKER_READY);
  await first.process.kill();
  await page.reload();
  await page.waitForSelector('text=Trang tự thử lại mỗi 3 giây', PATIENCE);
  await startServer(context, data, Number(port));
  await page.waitForSelector('text=Chưa có mắt camera nào', PATIENCE);
  expect(page.url()).toBe(new URL('/live', first.url).href);
});

test('the browser takes the application for one that can be installed', {
  timeout: 60_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const { page } = await openPage(context, new URL('/live', server.url).href);
  await page.evaluate(SERVICE_WORKER_READY);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // The test's browser keeps nothing of its own, as a private window does.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  const { errors, data: manifest } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const icons = (JSON.parse(manifest ?? '{}') as { icons: { src: string; sizes: string }[] }).icons;
  for (const { src, sizes } of icons) {
    const answer = await fetch(new URL(src, server.url));
    expect(answer.status).toBe(200);
    if (sizes === 'any') continue;
    // Width and height of a PNG: bytes 16 to 23.
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
});
