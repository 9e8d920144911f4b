/** The review page against real recordings in a real browser: the picture of the instant, playing both ways, steps, gaps, the address. */
import { decodeFragmentStream, GAP_CAUSE_TEXTS, type GapCause } from '@matlang/contract';
import { readFragment } from '@matlang/media/mp4';
import type { FinishingContext, SkippingContext } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';
import { type FootageSite, reviewAddress, sharedFootageSite } from './footage-site.ts';
import { siteTime } from './running-site.ts';

const PATIENCE = { timeout: 30_000 };
const FRAME_MS = 40;
const DAY_MS = 24 * 3_600_000;

/** When each picture of a span was taken, by the fragments themselves. */
async function pictureTimes({ url, id }: FootageSite, from: number, to: number): Promise<readonly number[]> {
  const answer = await fetch(`${url}cameras/${id}/play?from=${from}&to=${to}`);
  let timescale = 1;
  return decodeFragmentStream(new Uint8Array(await answer.arrayBuffer())).flatMap((message) => {
    if (message.kind === 'init') {
      ({ timescale } = message.facts);
      return [];
    }
    const { samples, startTicks } = readFragment(message.bytes);
    return samples.map(
      ({ dtsTicks, compositionOffsetTicks }) =>
        message.wallStartUnixMs + ((dtsTicks + compositionOffsetTicks - startTicks) * 1000) / timescale,
    );
  });
}

interface VideoFacts {
  readonly seconds: number;
  readonly readyState: number;
  /** Media time of the picture on show. */
  readonly shownS: number | null;
}

const videoOf = (page: Page): Promise<VideoFacts> =>
  page
    .$eval('video', (element) => {
      // The compiler of the tests knows no DOM.
      const video = element as unknown as {
        currentTime: number;
        readyState: number;
        dataset: Record<string, string>;
        requestVideoFrameCallback(call: (now: number, frame: { mediaTime: number }) => void): void;
      };
      if (video.dataset['watched'] === undefined) {
        video.dataset['watched'] = 'true';
        const watch = (_: number, { mediaTime }: { mediaTime: number }): void => {
          video.dataset['shownS'] = String(mediaTime);
          video.requestVideoFrameCallback(watch);
        };
        video.requestVideoFrameCallback(watch);
      }
      const { shownS } = video.dataset;
      return {
        seconds: video.currentTime,
        readyState: video.readyState,
        shownS: shownS === undefined ? null : Number(shownS),
      };
    })
    .catch(() => ({ seconds: 0, readyState: 0, shownS: null }));

const seconds = async (page: Page): Promise<number> => (await videoOf(page)).seconds;
const hasPicture = (page: Page) =>
  expect.poll(async () => (await videoOf(page)).readyState, PATIENCE).toBeGreaterThanOrEqual(2);
const instantOf = (page: Page): number => Number(new URL(page.url()).searchParams.get('at'));

/** A minute of the time line, standing two seconds behind the first recorded picture, which is on show. */
async function openStanding(context: FinishingContext & SkippingContext) {
  const site = await sharedFootageSite();
  const at = Math.round(site.start + 2000);
  const { page, complaints } = await openPage(context, reviewAddress(site, `at=${at}&length=60000`));
  await hasPicture(page);
  return { site, at, page, complaints };
}

test('plays both ways, steps from picture to picture, and says why there is a gap', {
  timeout: 180_000,
}, async (context) => {
  const site = await sharedFootageSite();
  const at = Math.round(site.start + 3000);
  const { page, complaints } = await openPage(context, reviewAddress(site, `at=${at}&length=60000`));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await hasPicture(page);
  expect(await page.inputValue('form input')).toBe(siteTime(at));

  // Steps: from each picture to the one beside it, by the times of the recorded pictures themselves.
  const times = await pictureTimes(site, at - 2000, at + 3000);
  const base = at - DAY_MS;
  const step = async (key: string): Promise<number> => {
    const before = (await videoOf(page)).shownS;
    await page.keyboard.press(key);
    await expect.poll(async () => (await videoOf(page)).shownS, PATIENCE).not.toBe(before);
    return base + ((await videoOf(page)).shownS ?? 0) * 1000;
  };
  const places: number[] = [];
  for (const key of ['.', '.', '.', ',', ',', ',', ',']) places.push(await step(key));
  const numbers = places.map((place) => times.findIndex((time) => Math.abs(time - place) < FRAME_MS / 4));
  const first = numbers[0] ?? -1;
  expect(first).toBeGreaterThan(0);
  expect(numbers).toEqual([0, 1, 2, 1, 0, -1, -2].map((by) => first + by));
  // The picture on show at first is the one before the first step's.
  expect(times[first - 1]).toBeLessThanOrEqual(at);
  expect(times[first]).toBeGreaterThan(at);
  // The address names the picture's own instant.
  await expect.poll(() => Math.abs(instantOf(page) - (places.at(-1) ?? 0)), PATIENCE).toBeLessThan(1);

  const standing = await seconds(page);
  await page.keyboard.press(' ');
  await expect.poll(() => seconds(page), PATIENCE).toBeGreaterThan(standing + 1.5);
  expect(asked.some((url) => url.includes('keyFrames=1'))).toBe(false);
  await page.keyboard.press('j');
  await expect.poll(() => seconds(page), PATIENCE).toBeLessThan(standing + 0.5);
  expect(asked.some((url) => url.includes('keyFrames=1'))).toBe(true);
  expect(await page.textContent('[role="status"]')).toContain('chỉ khung hình khoá');
  await page.keyboard.press('k');

  // Behind the last picture the camera was away: N leads there, and the page says why, in the archive's words.
  const { gaps } = await ask<{ gaps: { start: number; cause: GapCause }[] }>(
    `${site.url}cameras/${site.id}/timeline?from=${at}&to=${Date.now()}`,
  );
  const gap = gaps.find(({ start }) => start > at);
  if (gap === undefined) throw new Error('the archive has no gap');
  await page.keyboard.press('n');
  await page.waitForSelector(`figure >> text=${GAP_CAUSE_TEXTS[gap.cause].vi}`, PATIENCE);
  expect(await page.inputValue('form input')).toBe(siteTime(gap.start));
  // Back is where the jump began.
  await page.goBack();
  await expect.poll(() => page.inputValue('form input'), PATIENCE).not.toBe(siteTime(gap.start));
  await page.goForward();
  await expect.poll(() => page.inputValue('form input'), PATIENCE).toBe(siteTime(gap.start));
  expect(complaints).toEqual([]);
});

test('the address reproduces what was shown; the desk’s clock decides nothing', {
  timeout: 180_000,
}, async (context) => {
  const site = await sharedFootageSite();
  const at = Math.round(site.start + 2000);
  const { page, browser, complaints } = await openPage(
    context,
    reviewAddress(site, `at=${at}&length=60000&speed=4`),
  );
  await hasPicture(page);
  await page.keyboard.press('i');
  await page.keyboard.press('.');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('o');
  await page.keyboard.press('-');
  await page.waitForSelector('text=Đoạn đã đánh dấu', PATIENCE);
  const shown = (): Promise<readonly (string | null)[]> =>
    Promise.all([
      page.inputValue('form input'),
      page.inputValue('input[aria-label="Tốc độ"]'),
      page.textContent('text=Đoạn đã đánh dấu'),
      page.getAttribute('[role="slider"]', 'aria-valuemin'),
    ]);
  await expect.poll(() => new URL(page.url()).searchParams.get('length'), PATIENCE).toBe('120000');
  // The keys are the page's again behind a choice from a list.
  await page.click('input[aria-label="Tốc độ"]');
  await page.click('[role="option"]:has-text("2x")');
  await page.keyboard.press('-');
  await expect.poll(() => new URL(page.url()).searchParams.get('length'), PATIENCE).toBe('240000');
  const before = await shown();
  await page.reload();
  await hasPicture(page);
  expect(await shown()).toEqual(before);

  // A phone whose clock is a day wrong, and the page without any instant: what the site recorded a minute ago.
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'vi-VN' });
  await phone.addInitScript(`{ const now = Date.now; Date.now = () => now() - ${DAY_MS}; }`);
  await phone.goto(new URL('/review', site.url).href);
  const earliest = Date.now() - 90_000;
  await phone.waitForSelector('video', PATIENCE);
  const first = await phone.inputValue('form input');
  const between = Array.from({ length: 90 }, (_, by) => siteTime(earliest + by * 1000));
  expect(between).toContain(first);
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  // "Now" of what is typed is the site's as well.
  await phone.fill('form input', `hôm nay ${siteTime(at).slice(11)}`);
  await phone.press('form input', 'Enter');
  await expect.poll(() => phone.inputValue('form input'), PATIENCE).toBe(siteTime(at));
  expect(complaints).toEqual([]);
});

test('the time line: the wheel zooms, a drag moves it, a drag along the hours looks for a picture', {
  timeout: 180_000,
}, async (context) => {
  const { site, at, page, complaints } = await openStanding(context);
  const box = await page.locator('[role="slider"]').boundingBox();
  if (box === null) throw new Error('there is no time line');
  const view = async (): Promise<{ readonly from: number; readonly to: number }> => ({
    from: Number(await page.getAttribute('[role="slider"]', 'aria-valuemin')),
    to: Number(await page.getAttribute('[role="slider"]', 'aria-valuemax')),
  });
  const inAddress = (name: string): number => Number(new URL(page.url()).searchParams.get(name));
  const middle = { x: box.x + box.width / 2, y: box.y + box.height - 15 };

  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => inAddress('length'), PATIENCE).toBeLessThan(30_000);
  const length = inAddress('length');
  // What was under the pointer stays there.
  expect(Math.abs(inAddress('from') + length / 2 - at)).toBeLessThan(100);

  // Beside the instant's line, which a pointer takes hold of.
  await page.mouse.move(middle.x - box.width / 4, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x, middle.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => inAddress('from'), PATIENCE).toBeLessThan(at - length * 0.7);
  expect(inAddress('length')).toBe(length);
  // A drag is no click: the picture stands where it stood.
  expect(Math.round(inAddress('at'))).toBe(at);

  // Without an analyst there are no stills: the browser decodes the key frames, and says so.
  const x = middle.x + box.width / 4;
  await page.mouse.move(x, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(x + (3000 / length) * box.width, box.y + 10, { steps: 5 });
  await page.waitForSelector('figcaption >> text=chỉ khung hình khoá', PATIENCE);
  const base = at - DAY_MS;
  const key = (await pictureTimes(site, at + 3000, at + 3001))[0] ?? 0;
  await expect
    .poll(async () => base + ((await videoOf(page)).shownS ?? 0) * 1000 - key, PATIENCE)
    .toSatisfy((off: number) => Math.abs(off) < FRAME_MS / 4);
  await page.mouse.up();
  await expect.poll(async () => Math.abs(inAddress('at') - (at + 3000)), PATIENCE).toBeLessThan(200);
  await expect
    .poll(async () => base + ((await videoOf(page)).shownS ?? 0) * 1000 - inAddress('at'), PATIENCE)
    .toSatisfy((off: number) => off <= 1 && off > -FRAME_MS - 1);
  expect((await view()).to).toBeGreaterThan(at);
  expect(complaints).toEqual([]);
});

test('a picture is zoomed and stays so; the time line and the keys do what they did', {
  timeout: 180_000,
}, async (context) => {
  const { at, page, complaints } = await openStanding(context);
  const zoomOf = (): Promise<string> =>
    page.$eval('figure video', (element) => {
      // The compiler of the tests knows no DOM.
      const { parentElement } = element as unknown as { parentElement: { style: { transform: string } } };
      return parentElement.style.transform;
    });
  const box = await page.locator('figure').boundingBox();
  const slider = await page.locator('[role="slider"]').boundingBox();
  if (box === null || slider === null) throw new Error('there is no picture or no time line');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const inAddress = (name: string): number => Number(new URL(page.url()).searchParams.get(name));
  const whole = await zoomOf();

  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -100);
  await page.mouse.wheel(0, -100);
  await page.mouse.wheel(0, -100);
  await page.waitForSelector('figcaption >> text=đang phóng to', PATIENCE);
  await page.mouse.down();
  await page.mouse.move(middle.x + 80, middle.y + 30, { steps: 4 });
  await page.mouse.up();
  const zoomed = await zoomOf();
  expect(zoomed).toMatch(/scale\(1\.9/);
  // The wheel over a picture moved no time line.
  expect(await page.getAttribute('[role="slider"]', 'aria-valuemin')).toBe(String(at - 30_000));
  expect(Math.round(inAddress('at'))).toBe(at);

  // Keys are the page's, though the picture was pressed last; and nothing of them changes the zoom.
  const standing = await seconds(page);
  await page.keyboard.press(' ');
  await expect.poll(() => seconds(page), PATIENCE).toBeGreaterThan(standing + 0.5);
  await page.keyboard.press('k');
  expect(await zoomOf()).toBe(zoomed);
  await page.keyboard.press('+');
  await expect.poll(() => inAddress('length'), PATIENCE).toBe(30_000);
  const before = await page.inputValue('form input');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.inputValue('form input'), PATIENCE).not.toBe(before);
  expect(await zoomOf()).toBe(zoomed);

  // A click on the time line plays from there; one on its hours goes there and stands.
  await page.mouse.click(slider.x + slider.width * 0.6, slider.y + slider.height - 15);
  const clicked = inAddress('from') + 0.6 * 30_000;
  const from = (clicked - at + DAY_MS) / 1000;
  await expect.poll(async () => (await seconds(page)) - from, PATIENCE).toBeGreaterThan(0.5);
  await page.mouse.click(slider.x + slider.width * 0.6, slider.y + 10);
  await expect.poll(() => Math.abs(inAddress('at') - clicked), PATIENCE).toBeLessThan(200);
  expect(await zoomOf()).toBe(zoomed);

  // The address tells it too, to what a screen can show.
  await expect.poll(() => new URL(page.url()).searchParams.get('zoom'), PATIENCE).toMatch(/^0_195_\d+_\d+$/);
  await page.reload();
  await hasPicture(page);
  expect(await zoomOf()).toMatch(/scale\(1\.95\)/);

  // With the focus the picture itself is told by keys; a double click shows all of it.
  await page.focus('figure button');
  await page.keyboard.press('+');
  await expect.poll(() => zoomOf(), PATIENCE).toMatch(/scale\(2\.4/);
  expect(inAddress('length')).toBe(30_000);
  await page.mouse.dblclick(middle.x, middle.y);
  await expect.poll(() => zoomOf(), PATIENCE).toBe(whole);
  expect(complaints).toEqual([]);
});
