/** What a browser without H.265 is given of a large H.265 main stream, and what the page of exports says of its files. */
import { join } from 'node:path';
import { createRtspServe } from '@matlang/simulator';
import { requireWitness, runProgram, temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { siteTime, startSite } from './running-site.ts';
import { untilMoved, untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 60_000 };
const RECORDED_MS = 6000;
const WIDTH = 640;
const HEIGHT = 480;
const SUB_WIDTH = 320;
const SUB_HEIGHT = 176;
const MOST_HEIGHT = 360;

test('a main stream of H.265 is converted to 360 lines at most, a sub stream as it is; the main’s export is the original, and the page says what plays it', {
  timeout: 240_000,
}, async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  const ffprobe = requireWitness('ffprobe', context);
  const folder = await temporaryDirectory(context);
  const code = async (name: string, width: number, height: number): Promise<string> => {
    const file = join(folder, name);
    await runProgram(ffmpeg, [
      ...`-v error -f lavfi -i testsrc2=size=${width}x${height}:rate=10 -t 4`.split(' '),
      ...'-pix_fmt yuv420p -c:v libx265 -preset ultrafast -tag:v hvc1'.split(' '),
      '-x265-params',
      'keyint=10:min-keyint=10:scenecut=0:open-gop=0:bframes=0:log-level=error',
      file,
    ]);
    return file;
  };
  const rtsp = await createRtspServe([
    { file: await code('main.mp4', WIDTH, HEIGHT), path: '/main' },
    { file: await code('sub.mp4', SUB_WIDTH, SUB_HEIGHT), path: '/sub' },
  ]);
  context.onTestFinished(() => rtsp.close());
  const site = await startSite(context, { analyst: true });
  const id = await site.add({ name: 'Cổng chợ', main: { url: rtsp.urlOf('/main') }, record: 'main' });
  await site.add({
    name: 'Sân đình',
    main: { url: rtsp.urlOf('/main') },
    sub: { url: rtsp.urlOf('/sub') },
    record: 'main',
    live: { main: true, sub: true },
  });
  const { page, complaints } = await openPage(context, site.addressOf('/live'));
  const videoOf = (name: string): string => `[data-state="live"]:has([aria-label="Phóng to ${name}"]) video`;
  const isSmall = ({ widthPixels, heightPixels }: { widthPixels: number; heightPixels: number }): void => {
    expect(heightPixels).toBeGreaterThan(MOST_HEIGHT / 2);
    expect(heightPixels).toBeLessThanOrEqual(MOST_HEIGHT);
    expect(widthPixels / heightPixels).toBeCloseTo(WIDTH / HEIGHT, 1);
  };
  isSmall(await untilMoved(page, videoOf('Cổng chợ'), 10, PATIENCE.timeout));
  const sub = await untilMoved(page, videoOf('Sân đình'), 10, PATIENCE.timeout);
  expect([sub.widthPixels, sub.heightPixels]).toEqual([SUB_WIDTH, SUB_HEIGHT]);
  expect(await page.getByText('chuyển mã từ H.265').count()).toBe(2);

  await site.untilRecorded(id, RECORDED_MS);
  const start = await site.startOf(id);
  await page.goto(site.addressOf(`/review?cameras=${id}&at=${start + 1000}`));
  isSmall(await untilShown(page, 'figure video', PATIENCE.timeout));

  await page.goto(site.addressOf('/exports'));
  await page.getByRole('button', { name: 'Trích xuất mới' }).click(PATIENCE);
  const form = page.getByRole('dialog');
  await form.getByLabel('Từ lúc').fill(siteTime(start + 1000));
  await form.getByLabel('Đến lúc').fill(siteTime(start + 5000));
  await form
    .getByText('Kiểu nén H.265: mở bằng VLC hoặc điện thoại; không phải trình duyệt nào cũng phát được.')
    .waitFor(PATIENCE);
  expect(await form.textContent()).not.toContain('Kiểu nén H.264');
  await form.getByLabel('Mục đích').fill('vụ mất xe ở chợ');
  await form.getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  const [download] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    form.getByRole('link', { name: /^Tải về/ }).click(PATIENCE),
  ]);
  const { stdout } = await runProgram(ffprobe, [
    ...'-v error -select_streams v -show_entries stream=codec_name,width,height -of csv=p=0'.split(' '),
    await download.path(),
  ]);
  expect(stdout.trim()).toBe(`hevc,${WIDTH},${HEIGHT}`);
  expect(complaints).toEqual([]);
});
