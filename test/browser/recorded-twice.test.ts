/** A time that was recorded twice, because the machine's clock was set back: the review page says it and shows either recording. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive } from '@matlang/archive';
import { recorderConfigurationSchema } from '@matlang/link';
import { Recorder, SiteClock } from '@matlang/recorder';
import { readFrameStrip } from '@matlang/simulator';
import { type FinishingContext, LinkClient, temporaryDirectory, until } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask, startServer } from '../e2e/site-server.ts';
import { type NumberedCamera, numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { socketOf } from '../rig/recorder-site.ts';
import { openPage } from './browser.ts';
import { siteTime } from './running-site.ts';

const PATIENCE = { timeout: 30_000 };
const SLIDER = '[role="slider"]';
/** The clock is set back by less than was recorded, so that the rest was recorded twice. */
const BACK_MS = 6000;
const FIRST_MS = 5000;
/** The second recording begins with a key frame, and a fragment is announced when it ends. */
const BEFORE_END_MS = 2000;
const PICTURE_MS = 100;
/** Pictures between when one went out and where the recorder places it. */
const LATE_PICTURES = 3;

interface TwiceRecorded {
  readonly url: string;
  readonly id: string;
  /** Within what was recorded twice. */
  readonly at: number;
  /** Numbers of the pictures that were sent at `at`, the first and the second time. */
  readonly first: number;
  readonly second: number;
}

/** A recorder in this process, whose system clock is set back while it records. */
async function recordTwice(context: FinishingContext): Promise<TwiceRecorded> {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const camera = await serveNumbered(
    context,
    numberedSource({ width: 512, height: 288, strip: true, framesPerSecond: 10, gopFrames: 10, frames: 600 }),
  );
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  const volume = join(data, 'archive');
  mkdirSync(volume, { recursive: true });
  const clock = { offsetMs: 0 };
  const siteClock = new SiteClock({
    monotonicMs: () => performance.now(),
    systemUnixMs: () => Date.now() + clock.offsetMs,
  });
  const archive = await openArchive({
    volumes: [{ id: 'default', path: volume, floorBytes: 0 }],
    bootId: 'boot-1',
    now: () => ({ unixMs: Math.round(siteClock.nowUnixMs()), monotonicMs: siteClock.monotonicMs() }),
    signer: null,
  });
  const recorder = new Recorder({
    archive,
    socketPath: socketOf(data),
    siteClock,
    random: () => 0.5,
    openSecret: () => '',
    productVersion: 'test',
    log: () => undefined,
  });
  await recorder.start();
  context.onTestFinished(() => recorder.stop());
  const client = new LinkClient(socketOf(data));
  context.onTestFinished(async () => client.close());
  const configured = readFileSync(join(data, 'recorder', 'cameras.json'), 'utf8');
  recorder.apply(recorderConfigurationSchema.parse(JSON.parse(configured)));
  const appended = () => client.of('appended').filter(({ cameraId }) => cameraId === id);
  const endOf = (): number => appended().at(-1)?.wallEndUnixMs ?? 0;
  await until('the first time', () => endOf() - (appended()[0]?.wallStartUnixMs ?? 0) >= FIRST_MS, 45_000);
  const firstEnd = endOf();
  const firstOffsetMs = siteClock.nowUnixMs() - performance.now();
  clock.offsetMs -= BACK_MS;
  await until('the clock is back', () => endOf() < firstEnd - BEFORE_END_MS, 30_000);
  await until('the second time', () => endOf() > firstEnd + 500, 30_000);
  const at = Math.round(firstEnd - BEFORE_END_MS);
  const first = sentAt(camera, at - firstOffsetMs);
  return { url: server.url, id, at, first, second: first + BACK_MS / PICTURE_MS };
}

function sentAt(camera: NumberedCamera, monotonicMs: number): number {
  return camera.sent.findLast(({ atMonotonicMs }) => atMonotonicMs <= monotonicMs)?.number ?? Number.NaN;
}

/** Number in the picture of the page's video; null: there is none. */
async function shownNumber(page: Page): Promise<number | null> {
  // The compiler of the tests knows no DOM.
  const strip = await page.evaluate<readonly number[]>(`(() => {
    const drawing = new OffscreenCanvas(512, 288).getContext('2d');
    drawing.drawImage(document.querySelector('video'), 0, 0);
    const row = drawing.getImageData(0, 285, 512, 1).data;
    return Array.from({ length: 32 }, (_, block) => row[(block * 16 + 8) * 4 + 1]);
  })()`);
  const luma = new Uint8Array(32 * 45);
  luma.set(strip, 32 * 44);
  return readFrameStrip(luma, 32, 45);
}

test('a time that was recorded twice: it is said, marked, and either recording is shown', {
  timeout: 120_000,
}, async (context) => {
  const { url, id, at, first, second } = await recordTwice(context);
  const { page, complaints } = await openPage(
    context,
    new URL(`/review?cameras=${id}&at=${at}&from=${at - 10_000}&length=20000`, url).href,
  );
  const isShown = async (number: number): Promise<void> =>
    expect
      .poll(() => shownNumber(page), PATIENCE)
      .toSatisfy(
        (shown: number | null) => Math.abs((shown ?? Number.NaN) - number) <= LATE_PICTURES,
        `picture ${number}`,
      );
  const instantText = (): Promise<string> => page.inputValue('form input');
  const notice = page.getByText('Thời điểm này có hai lần ghi');
  // The page comes to it from elsewhere: the second recording lies over the first, which was decoded before.
  await notice.waitFor(PATIENCE);
  await isShown(second);
  await page.getByText('Lần đầu', { exact: true }).click(PATIENCE);
  await isShown(first);
  expect(new URL(page.url()).searchParams.get('pass')).toBe('first');
  expect(await instantText()).toBe(siteTime(at));
  await page.getByText('Lần sau', { exact: true }).click(PATIENCE);
  await isShown(second);

  const box = await page.locator(SLIDER).boundingBox();
  if (box === null) throw new Error('there is no time line');
  const hintAt = async (unixMs: number): Promise<string> => {
    await page.mouse.move(box.x + ((unixMs - at + 10_000) / 20_000) * box.width, box.y + box.height - 12);
    return (await page.textContent(`${SLIDER} [aria-hidden="true"]`)) ?? '';
  };
  await expect.poll(() => hintAt(at), PATIENCE).toContain('ghi hai lần: đồng hồ đã chỉnh lùi');
  await expect.poll(() => hintAt(at - BACK_MS), PATIENCE).not.toContain('ghi hai lần');
  // What was recorded once has nothing to choose.
  await page.fill('form input', siteTime(at - BACK_MS));
  await page.press('form input', 'Enter');
  await expect.poll(instantText, PATIENCE).toBe(siteTime(at - BACK_MS));
  await expect.poll(() => notice.isVisible(), PATIENCE).toBe(false);
  expect(complaints).toEqual([]);
});
