/** A purpose on a site with accounts, in a real browser: asked once before the first recorded picture, named in each question, changed, ended, taken over by an export. */
import { openOperatorToken } from '@matlang/keys';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { oneTimeCode } from '../../packages/server/access/one-time-code.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { axeFindings, decodeBase32, PASSWORD, setUpAuthenticator, signIn } from './people-site.ts';
import { type RunningSite, startSite } from './running-site.ts';
import { untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 30_000 };
const RECORDED_MS = 8000;
const STEP_MS = 30_000;
const TITLE = 'Nêu mục đích xem lại';

const codeOf = (key: string): string => oneTimeCode(decodeBase32(key), Math.floor(Date.now() / STEP_MS));

/** One camera that was recorded, then an administrator by a command of the terminal. */
async function recordedSite(context: Parameters<typeof startSite>[0]): Promise<{
  readonly site: RunningSite;
  readonly review: string;
  /** The camera goes away. */
  readonly darken: () => Promise<void>;
}> {
  const site = await startSite(context);
  const camera = await serveNumbered(context, numberedSource());
  const id = await site.add({ name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, RECORDED_MS);
  const from = (await site.startOf(id)) + 1000;
  const answer = await fetch(`${site.url}setup`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${openOperatorToken(site.data)}`,
    },
    body: JSON.stringify({ userName: 'lan', name: 'Nguyễn Thị Lan', password: PASSWORD }),
  });
  expect(answer.status).toBe(201);
  const view = `from=${from - 1000}&length=20000`;
  return {
    site,
    darken: () => camera.close(),
    review: site.addressOf(`/review?cameras=${id}&at=${from}&${view}`),
  };
}

const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE);
const bar = (page: Page) => page.getByRole('region', { name: 'Mục đích' });

test('asked once, named in each question, changed, ended, stated again by one press, taken over by an export', {
  timeout: 240_000,
}, async (context) => {
  const { site, review, darken } = await recordedSite(context);
  const { page, complaints } = await openPage(context, site.addressOf('/account?step=authenticator'));
  await signIn(page, 'lan', PASSWORD);
  await setUpAuthenticator(page, codeOf);
  const asked: (string | null)[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (/\/(?:play|still\.jpg)$/.test(pathname)) asked.push(searchParams.get('purpose'));
  });

  await page.goto(review);
  await dialog(page).getByRole('heading', { name: TITLE }).waitFor(PATIENCE);
  // Who does not want to is left alone, and still sees when there are pictures.
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ ...PATIENCE, state: 'detached' });
  await page.getByText('Nêu mục đích thì mới xem được hình đã ghi').waitFor(PATIENCE);
  expect(await page.getByRole('slider').count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.locator('figure').count()).toBe(0);
  expect(asked).toEqual([]);

  await press(page, TITLE);
  await page.keyboard.type('12/2026');
  await page.keyboard.press('Tab');
  await page.keyboard.type('mất xe ở chợ');
  await page.keyboard.press('Enter');
  await untilShown(page, 'figure video', PATIENCE.timeout);
  await bar(page).getByText('Vụ việc số 12/2026: mất xe ở chợ').waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  const [purpose] = asked;
  expect(purpose).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(asked)).toEqual(new Set([purpose]));

  // Not again on another page, nor after a reload.
  await page.reload();
  await untilShown(page, 'figure video', PATIENCE.timeout);
  expect(await dialog(page).count()).toBe(0);

  await bar(page).getByRole('button', { name: 'Đổi' }).click(PATIENCE);
  await dialog(page).getByLabel('Lý do khác').check(PATIENCE);
  await dialog(page)
    .getByRole('textbox', { name: /^Lý do/ })
    .fill('xem lại ca trực');
  await dialog(page).getByRole('button', { name: 'Xem hình' }).click(PATIENCE);
  await bar(page).getByText('xem lại ca trực').waitFor(PATIENCE);
  await untilShown(page, 'figure video', PATIENCE.timeout);
  expect(new Set(asked).size).toBe(2);

  await bar(page).getByRole('button', { name: 'Kết thúc' }).click(PATIENCE);
  await bar(page).waitFor({ ...PATIENCE, state: 'detached' });
  expect(await dialog(page).count()).toBe(0);
  await press(page, TITLE);
  expect(await axeFindings(page)).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Vụ việc số 12/2026: mất xe ở chợ' }).click(PATIENCE);
  await bar(page).getByText('Vụ việc số 12/2026: mất xe ở chợ').waitFor(PATIENCE);

  await untilShown(page, 'figure video', PATIENCE.timeout);
  await page.keyboard.press('i');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('o');
  await press(page, 'Trích xuất…');
  expect(await dialog(page).getByLabel('Mục đích').inputValue(PATIENCE)).toBe(
    'Vụ việc số 12/2026: mất xe ở chợ',
  );
  await dialog(page).getByRole('button', { name: 'Trích xuất', exact: true }).click(PATIENCE);
  await dialog(page).getByText('Sẵn sàng').waitFor(PATIENCE);
  await page.goto(site.addressOf('/exports'));
  await page.getByRole('article').getByText('Mục đích: Vụ việc số 12/2026: mất xe ở chợ').waitFor(PATIENCE);
  await bar(page).waitFor(PATIENCE);

  // For a dark camera a wall asks for the newest picture, which it may without a purpose, and for nothing else of what was recorded.
  await darken();
  const fetched: string[] = [];
  page.on('request', (request) => void fetched.push(new URL(request.url()).pathname));
  await page.goto(site.addressOf('/live'));
  await page.getByText(/^Mất tín hiệu/).waitFor(PATIENCE);
  await expect.poll(() => fetched.some((path) => path.endsWith('/last.jpg')), PATIENCE).toBe(true);
  expect(fetched.filter((path) => /timeline|still\.jpg/.test(path))).toEqual([]);

  // A phone, in English.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(review);
  await press(page, 'Switch to English');
  await page
    .getByRole('region', { name: 'Purpose' })
    .getByText('Incident 12/2026: mất xe ở chợ')
    .waitFor(PATIENCE);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.getByRole('button', { name: 'Change', exact: true }).click(PATIENCE);
  await dialog(page).getByRole('heading', { name: 'State a purpose' }).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
