/** More cameras in review than main streams can be decoded of: their sub streams are played, and of one without it the key frames. */
import { createRtspServer } from '@matlang/simulator';
import { expect, test } from 'vitest';
import { numberedSource } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { startSite } from './running-site.ts';
import { type ShownVideo, shownVideos } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const RECORDED_MS = 8000;
/** The widths tell the streams apart. 25 pictures a second, a key frame each second. */
const MAIN = { width: 160, height: 128 };
const SUB = { width: 128, height: 96 };
const WITH_SUB = ['1', '2', '3', '4', '5'];

test('from five cameras on review plays sub streams; of a camera that records none key frames, and says so', {
  timeout: 240_000,
}, async (context) => {
  const mounts = [
    ...[...WITH_SUB, '6'].map((name) => ({ path: `/main${name}`, source: numberedSource(MAIN) })),
    ...WITH_SUB.map((name) => ({ path: `/sub${name}`, source: numberedSource(SUB) })),
  ];
  const rtsp = await createRtspServer({ mounts });
  context.onTestFinished(async () => {
    await rtsp.close();
    for (const { source } of mounts) source.close();
  });
  const site = await startSite(context);
  const ids: string[] = [];
  for (const name of WITH_SUB) {
    const main = { url: rtsp.urlOf(`/main${name}`) };
    ids.push(await site.add({ name, main, sub: { url: rtsp.urlOf(`/sub${name}`) }, record: 'both' }));
  }
  const alone = await site.add({ name: '6', main: { url: rtsp.urlOf('/main6') }, record: 'main' });
  ids.push(alone);
  await Promise.all(ids.map((id) => site.untilRecorded(id, RECORDED_MS)));
  await Promise.all(ids.slice(0, 5).map((id) => site.untilRecorded(id, RECORDED_MS, 'sub')));
  const at = Math.max(...(await Promise.all(ids.map((id) => site.startOf(id))))) + 500;
  const { page, complaints } = await openPage(context, 'about:blank');
  const open = async (cameras: readonly string[]): Promise<readonly ShownVideo[]> => {
    await page.goto(site.addressOf(`/review?cameras=${cameras.join(',')}&at=${at}&length=60000`));
    await expect
      .poll(async () => (await shownVideos(page)).map(({ hasPicture }) => hasPicture), PATIENCE)
      .toEqual(cameras.map(() => true));
    return await shownVideos(page);
  };
  const widthsOf = (videos: readonly ShownVideo[]): readonly number[] =>
    videos.map(({ widthPixels }) => widthPixels);

  expect(widthsOf(await open([alone, ...ids.slice(0, 3)]))).toEqual(Array(4).fill(MAIN.width));
  expect(await page.getByText('chỉ khung hình khoá').count()).toBe(0);

  // What the page asked for so far is not listened to.
  await page.goto('about:blank');
  const asked: URL[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/play?')) asked.push(new URL(request.url()));
  });
  const standing = await open(ids);
  expect(widthsOf(standing)).toEqual([...Array(5).fill(SUB.width), MAIN.width]);
  const note = page.locator('figcaption').getByText('chỉ khung hình khoá');
  expect(await note.count()).toBe(1);
  expect(await note.getAttribute('title')).toBe('không ghi luồng phụ: chỉ khung hình khoá');
  expect(await page.locator('figure', { has: note }).textContent()).toMatch(/^6/);
  for (const { pathname, searchParams } of asked) {
    const isAlone = pathname.includes(alone);
    expect([pathname, searchParams.get('stream'), searchParams.get('keyFrames')]).toEqual([
      pathname,
      isAlone ? 'main' : 'sub',
      isAlone ? '1' : '0',
    ]);
  }

  await page.keyboard.press(' ');
  const played = async (): Promise<readonly number[]> =>
    (await shownVideos(page)).map(({ pictures }, index) => pictures - (standing[index]?.pictures ?? 0));
  await expect.poll(async () => Math.min(...(await played()).slice(0, 5)), PATIENCE).toBeGreaterThan(50);
  await expect.poll(async () => (await played())[5], PATIENCE).toBeGreaterThanOrEqual(2);
  // One a second, where the others show twenty-five.
  const [one = 0, , , , , keys = 0] = await played();
  expect(keys).toBeLessThan(one / 4);

  // A pressed picture is the one that steps go by, for whoever opens the address too.
  const focused = (): Promise<(string | null)[]> =>
    page.$$eval('figure', (all) =>
      // The compiler of the tests knows no DOM.
      (all as unknown as { getAttribute(name: string): string | null }[]).map((figure) =>
        figure.getAttribute('data-focused'),
      ),
    );
  await page.locator('figure').nth(2).click(PATIENCE);
  await expect.poll(() => new URL(page.url()).searchParams.get('focus'), PATIENCE).toBe('2');
  await page.reload();
  await expect.poll(focused, PATIENCE).toEqual(ids.map((_, place) => String(place === 2)));
  expect(complaints).toEqual([]);
});
