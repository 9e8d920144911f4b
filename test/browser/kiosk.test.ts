/** A shared screen in a real browser: made by an administrator, paired by its code, live; opened by a PIN for what happened a moment ago; revoked. */
import { openOperatorToken } from '@matlang/keys';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { oneTimeCode } from '../../packages/server/access/one-time-code.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openPage } from './browser.ts';
import { axeFindings, decodeBase32, PASSWORD, setUpAuthenticator, signIn } from './people-site.ts';
import { startSite } from './running-site.ts';
import { untilShown } from './shown-videos.ts';

const PATIENCE = { timeout: 30_000 };
const RECORDED_MS = 4000;
const STEP_MS = 30_000;
const PIN = '482735';
const WALL = { width: 1920, height: 1080 };

const codeOf = (key: string): string => oneTimeCode(decodeBase32(key), Math.floor(Date.now() / STEP_MS));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE);

async function type(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await press(page, digit);
}

test('paired by a code, live, opened by a PIN, back to live by a press, dark when it is revoked', {
  timeout: 240_000,
}, async (context) => {
  const site = await startSite(context);
  const camera = await serveNumbered(context, numberedSource());
  const id = await site.add({ name: 'Cổng chợ', main: { url: camera.url }, record: 'main' });
  await site.untilRecorded(id, RECORDED_MS);
  const made = await fetch(`${site.url}setup`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${openOperatorToken(site.data)}`,
    },
    body: JSON.stringify({ userName: 'lan', name: 'Nguyễn Thị Lan', password: PASSWORD }),
  });
  expect(made.status).toBe(201);
  const desk = await openPage(context, site.addressOf('/account?step=authenticator'));
  await signIn(desk.page, 'lan', PASSWORD);
  await setUpAuthenticator(desk.page, codeOf);

  await desk.page.goto(site.addressOf('/account'));
  await desk.page.getByLabel('Mã PIN mới').fill('150285');
  await press(desk.page, 'Đặt mã PIN');
  await desk.page.getByText('quá dễ đoán: đừng dùng ngày sinh').waitFor(PATIENCE);
  await desk.page.getByLabel('Mã PIN mới').fill(PIN);
  await press(desk.page, 'Đặt mã PIN');
  await desk.page.getByText('Đã đặt mã PIN.').waitFor(PATIENCE);
  expect(await axeFindings(desk.page)).toEqual([]);

  await desk.page.goto(site.addressOf('/people'));
  await press(desk.page, 'Thêm màn hình chung');
  await desk.page.getByLabel('Tên màn hình').fill('Phòng trực ban');
  expect(await axeFindings(desk.page)).toEqual([]);
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Thêm màn hình chung' }).click(PATIENCE);
  const code = (await desk.page.getByTestId('kiosk-code').textContent(PATIENCE)) ?? '';
  expect(await axeFindings(desk.page)).toEqual([]);
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click(PATIENCE);
  await desk.page.getByText('Phòng trực ban: Đang chờ nhập mã trên màn hình').waitFor(PATIENCE);

  const { page, complaints } = await openPage(context, site.addressOf(`/kiosk#${code}`), WALL);
  await page.getByRole('heading', { name: 'Ghép màn hình chung' }).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  await press(page, 'Dùng làm màn hình chung');
  await untilShown(page, 'li video', PATIENCE.timeout);
  await page.getByText('Phòng trực ban').waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  // Whatever address is opened there, it is the screen.
  await page.goto(site.addressOf(`/review?cameras=${id}`));
  await page.waitForURL('**/kiosk', PATIENCE);
  expect(await page.getByRole('link').count()).toBe(0);

  await press(page, 'Xem lại 30 phút');
  await press(page, 'Vụ việc');
  await type(page, '12/2026');
  await press(page, 'Tiếp');
  await page.getByRole('heading', { name: 'Mã PIN của Nguyễn Thị Lan' }).waitFor(PATIENCE);
  await type(page, '907264');
  await press(page, 'Mở');
  await page.getByText('Mã PIN không đúng').waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type(PIN);
  expect(await page.locator('dialog').textContent()).not.toContain(PIN);
  await press(page, 'Mở');
  await page.getByRole('heading', { name: /Nguyễn Thị Lan đang xem lại/ }).waitFor(PATIENCE);
  await page.getByText('Vụ việc số 12/2026').waitFor(PATIENCE);
  await press(page, 'Tới 1 phút');
  await press(page, 'Tới 1 phút');
  await press(page, 'Lùi 10 giây');
  await untilShown(page, 'figure video', PATIENCE.timeout);
  expect(await axeFindings(page)).toEqual([]);
  await press(page, 'Về trực tiếp');
  await untilShown(page, 'li video', PATIENCE.timeout);
  expect(await page.locator('dialog').count()).toBe(0);

  await desk.page.getByText('Phòng trực ban: Đang dùng').waitFor(PATIENCE);
  expect(await axeFindings(desk.page)).toEqual([]);
  await press(desk.page, 'Thu hồi màn hình');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Thu hồi màn hình' }).click(PATIENCE);
  await page.getByRole('heading', { name: 'Ghép màn hình chung' }).waitFor(PATIENCE);
  expect(await page.locator('video').count()).toBe(0);

  await desk.page.goto(site.addressOf('/log'));
  for (const action of [
    'Mở xem lại ở màn hình chung',
    'Nhập sai mã PIN ở màn hình chung',
    'Thu hồi màn hình chung',
  ])
    await desk.page.getByRole('table').getByText(action, { exact: true }).waitFor(PATIENCE);
  expect([...complaints, ...desk.complaints]).toEqual([]);
});
