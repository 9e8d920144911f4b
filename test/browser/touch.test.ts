/** A phone of 390 x 844 with real touch events: fingers on the time line and on the pictures, recorded and live, and pages that fit. */
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openBrowser } from './browser.ts';
import { type RunningSite, startSite } from './running-site.ts';
import { untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const PHONE = { width: 390, height: 844 };
const MINUTE_MS = 60_000;
const STEPS = 6;
const NAME = 'Cổng chợ xã Tân Lập';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the glass, as Chromium gets them from a screen. */
class Fingers {
  readonly #session: CDPSession;

  constructor(session: CDPSession) {
    this.#session = session;
  }

  async tap(at: Point): Promise<void> {
    await this.move([at], [at]);
  }

  /** Each finger from where it is put to where it is lifted. */
  async move(from: readonly Point[], to: readonly Point[]): Promise<void> {
    const at = (share: number) =>
      from.map(({ x, y }, id) => {
        const end = to[id] ?? { x, y };
        return { id, x: x + (end.x - x) * share, y: y + (end.y - y) * share };
      });
    await this.#send('touchStart', at(0));
    for (let step = 1; step <= STEPS; step += 1) await this.#send('touchMove', at(step / STEPS));
    await this.#send('touchEnd', []);
  }

  async #send(
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: { readonly id: number; readonly x: number; readonly y: number }[],
  ): Promise<void> {
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}

/** Something in each list, so that the pages are not empty. */
async function fillLists(site: RunningSite, id: string, from: number, to: number): Promise<void> {
  const reason = 'vụ mất xe ở chợ, theo đề nghị của công an xã Tân Lập';
  await ask(`${site.url}exports`, { cameras: [id], from, to, purpose: reason });
  await ask(`${site.url}bookmarks`, { cameraId: id, from, to, title: reason, note: reason });
  await ask(`${site.url}holds`, {
    cameraId: id,
    from,
    to,
    reason,
    owner: 'Đại uý Nguyễn Thị Hà',
    reviewAt: Date.now() + 30 * 86_400_000,
  });
}

const inAddress = (page: Page, name: string): number => Number(new URL(page.url()).searchParams.get(name));

/** The layout's width, which a phone makes larger where something does not fit. */
const widthOf = (page: Page): Promise<number> =>
  page.evaluate<number>('Math.max(innerWidth, document.documentElement.scrollWidth)');

/** A tap enlarges, two fingers zoom and put back, a tap on the whole picture goes back to all. */
async function touchLive(page: Page, fingers: Fingers, address: string): Promise<void> {
  const enlarged = page.locator('[data-enlarged="true"]');
  const middleOf = async (selector: string): Promise<Point> => {
    const box = await page.locator(selector).boundingBox();
    if (box === null) throw new Error(`there is no ${selector}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  await page.goto(address);
  await untilShown(page, '[data-state="live"] video', PATIENCE.timeout);
  await fingers.tap(await middleOf('[data-enlarged="false"] button'));
  await untilShown(page, '[data-enlarged="true"][data-state="live"] video', PATIENCE.timeout);
  const picture = '[data-enlarged="true"] [data-zoomed]';
  const middle = await middleOf(picture);
  const beside = (by: number): Point => ({ x: middle.x + by, y: middle.y + by });
  const zoomed = (): Promise<string | null> => page.getAttribute(picture, 'data-zoomed');
  await fingers.move([beside(-20), beside(20)], [beside(-50), beside(50)]);
  await expect.poll(zoomed, PATIENCE).toBe('true');
  // Of an enlarged part a tap is none to go back by.
  await fingers.tap(middle);
  expect(await enlarged.count()).toBe(1);
  await fingers.move([beside(-60), beside(60)], [beside(-10), beside(10)]);
  await expect.poll(zoomed, PATIENCE).toBe('false');
  expect(await enlarged.count()).toBe(1);
  await fingers.tap(middle);
  await enlarged.waitFor({ ...PATIENCE, state: 'detached' });
  await untilShown(page, '[data-enlarged="false"][data-state="live"] video', PATIENCE.timeout);
}

test('a phone: fingers zoom, move and tap the time line, zoom the pictures, enlarge and put back a tile; no page is wider than the screen', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context);
  const camera = await serveNumbered(context, numberedSource());
  const id = await site.add({ name: NAME, main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, 8000);
  const start = await site.startOf(id);
  const at = start + 2000;
  const browser = await openBrowser(context);
  const phone = await browser.newContext({
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    locale: 'vi-VN',
  });
  const page = await phone.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const fingers = new Fingers(await phone.newCDPSession(page));
  await page.goto(site.addressOf(`/review?cameras=${id}&at=${at}&length=${MINUTE_MS}`));
  await untilShown(page, 'figure video', PATIENCE.timeout);
  const line = await page.locator('[role="slider"]').boundingBox();
  const picture = await page.locator('figure').boundingBox();
  if (line === null || picture === null) throw new Error('there is no time line or no picture');

  // Beside the instant's line, which a finger takes hold of. What is between the fingers stays there.
  const y = line.y + line.height - 12;
  const onLine = (share: number): Point => ({ x: line.x + line.width * share, y });
  const between = at - MINUTE_MS / 2 + 0.25 * MINUTE_MS;
  await fingers.move([onLine(0.2), onLine(0.3)], [onLine(0.1), onLine(0.4)]);
  await expect.poll(() => inAddress(page, 'length'), PATIENCE).toBeLessThan(MINUTE_MS / 2.5);
  const length = inAddress(page, 'length');
  expect(length).toBeGreaterThan(MINUTE_MS / 4);
  const from = inAddress(page, 'from');
  expect(Math.abs(from + 0.25 * length - between)).toBeLessThan(length * 0.05);
  expect(Math.round(inAddress(page, 'at'))).toBe(at);

  // To the recording's start at the left: the finger draws the hours along.
  await page.goto(site.addressOf(`/review?cameras=${id}&at=${at}&from=${start - 10_000}&length=20000`));
  await untilShown(page, 'figure video', PATIENCE.timeout);
  await fingers.move([onLine(0.9)], [onLine(0.4)]);
  await expect.poll(() => inAddress(page, 'from'), PATIENCE).toBeGreaterThan(start - 2000);
  expect(inAddress(page, 'from')).toBeLessThan(start + 2000);
  expect(inAddress(page, 'length')).toBe(20_000);
  expect(Math.round(inAddress(page, 'at'))).toBe(at);

  const wished = start + 5000;
  await fingers.tap(onLine((wished - inAddress(page, 'from')) / 20_000));
  await expect.poll(() => Math.abs(inAddress(page, 'at') - wished), PATIENCE).toBeLessThan(200);
  // A tap plays from there.
  const { seconds } = await untilShown(page, 'figure video', PATIENCE.timeout);
  await expect
    .poll(async () => (await untilShown(page, 'figure video', PATIENCE.timeout)).seconds, PATIENCE)
    .toBeGreaterThan(seconds + 0.5);
  await page.getByRole('button', { name: 'Dừng', exact: true }).tap(PATIENCE);

  // As thumb and finger do it: neither level nor upright.
  const middle = { x: picture.x + picture.width / 2, y: picture.y + picture.height / 2 };
  const beside = (by: number): Point => ({ x: middle.x + by, y: middle.y + by });
  expect(await page.getAttribute('figure [data-zoomed]', 'data-zoomed')).toBe('false');
  await fingers.move([beside(-20), beside(20)], [beside(-50), beside(50)]);
  await expect.poll(() => page.getAttribute('figure [data-zoomed]', 'data-zoomed')).toBe('true');
  const transform = await page.getAttribute('figure [data-zoomed] > span', 'style');
  const scale = Number(/scale\(([\d.]+)\)/.exec(transform ?? '')?.[1]);
  expect(scale).toBeGreaterThan(2);
  expect(scale).toBeLessThan(3);
  // The page itself was not zoomed.
  expect(await page.evaluate('visualViewport.scale')).toBe(1);

  await touchLive(page, fingers, site.addressOf('/live'));

  // Its segment is whole then, and counted on the page of storage; its tile is dark, with more to say.
  await camera.close();
  await fillLists(site, id, start + 1000, start + 5000);
  const paths = ['/live', `/live?camera=${id}`, `/review?cameras=${id}&at=${at}&in=${at}`];
  for (const path of [...paths, '/exports', '/bookmarks', '/holds', '/storage', '/status']) {
    await page.goto(site.addressOf(path));
    await expect.poll(() => page.textContent('body'), { ...PATIENCE, message: path }).toContain(NAME);
    expect([path, await widthOf(page)]).toEqual([path, PHONE.width]);
  }
  expect(complaints).toEqual([]);
});
