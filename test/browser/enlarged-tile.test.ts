/** A tile that is pressed: the main stream, and back to the sub stream; the whole screen; and a camera that goes dark and comes back while the page stays open. */
import { STREAM_FAILURE_TEXTS } from '@matlang/contract';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { siteTime, startSite } from './running-site.ts';
import { untilMoved, untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const ENLARGED = '[data-enlarged="true"]';
const SMALL = '[data-enlarged="false"]';
/** The widths tell the streams apart. */
const MAIN = { width: 160, height: 128 };
const SUB = { width: 128, height: 96 };
const STEPS = Object.values(STREAM_FAILURE_TEXTS).map(({ what }) => what.vi);

/** Runs before the page's own: how many channels of main streams are open, and whether the last was there before its tile. */
const WATCH = `{
  globalThis.openMain = 0;
  const send = WebSocket.prototype.send;
  const main = new Set();
  WebSocket.prototype.send = function (text) {
    const { type, channel, stream } = JSON.parse(text);
    if (type === 'open' && stream === 'main') {
      main.add(channel);
      globalThis.openedBeforeDrawn = document.querySelector('[data-enlarged="true"]') === null;
    }
    if (type === 'close') main.delete(channel);
    globalThis.openMain = main.size;
    send.call(this, text);
  };
}`;

/** A live tile that moves. @returns the width of its picture */
async function liveWidth(page: Page, tile: string): Promise<number> {
  return (await untilMoved(page, `${tile}[data-state="live"] video`, 5, PATIENCE.timeout)).widthPixels;
}

/** Behind a press that the page took for the second half of a double click another one is given. */
const PRESS_AGAIN_MS = 5000;

/** Until so many are enlarged. */
async function pressUntil(page: Page, button: Locator, enlarged: 0 | 1): Promise<void> {
  const state = enlarged === 1 ? 'attached' : 'detached';
  await button.click(PATIENCE);
  await page
    .locator(ENLARGED)
    .waitFor({ state, timeout: PRESS_AGAIN_MS })
    .catch(async () => {
      await button.click(PATIENCE);
      await page.locator(ENLARGED).waitFor({ ...PATIENCE, state });
    });
}

test('a pressed tile is enlarged from the main stream, Escape goes back to the sub stream; a dark camera comes back by itself', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context);
  const main = await serveNumbered(context, numberedSource(MAIN));
  const sub = await serveNumbered(context, numberedSource(SUB));
  const streams = { main: { url: main.url }, sub: { url: sub.url }, record: 'main' };
  const id = await site.add({ name: 'Cổng chợ', ...streams, live: { main: true, sub: true } });
  const { page, complaints } = await openPage(context, site.addressOf('/status'));
  await page.addInitScript(WATCH);
  await page.goto(site.addressOf('/live'));
  expect(await liveWidth(page, SMALL)).toBe(SUB.width);

  // Who presses and lets go elsewhere wanted no picture; the stream that was begun for it is closed.
  const press = page.getByRole('button', { name: 'Phóng to Cổng chợ' });
  const opened = (): Promise<number> => page.evaluate<number>('globalThis.openMain');
  await press.hover(PATIENCE);
  await page.mouse.down();
  await expect.poll(opened, PATIENCE).toBe(1);
  await page.mouse.move(1, 1);
  await page.mouse.up();
  await expect.poll(opened, PATIENCE).toBe(0);
  expect(await page.locator(ENLARGED).count()).toBe(0);

  await press.click(PATIENCE);
  expect(await liveWidth(page, ENLARGED)).toBe(MAIN.width);
  expect(await opened()).toBe(1);
  expect(await page.evaluate('globalThis.openedBeforeDrawn')).toBe(true);
  expect(new URL(page.url()).searchParams.get('camera')).toBe(id);
  await page.getByRole('button', { name: 'Toàn màn hình' }).click(PATIENCE);
  const fullScreen = (): Promise<unknown> =>
    page.evaluate('document.fullscreenElement?.matches(\'[data-enlarged="true"]\') ?? null');
  await expect.poll(fullScreen, PATIENCE).toBe(true);
  await page.evaluate('document.exitFullscreen()');
  await expect.poll(fullScreen, PATIENCE).toBe(null);
  expect(await page.locator(ENLARGED).count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.locator(ENLARGED).waitFor({ ...PATIENCE, state: 'detached' });
  expect(await liveWidth(page, SMALL)).toBe(SUB.width);
  expect(new URL(page.url()).searchParams.get('camera')).toBe(null);

  // By the keys alone.
  await page.getByRole('button', { name: 'Phóng to Cổng chợ' }).focus();
  await page.keyboard.press('Enter');
  expect(await liveWidth(page, ENLARGED)).toBe(MAIN.width);
  await page.keyboard.press('Escape');
  await page.locator(ENLARGED).waitFor({ ...PATIENCE, state: 'detached' });

  await page.evaluate('globalThis.isSamePage = true');
  const wentUnixMs = Date.now();
  await sub.close();
  const dark = page.locator('[data-state="dark"]');
  await dark.waitFor(PATIENCE);
  const darkUnixMs = Date.now();
  const said = (await dark.textContent()) ?? '';
  expect(said).toMatch(/Mất tín hiệu \d+ giây/);
  const since = /từ (\d\d:\d\d:\d\d)/.exec(said)?.[1];
  const clocks: string[] = [];
  for (let at = wentUnixMs - 2000; at <= darkUnixMs + 1000; at += 1000) clocks.push(siteTime(at).slice(11));
  expect(clocks).toContain(since);
  expect(STEPS.some((step) => said.includes(step))).toBe(true);
  const filter = (): Promise<string> =>
    page
      .evaluate<string>(`getComputedStyle(document.querySelector('[data-state="dark"] video')).filter`)
      .catch(() => '');
  await expect.poll(filter, PATIENCE).toContain('grayscale(1)');
  // Its last picture is there still.
  await untilShown(page, '[data-state="dark"] video', PATIENCE.timeout);

  const { port } = new URL(sub.url);
  await serveNumbered(context, numberedSource(SUB), { port: Number(port) });
  expect(await liveWidth(page, SMALL)).toBe(SUB.width);
  expect(await page.getByText('Mất tín hiệu').count()).toBe(0);
  expect(await page.evaluate('globalThis.isSamePage')).toBe(true);

  // The enlarged picture itself leads back, when it is pressed; a drag is no press, and leaves Enter what it was.
  await pressUntil(page, page.getByRole('button', { name: 'Phóng to Cổng chợ' }), 1);
  expect(await liveWidth(page, ENLARGED)).toBe(MAIN.width);
  const picture = page.locator(ENLARGED).getByRole('button', { name: 'Cổng chợ: lăn chuột' });
  const box = await picture.boundingBox();
  if (box === null) throw new Error('there is no enlarged picture');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(await page.locator(ENLARGED).count()).toBe(1);
  await picture.focus();
  await page.keyboard.press('Enter');
  await page.locator(ENLARGED).waitFor({ ...PATIENCE, state: 'detached' });
  await pressUntil(page, page.getByRole('button', { name: 'Phóng to Cổng chợ' }), 1);
  expect(await liveWidth(page, ENLARGED)).toBe(MAIN.width);
  await pressUntil(page, picture, 0);
  expect(await liveWidth(page, SMALL)).toBe(SUB.width);
  expect(complaints).toEqual([]);
});
