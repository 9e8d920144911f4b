/** Cameras that change while somebody watches: other parameter sets, another address, and pictures that no decoder takes until they are mended. */
import { join } from 'node:path';
import { createH264Format } from '@matlang/media/codec';
import {
  createClip,
  createSyntheticH264,
  type MediaSource,
  playClip,
  switchSource,
} from '@matlang/simulator';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';

const PATIENCE = { timeout: 60_000 };
const LIVE = '[data-state="live"]';
const NEVER = Number.POSITIVE_INFINITY;
const LONG = { frames: 150 * 25 };
const WIDE = { ...LONG, width: 160, height: 128 };

interface Watched {
  /** Of the API. */
  readonly url: string;
  readonly id: string;
}

async function siteOf(context: FinishingContext, source: MediaSource): Promise<Watched> {
  const data = join(await temporaryDirectory(context), 'site');
  const { url } = await startServer(context, data);
  await startRecording(context, data, null);
  const camera = await serveNumbered(context, source);
  const wish = { name: 'Cổng chợ', main: { url: camera.url }, record: 'main' };
  const { id } = await ask<{ id: string }>(`${url}cameras`, wish);
  return { url, id };
}

/** A fault that a test sets off by setting `atUnit` to 0. */
function openFault(): { atUnit: number } {
  return { atUnit: NEVER };
}

const sizeOf = (page: Page, selector: string): Promise<readonly number[]> =>
  page.$eval(selector, (element) => {
    // The compiler of the tests knows no DOM.
    const shown = element as unknown as {
      videoWidth?: number;
      videoHeight?: number;
      width: number;
      height: number;
    };
    return [shown.videoWidth ?? shown.width, shown.videoHeight ?? shown.height];
  });

test('other parameter sets while it is watched: the new picture is shown, live goes on, also by WebCodecs', {
  timeout: 180_000,
}, async (context) => {
  const larger = openFault();
  const smallerAgain = openFault();
  const source = switchSource(
    switchSource(numberedSource(LONG), numberedSource(WIDE), larger),
    numberedSource(LONG),
    smallerAgain,
  );
  const { url, id } = await siteOf(context, source);
  const { page, complaints } = await openPage(context, new URL(`/live?camera=${id}`, url).href);
  const video = `${LIVE}[data-enlarged="true"] video`;
  await page.waitForSelector(video, PATIENCE);
  await expect.poll(() => sizeOf(page, video), PATIENCE).toEqual([128, 96]);
  larger.atUnit = 0;
  await expect.poll(() => sizeOf(page, '[data-enlarged="true"] video'), PATIENCE).toEqual([160, 128]);
  await page.waitForSelector(video, PATIENCE);

  await page.getByRole('button', { name: 'Giảm độ trễ' }).click(PATIENCE);
  const canvas = '[data-enlarged="true"] canvas';
  await expect.poll(() => sizeOf(page, canvas).catch(() => null), PATIENCE).toEqual([160, 128]);
  smallerAgain.atUnit = 0;
  await expect.poll(() => sizeOf(page, canvas), PATIENCE).toEqual([128, 96]);
  await page.waitForSelector(`${LIVE}[data-enlarged="true"]`, PATIENCE);
  const clock = await page.textContent(`${LIVE}[data-enlarged="true"] time`);
  await expect.poll(() => page.textContent('[data-enlarged="true"] time'), PATIENCE).not.toBe(clock);
  expect(complaints).toEqual([]);
});

test('another address while it is watched: the tile shows the other camera without a press', {
  timeout: 180_000,
}, async (context) => {
  const { url, id } = await siteOf(context, numberedSource(LONG));
  const { page, complaints } = await openPage(context, new URL('/live', url).href);
  const video = `${LIVE} video`;
  await page.waitForSelector(video, PATIENCE);
  const other = await serveNumbered(context, numberedSource(WIDE));
  const changed = await fetch(`${url}cameras/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ name: 'Cổng chợ mới', main: { url: other.url } }),
  });
  expect(changed.status).toBe(200);
  await expect.poll(() => sizeOf(page, '[data-state] video'), PATIENCE).toEqual([160, 128]);
  await page.waitForSelector(`${LIVE} >> text=Cổng chợ mới`, PATIENCE);
  expect(complaints).toEqual([]);
});

/** Unsigned exponential Golomb (ITU-T H.264, 9.1). */
function golomb(value: number): string {
  const coded = (value + 1).toString(2);
  return coded.padStart(2 * coded.length - 1, '0');
}

/**
 * High profile as any camera has it, of 128x96, whose chroma has another depth than its luma (7.4.2.1.1): it can be recorded, browsers say that
 * they play its codec, and libavcodec opens no decoder for it.
 */
function unheardOfSps(): Uint8Array {
  const byte = (value: number): string => value.toString(2).padStart(8, '0');
  const bits = [
    ...[0x67, 100, 0, 40].map(byte),
    // Number, 4:2:0, depths of 8 and 9 bits, no transform bypass, no scaling matrix.
    ...[0, 1, 0, 1].map(golomb),
    '00',
    // Picture numbers, order of output is order of decoding, one reference, no gaps.
    ...[0, 2, 1].map(golomb),
    '0',
    ...[128 / 16 - 1, 96 / 16 - 1].map(golomb),
    // Frames, direct 8x8 inference, no cropping, no VUI; the stop bit.
    '1100',
    '1',
  ].join('');
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Uint8Array.from(whole.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}

test('pictures that no decoder takes: the tile says so and what to try, and shows them when the camera is mended', {
  timeout: 240_000,
}, async (context) => {
  const good = createSyntheticH264({
    ...LONG,
    width: 128,
    height: 96,
    strip: false,
    framesPerSecond: 25,
    gopFrames: 25,
  });
  const { format } = good;
  if (format.codec !== 'h264') throw new Error('the clip is no H.264');
  const odd = createH264Format({
    sps: [unheardOfSps()],
    pps: format.parameterSets.pps,
    timescale: format.timescale,
  });
  const mended = openFault();
  const source = switchSource(
    playClip(createClip([{ ...good, format: odd }]), { loops: 1 }),
    numberedSource(LONG),
    mended,
  );
  const { url, id } = await siteOf(context, source);
  const { page } = await openPage(context, new URL('/live', url).href);
  const tile = page.locator('[data-state="unplayable"]');
  await tile.getByText('trình duyệt không giải mã được hình').waitFor(PATIENCE);
  await tile.getByText('Trang tự thử lại.').waitFor(PATIENCE);
  // It says that for as long as it is so, however often it is tried.
  await page.waitForTimeout(5000);
  expect(await tile.count()).toBe(1);
  await page.goto(new URL(`/live?camera=${id}`, url).href);
  const enlarged = page.locator('[data-enlarged="true"]');
  await enlarged.getByText('khởi động lại camera').waitFor(PATIENCE);
  mended.atUnit = 0;
  await page.waitForSelector(`${LIVE}[data-enlarged="true"]`, PATIENCE);
  await expect.poll(() => enlarged.getByText('không giải mã được').count(), PATIENCE).toBe(0);
});
