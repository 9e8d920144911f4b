/** What the review page draws of recordings, and where it leads from where there are none: holds, bookmarks, gaps, the nearest footage; and a list of cameras that does not come. */
import { errorAnswer, GAP_CAUSE_TEXTS, type GapCause } from '@matlang/contract';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DARK, LIGHT } from '../../packages/web/timeline/timeline-colours.ts';
import { ask } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';
import { reviewAddress, sharedFootageSite } from './footage-site.ts';
import { siteTime } from './running-site.ts';

const PATIENCE = { timeout: 30_000 };
const SLIDER = '[role="slider"]';
const MINUTE_MS = 60_000;
const HOLD = [DARK.hold, LIGHT.hold];
const BOOKMARK = [DARK.bookmark, LIGHT.bookmark];

const RECORDED = [DARK.recorded, LIGHT.recorded];
const GAP = [DARK.gap, LIGHT.gap];

const interruptedSite = () => sharedFootageSite({ interrupted: true });
const instantText = (page: Page): Promise<string> => page.inputValue('form input');
const hasPicture = (page: Page) =>
  expect
    .poll(
      () => page.$eval('video', (video) => (video as unknown as { readyState: number }).readyState),
      PATIENCE,
    )
    .toBeGreaterThanOrEqual(2);

test('where nothing was recorded a press or a key leads to the nearest footage, before or after', {
  timeout: 120_000,
}, async (context) => {
  const site = await interruptedSite();
  const before = Math.round(site.start) - 10 * MINUTE_MS;
  const { page, complaints } = await openPage(context, reviewAddress(site, `at=${before}&length=60000`));
  const figure = page.locator('figure');
  await figure.getByText('Không có hình ghi ở thời điểm này').waitFor(PATIENCE);

  await figure.getByRole('button', { name: 'đến đoạn ghi gần nhất trước đó' }).click(PATIENCE);
  await page.getByText('Trước thời điểm này không có đoạn ghi nào.').waitFor(PATIENCE);
  expect(await instantText(page)).toBe(siteTime(before));
  await figure.getByRole('button', { name: 'đến đoạn ghi gần nhất sau đó' }).click(PATIENCE);
  await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(site.start));
  await hasPicture(page);
  expect(await page.getByText('Không có hình ghi').isVisible()).toBe(false);
  // Back is where one stood, and the keys lead the same ways.
  await page.goBack();
  await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(before));
  await page.keyboard.press('Shift+N');
  await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(site.start));

  // Behind its end, in the gap of the camera that went away.
  const { spans } = await ask<{ spans: { end: number }[] }>(
    `${site.url}cameras/${site.id}/timeline?from=${before}&to=${Date.now()}`,
  );
  const end = spans.at(-1)?.end ?? 0;
  await page.fill('form input', siteTime(end + 2000));
  await page.press('form input', 'Enter');
  await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(end + 2000));
  await page.keyboard.press('Shift+P');
  await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(end - 1000));
  await hasPicture(page);
  await page.keyboard.press('Shift+N');
  await page.getByText('Sau thời điểm này chưa có đoạn ghi nào.').waitFor(PATIENCE);
  expect(complaints).toEqual([]);
});

/** Whether one of the colours is in the column of pixels of the time line where an instant is. */
async function isDrawn(page: Page, share: number, colours: readonly string[]): Promise<boolean> {
  return await page.$eval(
    `${SLIDER} canvas`,
    (element, { at, wanted }) => {
      // The compiler of the tests knows no DOM.
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: '2d'): {
          getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
        };
      };
      const x = Math.round(at * canvas.width);
      const { data } = canvas.getContext('2d').getImageData(x - 1, 0, 3, canvas.height);
      const seen = new Set<string>();
      for (let pixel = 0; pixel < data.length; pixel += 4) {
        const parts = [data[pixel], data[pixel + 1], data[pixel + 2]];
        seen.add(`#${parts.map((part) => (part ?? 0).toString(16).padStart(2, '0')).join('')}`);
      }
      return wanted.some((colour) => seen.has(colour));
    },
    { at: share, wanted: colours },
  );
}

test('holds and bookmarks stand on the time line where they are, and say what they are under the pointer', {
  timeout: 120_000,
}, async (context) => {
  const site = await interruptedSite();
  const start = Math.round(site.start);
  await ask(`${site.url}holds`, {
    cameraId: site.id,
    from: start + 1000,
    to: start + 3000,
    reason: 'vụ mất xe ở chợ',
    owner: 'Đại uý Hà',
    reviewAt: Date.now() + 30 * 86_400_000,
  });
  await ask(`${site.url}bookmarks`, {
    cameraId: site.id,
    from: start + 5000,
    to: start + 5000,
    title: 'Xe máy đỏ rẽ trái',
    note: '',
  });
  // A second is a tenth of the view, which begins with the recording.
  const view = `at=${start + 4000}&from=${start}&length=10000`;
  const { page, complaints } = await openPage(context, reviewAddress(site, view));
  await hasPicture(page);
  const box = await page.locator(SLIDER).boundingBox();
  if (box === null) throw new Error('there is no time line');
  const y = box.y + box.height - 12;
  const hintAt = async (sinceStartMs: number): Promise<string> => {
    await page.mouse.move(box.x + (sinceStartMs / 10_000) * box.width, y);
    return (await page.textContent(`${SLIDER} [aria-hidden="true"]`)) ?? '';
  };
  await expect.poll(() => hintAt(2000), PATIENCE).toContain('khoá không xoá: vụ mất xe ở chợ');
  await expect.poll(() => hintAt(5000), PATIENCE).toContain('⚑ Xe máy đỏ rẽ trái');
  // Drawn behind the pointer, not with it.
  await expect.poll(() => hintAt(4000), PATIENCE).not.toMatch(/khoá|⚑/);
  expect(await hintAt(4000)).toContain(siteTime(start + 4000).slice(0, 10));
  await page.mouse.move(box.x + box.width / 2, box.y - 100);
  await expect.poll(() => isDrawn(page, 0.2, HOLD), PATIENCE).toBe(true);
  await expect.poll(() => isDrawn(page, 0.4, HOLD), PATIENCE).toBe(false);
  await expect.poll(() => isDrawn(page, 0.5, BOOKMARK), PATIENCE).toBe(true);
  await expect.poll(() => isDrawn(page, 0.4, BOOKMARK), PATIENCE).toBe(false);
  expect(complaints).toEqual([]);
});

test('a gap is drawn where it is, says its cause under the pointer and in the picture, and is skipped by a key or a press', {
  timeout: 120_000,
}, async (context) => {
  const site = await interruptedSite();
  const { gaps } = await ask<{ gaps: { start: number; end: number | null; cause: GapCause }[] }>(
    `${site.url}cameras/${site.id}/timeline?from=${Math.round(site.start)}&to=${Math.round(site.end)}`,
  );
  const [gap] = gaps;
  if (gap === undefined || gap.end === null) throw new Error('the archive has no gap that ended');
  const cause = GAP_CAUSE_TEXTS[gap.cause].vi;
  const middle = Math.round((gap.start + gap.end) / 2);
  // Half of the view is the gap, a quarter on either side was recorded.
  const length = Math.round(2 * (gap.end - gap.start));
  const view = `at=${middle}&from=${Math.round(middle - length / 2)}&length=${length}`;
  const { page, complaints } = await openPage(context, reviewAddress(site, view));
  const figure = page.locator('figure');
  const untilGap = async (unixMs: number): Promise<void> => {
    await figure.getByText(cause).waitFor(PATIENCE);
    await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(unixMs));
  };
  const untilPicture = async (): Promise<void> => {
    await expect.poll(() => instantText(page), PATIENCE).toBe(siteTime(gap.end ?? 0));
    await figure.getByText(cause).waitFor({ ...PATIENCE, state: 'detached' });
    await hasPicture(page);
  };
  await untilGap(middle);
  await page.keyboard.press('n');
  await untilPicture();
  await page.goBack();
  await untilGap(middle);
  await figure.getByRole('button', { name: `có hình lại từ ${siteTime(gap.end)}` }).click(PATIENCE);
  await untilPicture();
  // From behind it to its beginning, and from there behind it again.
  await page.keyboard.press('p');
  await untilGap(gap.start);
  await page.keyboard.press('n');
  await untilPicture();

  const box = await page.locator(SLIDER).boundingBox();
  if (box === null) throw new Error('there is no time line');
  const hintAt = async (share: number): Promise<string> => {
    await page.mouse.move(box.x + share * box.width, box.y + box.height - 12);
    return (await page.textContent(`${SLIDER} [aria-hidden="true"]`)) ?? '';
  };
  await expect.poll(() => hintAt(0.4), PATIENCE).toContain(cause);
  await expect.poll(() => hintAt(0.1), PATIENCE).not.toContain(cause);
  await page.mouse.move(box.x + box.width / 2, box.y - 100);
  const drawn = async (share: number): Promise<readonly boolean[]> => [
    await isDrawn(page, share, GAP),
    await isDrawn(page, share, RECORDED),
  ];
  await expect.poll(() => drawn(0.4), PATIENCE).toEqual([true, false]);
  await expect.poll(() => drawn(0.1), PATIENCE).toEqual([false, true]);
  await expect.poll(() => drawn(0.9), PATIENCE).toEqual([false, true]);
  expect(complaints).toEqual([]);
});

test('a list of cameras that is refused at first is said in the refusal’s words, and asked for again by a press or when the connection is back', {
  timeout: 120_000,
}, async (context) => {
  const site = await interruptedSite();
  const { page } = await openPage(context, 'about:blank');
  const answer = errorAnswer('database-unavailable');
  const cameras = (url: URL): boolean => url.pathname.endsWith('/api/v1/cameras');
  const refuse = (): Promise<unknown> =>
    page.route(cameras, (route) => route.fulfill({ status: 503, json: answer }));
  const cut: (() => Promise<void>)[] = [];
  await page.routeWebSocket(/\/api\/v1\/live/u, (socket) => {
    socket.connectToServer();
    cut.push(() => socket.close());
  });
  await refuse();
  await page.goto(reviewAddress(site, `at=${Math.round(site.start) + 2000}&length=60000`));
  const alert = page.getByRole('alert').getByText(answer.error.message.vi);
  await alert.waitFor(PATIENCE);
  await page.unroute(cameras);
  await page.getByRole('button', { name: 'Thử lại' }).click(PATIENCE);
  await hasPicture(page);

  await refuse();
  await page.reload();
  await alert.waitFor(PATIENCE);
  await page.unroute(cameras);
  await cut.at(-1)?.();
  await hasPicture(page);
  expect(await alert.count()).toBe(0);
});
