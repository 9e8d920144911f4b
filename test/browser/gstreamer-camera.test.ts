/** A camera of which not a line is ours, in a real browser: its picture moves, and what was recorded of it plays. */
import { join } from 'node:path';
import { requireWitness, startGstCamera } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { startSite } from './running-site.ts';
import { untilMoved, untilShown } from './shown-videos.ts';

const PATIENCE_MS = 45_000;
const CREDENTIALS = { user: 'admin', password: 's3cret:@/đ' };
/** 15 pictures a second. */
const CLIP = 'derived/sub_360p15_h264_300k.mp4';

test('a GStreamer camera moves live, and its recordings play', { timeout: 180_000 }, async (context) => {
  const file = join(requireWitness('shared-clips', context), CLIP);
  const stream = { file, protocols: 'tcp', audio: 'none' } as const;
  const camera = await startGstCamera(context, {
    streams: { '/main': stream },
    auth: 'digest',
    ...CREDENTIALS,
  });
  context.onTestFinished(() => camera.close());
  const site = await startSite(context);
  const id = await site.add({
    name: 'Cổng chợ',
    main: { url: camera.urlOf('/main') },
    username: CREDENTIALS.user,
    password: CREDENTIALS.password,
    record: 'main',
  });
  const { page, complaints } = await openPage(context, site.addressOf('/live'));
  const tile = '[data-state="live"] video';
  const first = await untilShown(page, tile, PATIENCE_MS);
  const live = await untilMoved(page, tile, 20, PATIENCE_MS);
  expect(live.look).not.toBe(first.look);
  expect([live.widthPixels, live.heightPixels]).toEqual([640, 360]);

  await site.untilRecorded(id, 6000);
  const at = (await site.startOf(id)) + 1000;
  await page.goto(site.addressOf(`/review?cameras=${id}&at=${at}&length=60000`));
  const standing = await untilShown(page, 'figure video', PATIENCE_MS);
  expect([standing.widthPixels, standing.heightPixels]).toEqual([640, 360]);
  await page.keyboard.press(' ');
  const played = await untilMoved(page, 'figure video', 20, PATIENCE_MS);
  expect(played.look).not.toBe(standing.look);
  expect(played.seconds - standing.seconds).toBeGreaterThan(1);
  expect(complaints).toEqual([]);
});
