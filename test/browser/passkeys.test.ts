/** Passkeys in a real browser with an authenticator of its own (WebDriver's virtual one): made, shown alone and after a password; then the recovery sheet, and handing over. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import {
  axeFindings,
  OTHER_PASSWORD,
  openPeopleSite,
  PASSWORD,
  setUpAdministrator,
  signIn,
} from './people-site.ts';

const TEN_MINUTES_MS = 10 * 60_000;
const NEW_PASSWORD = 'con mèo mà trèo cây cau';

/** As if a fingerprint reader were built in, and the right finger always on it. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const signOut = async (page: Page): Promise<void> => {
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
};

test('a passkey is added behind the password, signs in alone and after a password, and is removed; the sheet in the safe lets a lost administrator in', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  // By the address in numbers no browser has passkeys, and the page says so.
  const first = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(first.page, people);
  await first.page.goto(people.addressOf('/account'));
  await first.page.getByText('Trang này đang mở bằng địa chỉ số').waitFor();
  await first.page.close();

  const at = (path: string): string => people.addressOf(path).replace('127.0.0.1', 'localhost');
  const { page, complaints } = await openPage(context, at('/sign-in?to=%2Faccount'));
  await addAuthenticator(page);
  expect(await page.getByRole('button', { name: 'Đăng nhập bằng khoá (passkey)' }).count()).toBe(0);
  const { stores } = people.site.context.database;
  const [lan] = await stores.people.list(people.site.context.siteId);
  // The phone of the first start is not at hand here.
  await stores.credentials.removeSecondFactor(lan?.id ?? '');
  await signIn(page, 'lan', PASSWORD);
  await page.getByLabel('Tên của khoá').fill('Máy bàn của Lan');
  people.pass(TEN_MINUTES_MS);
  await page.getByRole('button', { name: 'Thêm khoá đăng nhập' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/^Mật khẩu/)
    .fill(PASSWORD);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await page.getByRole('list', { name: 'Mã khôi phục' }).waitFor();
  await page.getByRole('button', { name: 'Đã cất mã, in phiếu khôi phục' }).click();
  await page.waitForURL('**/recovery-sheet');
  await page.reload();

  await page.getByRole('button', { name: 'Tạo phiếu để in' }).click();
  const code = (await page.getByTestId('recovery-code').textContent()) ?? '';
  expect(code).toMatch(/^(?:\w{4}-){5}\w{4}$/);
  expect(await axeFindings(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByTestId('recovery-code').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Tôi đã in và cất phiếu' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });

  await page.goto(at('/account'));
  await page.getByText('Máy bàn của Lan').waitFor();
  await page.getByText(/Đang có phiếu khôi phục, tạo lúc .*, do lan/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await signOut(page);
  await page.getByRole('button', { name: 'Đăng nhập bằng khoá (passkey)' }).click();
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').waitFor();
  await signOut(page);
  await signIn(page, 'lan', PASSWORD);
  await page.getByLabel('Mã xác thực').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dùng khoá (passkey)' }).click();
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').waitFor();

  // Once more, by the passkey itself; then it is gone.
  people.pass(TEN_MINUTES_MS);
  await page.goto(at('/account'));
  await page
    .getByText(/Dùng lần cuối/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Bỏ khoá' }).click();
  await page.getByRole('dialog', { name: 'Bỏ khoá' }).getByRole('button', { name: 'Bỏ khoá' }).click();
  await page.getByRole('dialog', { name: 'Xác nhận lại' }).getByRole('button', { name: 'Dùng khoá' }).click();
  await page.getByText('Bạn chưa có khoá nào.').waitFor();

  await signOut(page);
  await page.getByRole('link', { name: 'Dùng phiếu khôi phục' }).click();
  await page.waitForURL('**/recovery');
  await page.reload();
  await page.getByLabel('Tên đăng nhập').fill('lan');
  await page.getByLabel('Mã trên phiếu').fill('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA');
  await page.getByLabel(/^Mật khẩu mới/).fill(NEW_PASSWORD);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Đặt mật khẩu mới và vào' }).click();
  await page.getByRole('alert').getByText('Mã trên phiếu không đúng').waitFor();
  await page.getByLabel('Mã trên phiếu').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Đặt mật khẩu mới và vào' }).click();
  await page.getByRole('heading', { name: 'Mã xác thực trên điện thoại' }).waitFor();
  expect(complaints).toEqual([]);
});

/** As a page of the site asks: with the cookies of its browser. */
const post = <Answer>(page: Page, path: string, body: object): Promise<Answer> =>
  page.evaluate<Answer>(`fetch('/api/v1${path}', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(body))},
  }).then((answer) => answer.json())`);

test('an administrator hands the duty over to a colleague, and prints the record that both sign', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page, complaints } = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(page, people);
  const minh = { userName: 'minh', name: 'Trần Văn Minh', position: 'Trưởng công an xã' };
  const { invitation } = await post<{ invitation: string }>(page, '/people', minh);
  const theirs = await openPage(context, people.addressOf('/invitation'));
  await post(theirs.page, '/invitation', { invitation, password: OTHER_PASSWORD });

  await page.goto(people.addressOf('/people'));
  await page.getByRole('link', { name: 'Bàn giao quản trị' }).click();
  // Without a second factor the role would give nothing.
  await page.getByText('Chưa có ai nhận được').waitFor();
  const { secret } = await post<{ secret: string }>(theirs.page, '/second-factor', {});
  await post(theirs.page, '/second-factor/confirm', { code: people.codeOf(secret) });
  await page.reload();
  await page.getByLabel('Người nhận').selectOption({ label: 'Trần Văn Minh (minh)' });
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Bàn giao ngay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bàn giao ngay' }).click();
  const record = page.getByRole('article', { name: /Biên bản bàn giao/ });
  await record.getByText('Trần Văn Minh (minh), Trưởng công an xã').waitFor();
  await record.getByText('Nguyễn Thị Lan (lan)').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await record.isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Tiếp tục' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.goto(people.addressOf('/hand-over'));
  await page.getByText('Không được xem trang này').waitFor();
  await theirs.page.goto(people.addressOf('/people'));
  await theirs.page.getByText('Chưa có phiếu khôi phục').waitFor();
  expect(complaints).toEqual([]);
});
