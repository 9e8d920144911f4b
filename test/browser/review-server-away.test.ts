/** A network that is slow or cut, and a server that is killed and started again, while somebody plays recordings: the page says so, and goes on by itself. */
import { expect, test } from 'vitest';
import { startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { NarrowNetwork } from './narrow-network.ts';
import { startSite } from './running-site.ts';
import { shownVideos, untilMoved, untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const AWAY = 'Không liên lạc được với máy chủ. Trang tự kết nối lại khi máy chủ trở lại.';
const LOADING = 'Đang tải hình…';
/** A tenth of what the camera sends. */
const SLOW_BYTES_PER_SECOND = 2000;
const UNREAD = 'Không đọc được hình ghi của đoạn này; trang đang thử lại.';

test('review that plays close behind now: the network is slow, then cut, then the server is killed; each time the pictures go on', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context);
  // It is recorded all the while: what is played after the server's return was not there to be loaded before.
  const camera = await serveNumbered(context, numberedSource({ frames: 10_000 }));
  const id = await site.add({ name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, 5000);
  const at = Date.now() - 4000;
  const network = await NarrowNetwork.open(context, site.url);
  const { page, complaints } = await openPage(
    context,
    network.addressOf(site.addressOf(`/review?cameras=${id}&at=${at}&length=60000`)),
  );
  await page.evaluate('globalThis.isSamePage = true');
  await untilShown(page, 'figure video', PATIENCE.timeout);
  await page.keyboard.press(' ');
  await untilMoved(page, 'figure video', 20, PATIENCE.timeout);

  network.bytesPerSecond = SLOW_BYTES_PER_SECOND;
  await page.getByText(LOADING).waitFor(PATIENCE);
  network.bytesPerSecond = Number.POSITIVE_INFINITY;
  await page.getByText(LOADING).waitFor({ ...PATIENCE, state: 'detached' });
  await untilMoved(page, 'figure video', 20, PATIENCE.timeout);

  // Cut without a word: nobody is told that nothing comes.
  network.bytesPerSecond = 0;
  await page.getByText(LOADING).waitFor(PATIENCE);
  await page.getByText(AWAY).waitFor(PATIENCE);
  network.bytesPerSecond = Number.POSITIVE_INFINITY;
  await page.getByText(AWAY).waitFor({ ...PATIENCE, state: 'detached' });
  await untilMoved(page, 'figure video', 40, PATIENCE.timeout);

  const { port } = new URL(site.url);
  await site.server.process.kill();
  await page.getByText(AWAY).waitFor(PATIENCE);
  // What was loaded is played to its end.
  await page.getByText(UNREAD).waitFor(PATIENCE);
  const [stuck] = await shownVideos(page, 'figure video');

  await startServer(context, site.data, Number(port));
  await page.getByText(AWAY).waitFor({ ...PATIENCE, state: 'detached' });
  await page.getByText(UNREAD).waitFor({ ...PATIENCE, state: 'detached' });
  const healed = await untilMoved(page, 'figure video', 40, PATIENCE.timeout);
  expect(healed.seconds).toBeGreaterThan((stuck?.seconds ?? Number.POSITIVE_INFINITY) + 1);
  expect(await page.getByRole('button', { name: 'Dừng', exact: true }).count()).toBe(1);
  expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  expect(complaints).toEqual([]);
});
