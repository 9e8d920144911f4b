/** Cameras of which not a line is ours, in a real browser: their pictures move, also enlarged and after they were gone; what was recorded of them plays, is shown as stills and exported. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireWitness, runProgram, startGstCamera, temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { startSite } from './running-site.ts';
import { untilMoved, untilShown } from './shown-videos.ts';

const PATIENCE_MS = 45_000;
const CREDENTIALS = { user: 'admin', password: 's3cret:@/đ' };
/** 15 pictures a second. */
const CLIP = 'derived/sub_360p15_h264_300k.mp4';
/** Which Debian's Chromium can't play: it is converted. */
const H265_CLIP = 'camera/kvs_aquarium_h265_640x360.mp4';

test('GStreamer cameras of H.264 and H.265 move live, and their recordings play', {
  timeout: 180_000,
}, async (context) => {
  const clips = requireWitness('shared-clips', context);
  const stream = (clip: string) => ({ file: join(clips, clip), protocols: 'tcp', audio: 'none' }) as const;
  const options = {
    streams: { '/main': stream(CLIP), '/h265': stream(H265_CLIP) },
    auth: 'digest',
    ...CREDENTIALS,
  } as const;
  const camera = await startGstCamera(context, options);
  context.onTestFinished(() => camera.close());
  const site = await startSite(context, { analyst: true });
  const add = (name: string, path: string): Promise<string> =>
    site.add({
      name,
      main: { url: camera.urlOf(path) },
      username: CREDENTIALS.user,
      password: CREDENTIALS.password,
      record: 'main',
    });
  const id = await add('Cổng chợ', '/main');
  const h265 = await add('Sân đình', '/h265');
  const { page, complaints } = await openPage(context, site.addressOf('/live'));
  const tileOf = (name: string): string => `[data-state="live"]:has([aria-label="Phóng to ${name}"]) video`;
  const tile = tileOf('Cổng chợ');
  const first = await untilShown(page, tile, PATIENCE_MS);
  const live = await untilMoved(page, tile, 20, PATIENCE_MS);
  expect(live.look).not.toBe(first.look);
  expect([live.widthPixels, live.heightPixels]).toEqual([640, 360]);
  const converted = await untilMoved(page, tileOf('Sân đình'), 20, PATIENCE_MS);
  expect([converted.widthPixels, converted.heightPixels]).toEqual([640, 360]);
  await page.waitForSelector('text=chuyển mã từ H.265');

  await page.getByRole('button', { name: 'Phóng to Cổng chợ' }).click();
  await untilMoved(page, '[data-enlarged="true"][data-state="live"] video', 20, PATIENCE_MS);
  await page.keyboard.press('Escape');

  await site.untilRecorded(id, 6000);
  const at = (await site.startOf(id)) + 1000;
  await page.goto(site.addressOf(`/review?cameras=${id}&at=${at}&length=60000`));
  const standing = await untilShown(page, 'figure video', PATIENCE_MS);
  expect([standing.widthPixels, standing.heightPixels]).toEqual([640, 360]);
  await page.keyboard.press(' ');
  const played = await untilMoved(page, 'figure video', 20, PATIENCE_MS);
  expect(played.look).not.toBe(standing.look);
  expect(played.seconds - standing.seconds).toBeGreaterThan(1);

  const still = await fetch(`${site.url}cameras/${id}/still.jpg?at=${at + 1500}&width=320&exact=1`);
  expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  const film = await fetch(`${site.url}cameras/${id}/export.mp4?from=${at}&to=${at + 3000}`);
  const file = join(await temporaryDirectory(context), 'film.mp4');
  await writeFile(file, new Uint8Array(await film.arrayBuffer()));
  const counted = '-v error -count_frames -select_streams v -show_entries stream=nb_read_frames -of csv=p=0';
  const { stdout } = await runProgram(requireWitness('ffprobe', context), [...counted.split(' '), file]);
  // The key frame before the span is up to two seconds away.
  expect(Number(stdout)).toBeGreaterThanOrEqual(45);
  expect(Number(stdout)).toBeLessThanOrEqual(80);

  await site.untilRecorded(h265, 6000);
  const from = (await site.startOf(h265)) + 1000;
  await page.goto(site.addressOf(`/review?cameras=${h265}&at=${from}&length=60000`));
  const before = await untilShown(page, 'figure video', PATIENCE_MS);
  await page.keyboard.press(' ');
  expect((await untilMoved(page, 'figure video', 20, PATIENCE_MS)).look).not.toBe(before.look);

  await page.goto(site.addressOf('/live'));
  await page.waitForSelector(tile, { timeout: PATIENCE_MS });
  await camera.close();
  await page.waitForSelector('[data-state="dark"]:has([aria-label="Phóng to Cổng chợ"])', {
    timeout: PATIENCE_MS,
  });
  const again = await startGstCamera(context, { ...options, port: camera.port });
  context.onTestFinished(() => again.close());
  await untilMoved(page, tile, 20, PATIENCE_MS);
  expect(complaints).toEqual([]);
});
