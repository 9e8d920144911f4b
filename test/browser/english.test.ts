/** The pages in English: what an officer does there works by its English words, no Vietnamese one is left, axe finds nothing. */
import { join } from 'node:path';
import { recordClip, requireWitness, runProgram, temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, type TestContext, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { axeComplaints } from './axe-complaints.ts';
import { openPage } from './browser.ts';
import { siteTime } from './running-site.ts';

const PATIENCE = { timeout: 20_000 };
/** Names stay what they are: the product's, the cameras', and that of the language which the switch leads to. */
const NAMES = ['Mắt Làng', 'Cổng chợ', 'Sân đình', 'Tiếng Việt', 'Chuyển sang tiếng Việt'];
/** In the page: all that is read or heard of it, a line each. */
const SAID = `(() => {
  const said = [document.title];
  for (const element of document.body.querySelectorAll('*')) {
    if (['SCRIPT', 'STYLE'].includes(element.tagName) || !element.checkVisibility()) continue;
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext']) said.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
  }
  return [...new Set(said.map((text) => text.trim()).filter((text) => text !== ''))];
})()`;
/** Letters that only Vietnamese has here; hardly one sentence of it is without them. */
const VIETNAMESE = /[\u0300-\u036Fđ]/iu;

const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE);

/** Looks at the page as it stands. */
async function expectEnglish(page: Page): Promise<void> {
  expect(await page.getAttribute('html', 'lang')).toBe('en');
  const said = await page.evaluate<readonly string[]>(SAID);
  expect(said.length).toBeGreaterThan(10);
  const foreign = said.filter((text) => {
    const rest = NAMES.toSorted((a, b) => b.length - a.length).reduce(
      (left, name) => left.replaceAll(name, ''),
      text,
    );
    return VIETNAMESE.test(rest.normalize('NFD'));
  });
  expect(foreign, page.url()).toEqual([]);
  expect(await axeComplaints(page)).toEqual([]);
}

/** One camera that is there, and one that is not and was recorded for as long as a forecast needs. */
async function recordedSite(
  context: TestContext,
): Promise<{ readonly url: string; readonly id: string; readonly start: number }> {
  const data = await temporaryDirectory(context);
  const { url } = await startServer(context, data);
  const there = await serveNumbered(context, numberedSource());
  const add = async (name: string, address: string): Promise<string> =>
    (await ask<{ id: string }>(`${url}cameras`, { name, main: { url: address }, record: 'main' })).id;
  const id = await add('Cổng chợ', 'rtsp://127.0.0.1:9/main');
  await add('Sân đình', there.url);
  const file = join(data, 'clip.mp4');
  await runProgram(requireWitness('ffmpeg', context), [
    ...'-v error -f lavfi -i testsrc2=size=320x180:rate=5 -t 70 -pix_fmt yuv420p -c:v libx264'.split(' '),
    ...'-preset ultrafast -g 5 -bf 0 -video_track_timescale 90000'.split(' '),
    file,
  ]);
  const start = Date.now() - 600_000;
  await recordClip(data, [{ cameraId: id, kind: 'main', startUnixMs: start, file }]);
  await startRecording(context, data, null);
  return { url, id, start };
}

test('every page speaks English to whoever switched to it, and does its work', {
  timeout: 120_000,
}, async (context) => {
  const { url, id, start } = await recordedSite(context);
  const addressOf = (path: string): string => new URL(path, url).href;
  const { page, complaints } = await openPage(context, addressOf('/live'));
  await press(page, 'Switch to English');
  const navigation = page.getByRole('navigation', { name: 'Pages' });
  const go = async (name: string): Promise<void> => {
    await navigation.getByRole('link', { name, exact: true }).click(PATIENCE);
    await page.getByRole('heading', { level: 1, name }).waitFor({ ...PATIENCE, state: 'attached' });
  };
  const typeSpan = async (): Promise<void> => {
    await dialog(page)
      .getByLabel('From')
      .fill(siteTime(start + 1000));
    await dialog(page)
      .getByLabel('To')
      .fill(siteTime(start + 3000));
  };

  await page.getByText(/No signal for/).waitFor(PATIENCE);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  await expectEnglish(page);
  await press(page, 'Enlarge Sân đình');
  await page.getByText('Back to all cameras').waitFor(PATIENCE);
  await expectEnglish(page);

  await go('Review');
  await page.getByLabel('Instant, such as 15/02 14:30').fill('when the bike went');
  await page.keyboard.press('Enter');
  await page.getByText(/^Not understood\. Write it as:/).waitFor(PATIENCE);
  await page.goto(
    addressOf(`/review?cameras=${id}&at=${start + 2000}&in=${start + 1000}&out=${start + 3000}`),
  );
  await page.getByText(/^Marked:/).waitFor(PATIENCE);
  await expectEnglish(page);
  await page.keyboard.press('?');
  await dialog(page).getByText('Keys').waitFor(PATIENCE);
  await expectEnglish(page);
  await page.keyboard.press('Escape');

  await go('Exports');
  await page.getByText(/^No exports yet\./).waitFor(PATIENCE);
  await press(page, 'New export');
  await typeSpan();
  await dialog(page)
    .getByText(/^About .+B\. Preparing takes about/)
    .waitFor(PATIENCE);
  await dialog(page).getByLabel('Purpose').fill('motorbike taken at the market');
  await expectEnglish(page);
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click(PATIENCE);
  await dialog(page).getByText('Ready').waitFor(PATIENCE);
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click(PATIENCE);
  await page.getByRole('article').getByText('Ready').waitFor(PATIENCE);
  await expectEnglish(page);

  await go('Holds');
  await press(page, 'Hold a span');
  await typeSpan();
  await dialog(page).getByLabel('Reason').fill('motorbike taken');
  await dialog(page).getByLabel('Owner').fill('Major Ha');
  await expectEnglish(page);
  await dialog(page).getByRole('button', { name: 'Hold', exact: true }).click(PATIENCE);
  await page.getByText('Owner: Major Ha').waitFor(PATIENCE);
  await expectEnglish(page);

  await go('Bookmarks');
  await press(page, 'New bookmark');
  await dialog(page).getByLabel('Name').fill('red motorbike turns left');
  await dialog(page).getByRole('button', { name: 'Save' }).click(PATIENCE);
  await page.getByRole('article').getByText('red motorbike turns left').waitFor(PATIENCE);
  await expectEnglish(page);

  await go('Storage');
  await page.getByText(/^Room for about [\d,.]+ days at today’s rate$/).waitFor(PATIENCE);
  await page.getByRole('rowheader', { name: 'Cổng chợ' }).waitFor(PATIENCE);
  await page
    .getByText(/[\d.,]+\s[kMG]B held/)
    .first()
    .waitFor(PATIENCE);
  await expectEnglish(page);

  await navigation.getByRole('link', { name: 'Status' }).click(PATIENCE);
  await page.waitForURL(/\/status\?lang=en$/, PATIENCE);
  await expectEnglish(page);
  expect(complaints).toEqual([]);
  expect(await ask<{ holds: unknown[] }>(`${url}holds`)).toMatchObject({
    holds: [{ owner: 'Major Ha' }],
  });
});
