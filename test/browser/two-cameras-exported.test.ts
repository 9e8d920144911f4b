/** An export of two cameras by the page alone, with previews, progress, reloads in the middle, its ZIP and giving up. */
import { runProgram } from '@matlang/testkit';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { NarrowNetwork } from './narrow-network.ts';
import { siteTime, startSite } from './running-site.ts';

const PATIENCE = { timeout: 60_000 };
const RECORDED_MS = 9000;
const SPAN_MS = 6000;
const NAMES = ['Cổng chợ', 'Cầu Bến Đá'] as const;
/** The ZIP of both has 14 MB: several times what the sockets on its way hold. */
const HEAVY = { framesPerSecond: 10, gopFrames: 10, frames: 400, minFrameBytes: 120_000 };
/** A picture lasts 100 ms, and the end is asked for a little before it. */
const END_WITHIN_MS = 150;
/** The most that leaves room for what the page asks for beside the ZIP. */
const SLOW_BYTES_PER_SECOND = 4_000_000;

/** Of first and last pictures: whether each was loaded. */
const previews = (form: Locator): Promise<readonly boolean[]> =>
  form
    .locator('figure img')
    .evaluateAll((images) =>
      (images as unknown as { naturalWidth: number }[]).map(({ naturalWidth }) => naturalWidth > 0),
    );

/** Their own instants, as they stand below them. */
const timesOf = async (form: Locator): Promise<readonly number[]> => {
  const times = await form
    .locator('figure time')
    .evaluateAll((elements) =>
      (elements as unknown as { dateTime: string }[]).map(({ dateTime }) => dateTime),
    );
  return times.map((text) => Date.parse(text));
};

test('two cameras are ticked, previewed, foretold, prepared, fetched as one ZIP, and another export is given up', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context, { analyst: true });
  const ids: string[] = [];
  for (const name of NAMES) {
    const camera = await serveNumbered(context, numberedSource(HEAVY));
    ids.push(await site.add({ name, main: { url: camera.url }, record: 'main' }));
  }
  await Promise.all(ids.map((id) => site.untilRecorded(id, RECORDED_MS)));
  const from = Math.max(...(await Promise.all(ids.map((id) => site.startOf(id))))) + 1000;
  const network = await NarrowNetwork.open(context, site.url);
  const { page, complaints } = await openPage(context, network.addressOf(site.addressOf('/exports')));
  const form = page.getByRole('dialog');
  const card = page.getByRole('article').first();
  const ask = async (purpose: string): Promise<void> => {
    await page.getByRole('button', { name: 'Trích xuất mới' }).click(PATIENCE);
    await form.getByLabel('Từ lúc').fill(siteTime(from));
    await form.getByLabel('Đến lúc').fill(siteTime(from + SPAN_MS));
    for (const name of NAMES) await form.getByRole('checkbox', { name }).check(PATIENCE);
    await form.getByLabel('Mục đích').fill(purpose);
  };

  await ask('vụ mất xe ở chợ');
  await expect.poll(() => previews(form), PATIENCE).toEqual([true, true, true, true]);
  // The pictures of the span's own ends, not the key frames of up to a second before.
  const typedMs = Math.floor(from / 1000) * 1000;
  for (const [index, behindMs] of (await timesOf(form)).map((unixMs) => unixMs - typedMs).entries()) {
    const end = index % 2 === 0 ? 0 : SPAN_MS;
    expect(Math.abs(behindMs - end)).toBeLessThanOrEqual(END_WITHIN_MS);
  }
  for (const name of NAMES)
    await form.getByRole('checkbox', { name: new RegExp(`${name}.+\\d\\sMB, có hình`) }).waitFor(PATIENCE);
  const foretold = await form
    .getByText(/^Khoảng [\d,]+\sMB\. Chuẩn bị chừng .+, tải về chừng .+\.$/)
    .textContent(PATIENCE);

  // Preparing waits for the recorder, which keeps the segments: as long as it says nothing the page can be reloaded.
  site.recorder.child.kill('SIGSTOP');
  context.onTestFinished(async () => void site.recorder.child.kill('SIGCONT'));
  await form.getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  await form.getByText('Đang chuẩn bị: xong 0/2 mắt camera').waitFor(PATIENCE);
  await page.reload();
  await card.getByText('Đang chuẩn bị: xong 0/2 mắt camera').waitFor(PATIENCE);
  await card.getByRole('progressbar').waitFor(PATIENCE);
  expect(await card.textContent()).toContain(NAMES.join(', '));
  expect(await card.textContent()).toContain('Mục đích: vụ mất xe ở chợ');
  const asked = /Người yêu cầu: người dùng tại máy, lúc (\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d)/.exec(
    (await card.textContent()) ?? '',
  )?.[1];
  const lately = Array.from({ length: 120 }, (_, ago) => siteTime(Date.now() - ago * 1000));
  expect(lately).toContain(asked);
  site.recorder.child.kill('SIGCONT');
  await card.getByText('Sẵn sàng').waitFor(PATIENCE);

  network.bytesPerSecond = SLOW_BYTES_PER_SECOND;
  const [download] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    card.getByRole('link', { name: /^Tải tất cả, tệp ZIP \([\d,]+\sMB\)$/ }).click(PATIENCE),
  ]);
  await card.getByText(/^Đang tải về: \d+ %, còn chừng/).waitFor(PATIENCE);
  network.bytesPerSecond = Number.POSITIVE_INFINITY;
  await page.reload();
  await card.getByText('Đã tải về').waitFor(PATIENCE);
  expect(download.suggestedFilename()).toMatch(/^matlang-2-camera-\d{8}T\d{6}\+0700\.zip$/);
  const file = await download.path();
  const { stdout } = await runProgram('python3', ['-m', 'zipfile', '-t', file]);
  expect(stdout).toContain('Done testing');
  const listed = (await runProgram('python3', ['-m', 'zipfile', '-l', file])).stdout;
  for (const name of ['cong-cho', 'cau-ben-da'])
    expect(listed).toMatch(new RegExp(`${name}-\\d{8}T\\d{6}\\+0700\\.mp4`));
  // A file begins with the key frame before its span: up to one of these seconds more than is foretold.
  const megabytes = (text: string | null): number =>
    Number(/([\d,]+)\sMB/.exec(text ?? '')?.[1]?.replace(',', '.'));
  const became = await card.getByRole('link', { name: /^Tải tất cả/ }).textContent();
  expect(Math.abs(megabytes(foretold) / megabytes(became) - 1)).toBeLessThan(0.2);

  site.recorder.child.kill('SIGSTOP');
  await ask('nhầm camera');
  await form.getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  await form.getByText('Đang chuẩn bị: xong 0/2 mắt camera').waitFor(PATIENCE);
  await form.getByRole('button', { name: 'Huỷ' }).click(PATIENCE);
  // By its name: where it is not there yet, the last dialog is the form, whose button would be pressed again.
  await page.getByRole('dialog', { name: 'Huỷ' }).getByRole('button', { name: 'Huỷ' }).click(PATIENCE);
  site.recorder.child.kill('SIGCONT');
  await form.getByText('Đã huỷ').first().waitFor(PATIENCE);
  await form.getByRole('button', { name: 'Đóng' }).last().click(PATIENCE);
  await card.getByText('nhầm camera').waitFor(PATIENCE);
  await card.getByText('Đã huỷ').waitFor(PATIENCE);
  expect(complaints).toEqual([]);
});
