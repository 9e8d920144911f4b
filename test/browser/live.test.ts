/** The live page against real processes and a real camera, in a real browser: pictures, trouble said, and healing by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRtspServe, type RtspServer } from '@matlang/simulator';
import {
  type FinishingContext,
  requireWitness,
  runProgram,
  type SkippingContext,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { siteTime } from './running-site.ts';

const LIVE = '[data-state="live"]';
const DARK = '[data-state="dark"]';
const PATIENCE = { timeout: 30_000 };
/** In the page, before anything of it runs. */
const WATCH_FOR_AWAY = `
  globalThis.calledAway = false;
  new MutationObserver(() => {
    calledAway ||= document.body?.textContent.includes('Không liên lạc được') ?? false;
  }).observe(document, { subtree: true, childList: true, characterData: true });
`;

/** In the page: all that the first tile's state is from now on. */
const WATCH_STATES = `(() => {
  const tile = document.querySelector('[data-state="dark"]');
  globalThis.darkStates = new Set([tile.dataset.state]);
  new MutationObserver(() => globalThis.darkStates.add(tile.dataset.state)).observe(tile, { attributes: true });
  return true;
})()`;

/** A camera with AAC, as an encoder of its own makes it. */
async function serveWithSound(
  context: FinishingContext & SkippingContext,
  folder: string,
): Promise<RtspServer> {
  const file = join(folder, 'with-sound.mp4');
  await runProgram(requireWitness('ffmpeg', context), [
    ...'-v error -f lavfi -i testsrc=size=640x360:rate=15 -f lavfi -i sine=440 -t 10'.split(' '),
    ...'-c:v libx264 -preset ultrafast -g 15 -bf 0 -pix_fmt yuv420p -c:a aac -ar 16000 -ac 1'.split(' '),
    file,
  ]);
  const server = await createRtspServe([{ file, path: '/main' }]);
  context.onTestFinished(() => server.close());
  return server;
}

/** Makes the pictures that a tile asks for. */
async function startAnalyst(data: string): Promise<void> {
  const main = fileURLToPath(import.meta.resolve('@matlang/analyst/main'));
  const analyst = await startProcess(process.execPath, [main, '--data', data], {});
  onTestFinished(() => analyst.kill());
}

test('a camera is live, then dark with its reason', { timeout: 120_000 }, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  await ask(`${server.url}cameras`, { name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  const { page, complaints } = await openPage(context, new URL('/live', server.url).href);

  await page.waitForSelector(LIVE, PATIENCE);
  // A page that is being opened calls nobody away, however shortly.
  await page.addInitScript(WATCH_FOR_AWAY);
  // As on a page that came by HTTP from another machine.
  await page.addInitScript('delete globalThis.VideoDecoder');
  await page.reload();
  await page.waitForSelector(LIVE, PATIENCE);
  expect(await page.evaluate('globalThis.calledAway')).toBe(false);
  expect(await page.textContent(LIVE)).toContain('Cổng chợ');
  // For whoever sees no green disc.
  expect(await page.textContent(LIVE)).toContain('hình trực tiếp');
  const shown = await page.textContent(`${LIVE} time`);
  expect(shown).toMatch(/^\d\d:\d\d:\d\d$/);
  await page.getByRole('button', { name: 'Phóng to Cổng chợ' }).click();
  const lowDelay = page.getByRole('button', { name: 'Giảm độ trễ' });
  expect(await lowDelay.getAttribute('title', PATIENCE)).toContain('cần mở trang bằng HTTPS');
  expect(await lowDelay.isDisabled()).toBe(true);
  await page.waitForSelector(LIVE, PATIENCE);

  await camera.close();
  await page.waitForSelector(DARK, PATIENCE);
  await page.waitForSelector(`${DARK} >> text=Mất tín hiệu`, PATIENCE);
  expect(await page.textContent(DARK)).not.toContain('hình trực tiếp');
  expect(complaints).toEqual([]);
});

test('the enlarged picture: zoom, still to file, sound, and what was last seen of a dark camera', {
  timeout: 120_000,
}, async (context) => {
  const folder = await temporaryDirectory(context);
  const data = join(folder, 'site');
  const server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  await startAnalyst(data);
  const camera = await serveWithSound(context, folder);
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ: số 1',
    main: { url: camera.urlOf('/main') },
    record: 'main',
    audio: { enabled: true, reason: 'thử tiếng' },
  });
  const { page, complaints } = await openPage(context, new URL(`/live?camera=${id}`, server.url).href);
  await page.waitForSelector(LIVE, PATIENCE);

  const frame = page.getByRole('button', { name: /^Cổng chợ: số 1: lăn chuột/ });
  await frame.hover();
  await page.mouse.wheel(0, -300);
  await page.waitForSelector('[data-zoomed="true"]');
  await frame.press('0');
  await page.waitForSelector('[data-zoomed="false"]');

  // WebCodecs on a canvas: the picture goes on, and the clock with it.
  await page.getByRole('button', { name: 'Giảm độ trễ' }).click();
  await page.waitForSelector(`${LIVE} canvas`, PATIENCE);
  const drawn = (): Promise<number> => page.$eval('canvas', ({ width }) => width);
  await expect.poll(drawn, PATIENCE).toBe(640);
  const clock = await page.textContent(`${LIVE} time`);
  await expect.poll(() => page.textContent(`${LIVE} time`), PATIENCE).not.toBe(clock);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Lưu ảnh' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^Cổng chợ số 1 \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.jpg$/);
  const bytes = readFileSync(await download.path());
  expect([bytes[0], bytes[1], bytes.length > 1000]).toEqual([0xff, 0xd8, true]);

  await page.getByRole('button', { name: 'Giảm độ trễ' }).click();
  await page.waitForSelector(`${LIVE} video`, PATIENCE);

  await page.getByRole('button', { name: 'Bật tiếng' }).click();
  await page.getByRole('button', { name: 'Tắt tiếng' }).waitFor();
  await expect.poll(() => page.getByText('chưa có tiếng').isVisible(), PATIENCE).toBe(false);

  await recording.untilRecorded([id], 5000);
  await camera.close();
  await page.waitForSelector(DARK, PATIENCE);
  await page.reload();
  // Opened anew the page has seen nothing of the camera: its last picture comes from the recordings.
  await page.waitForSelector(`${DARK} video[poster^="blob:"]`, PATIENCE);
  expect(complaints).toEqual([]);
});

test('a camera that was dark before the recorder was started keeps its last recorded picture, and says of when it is', {
  timeout: 120_000,
}, async (context) => {
  const folder = await temporaryDirectory(context);
  const data = join(folder, 'site');
  const server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  await startAnalyst(data);
  const camera = await serveNumbered(context, numberedSource());
  const other = await serveNumbered(context, numberedSource());
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  await ask(`${server.url}cameras`, { name: 'Cầu Bến Đá', main: { url: other.url }, record: 'main' });
  await recording.untilRecorded([id], 4000);
  // The camera goes while nobody records it: no failure is written down of when.
  await recording.kill();
  await camera.close();
  await setTimeout(3000);
  await recording.start();
  const { page, complaints } = await openPage(context, new URL('/live', server.url).href);
  const dark = page.locator(DARK);
  const picture = dark.locator('video[poster^="blob:"]');
  await picture.waitFor(PATIENCE);
  const { spans } = await ask<{ spans: { end: number }[] }>(
    `${server.url}cameras/${id}/timeline?from=${Date.now() - 3_600_000}&to=${Date.now()}`,
  );
  const end = spans.at(-1)?.end ?? 0;
  // A key frame each second, and the clock cuts off the parts of one.
  const clocks = [0, 1, 2].map((back) => siteTime(end - back * 1000).slice(11));
  expect(clocks).toContain(await dark.locator('time').textContent());
  expect(await dark.textContent()).toMatch(/Mất tín hiệu \d+ giây/);

  // The recorder tries again and again; the tile is dark all the while, and so it is after a look at another camera.
  await page.evaluate(WATCH_STATES);
  await setTimeout(6000);
  expect(await page.evaluate('[...globalThis.darkStates]')).toEqual(['dark']);
  await page.getByRole('button', { name: 'Phóng to Cầu Bến Đá' }).click(PATIENCE);
  await page.waitForSelector(`${LIVE}[data-enlarged="true"]`, PATIENCE);
  await setTimeout(1000);
  await page.getByRole('button', { name: 'Về tất cả các mắt camera' }).click(PATIENCE);
  await picture.waitFor(PATIENCE);
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
  await page.waitForSelector('[data-state="late"]', PATIENCE);
  await startServer(context, data, Number(port));
  await page.waitForSelector(LIVE, PATIENCE);
  expect(await page.isVisible('text=Không liên lạc được với máy chủ')).toBe(false);
  expect(complaints).toEqual([]);
});
