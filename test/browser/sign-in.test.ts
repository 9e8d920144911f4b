/** Coming in, in a real browser: the first start, signing in with and without a code, what is refused, and the way back to the page that was wanted. */
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

const STEP_MS = 30_000;

test('the first start: open, then an administrator by the code in the terminal, with an authenticator', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page, complaints } = await openPage(context, people.addressOf('/'));
  await page.getByRole('heading', { name: 'Chưa có mắt camera nào' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('chỉ mở trên máy này').click();
  await page.getByText('Chưa có người quản trị: trang chỉ mở trên máy này').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Đặt người quản trị' }).click();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Mã thiết lập').fill('AAAA-AAAA-AAAA');
  await page.getByLabel('Tên đăng nhập').fill('lan');
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Lan');
  await page.getByLabel(/^Mật khẩu/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Tạo tài khoản quản trị' }).click();
  await page.getByRole('alert').getByText('Mã thiết lập không đúng').waitFor();
  await page.getByLabel('Mã thiết lập').fill(people.site.setUpCode ?? '');
  await page.getByLabel(/^Mật khẩu/).fill('nguyenthilan2026');
  await page.getByRole('button', { name: 'Tạo tài khoản quản trị' }).click();
  await page.getByRole('alert').getByText('quá dễ đoán').waitFor();
  const { key, recoveryCodes } = await setUpAdministrator(page, people);
  expect(key).toMatch(/^(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
  expect(recoveryCodes).toHaveLength(10);
  expect(await axeFindings(page)).toEqual([]);
  // On the paper stands what is to be kept, and nothing else.
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('list', { name: 'Mã khôi phục' }).isVisible()).toBe(true);
  expect(await page.locator('header').first().isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'In ra' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Tôi đã cất mã khôi phục' }).click();
  await page.waitForURL('**/live');
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').waitFor();
  await page.getByRole('link', { name: 'Người dùng' }).waitFor();
  await page.goto(people.addressOf('/set-up'));
  await page.waitForURL('**/account');
  expect(complaints).toEqual([]);
});

test('signing in: wrong, with a code, with a recovery code; back to the page that was wanted; out again', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const first = await openPage(context, people.addressOf('/set-up'));
  const { key, recoveryCodes } = await setUpAdministrator(first.page, people);
  const { page, complaints } = await openPage(context, people.addressOf('/holds?x=1'));
  await page.waitForURL('**/sign-in?to=**');
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.getByLabel('Tên đăng nhập').getAttribute('autocomplete')).toBe('username');
  expect(await page.getByLabel(/^Mật khẩu/).getAttribute('autocomplete')).toBe('current-password');
  await signIn(page, 'lan', OTHER_PASSWORD);
  await page.getByRole('alert').getByText('Tên đăng nhập, mật khẩu hoặc mã').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  // By the keyboard alone: the first field has the focus where the page was just opened.
  await page.reload();
  await page.getByLabel('Tên đăng nhập').waitFor();
  await page.keyboard.type('lan');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Mã xác thực').waitFor();
  expect(await page.getByLabel('Mã xác thực').getAttribute('autocomplete')).toBe('one-time-code');
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  people.pass(STEP_MS);
  await page.getByLabel('Mã xác thực').fill(people.codeOf(key));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/holds?x=1');
  await page.getByRole('heading', { name: 'Khoá không xoá' }).waitFor();
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await signIn(page, 'lan', PASSWORD);
  await page.getByLabel('Mã xác thực').fill(recoveryCodes[0] ?? '');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').waitFor();
  expect(complaints).toEqual([]);
});

test('a code that is wrong too often leads back to the password, with the reason; too many tries say how long to wait', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const first = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(first.page, people);
  const { page } = await openPage(context, people.addressOf('/sign-in'));
  await signIn(page, 'lan', PASSWORD);
  const over = page.getByRole('alert').getByText(/quá lâu|Hãy đợi \d+ giây/);
  for (let tries = 0; tries < 12 && (await over.count()) === 0; tries += 1) {
    const answered = page.waitForResponse('**/api/v1/session/second-factor');
    await page.getByLabel('Mã xác thực').fill(String(100_000 + tries));
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await answered;
    await page.getByRole('alert').waitFor();
  }
  await over.waitFor();
});

test('no link to the sign-in page leads elsewhere, and a session that ends while a page is open keeps its address', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const first = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(first.page, people);
  await first.page.getByRole('button', { name: 'Tôi đã cất mã khôi phục' }).click();
  await first.page.waitForURL('**/live');
  for (const wanted of ['https://example.org/live', '//example.org/live', String.raw`/\example.org`]) {
    await first.page.goto(people.addressOf(`/sign-in?to=${encodeURIComponent(wanted)}`));
    await first.page.waitForURL(people.addressOf('/live'));
  }
  await first.page.getByRole('link', { name: 'Dung lượng' }).click();
  await first.page.getByRole('heading', { name: 'Dung lượng' }).waitFor();
  const { stores } = people.site.context.database;
  const [administrator] = await stores.people.list(people.site.context.siteId);
  await stores.sessions.remove(administrator?.id ?? '', {});
  await first.page.getByRole('link', { name: 'Ghi nhớ' }).click();
  await first.page.waitForURL('**/sign-in?to=%2Fbookmarks');
});

test('in English, on a phone, nothing is wider than the screen', { timeout: 120_000 }, async (context) => {
  const people = await openPeopleSite(context);
  const { page } = await openPage(context, people.addressOf('/set-up'), { width: 390, height: 844 });
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await page.getByRole('heading', { name: 'Set an administrator' }).waitFor();
  const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByLabel('open on this machine only').click();
  await page.getByText('There is no administrator yet').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  // The frame stands still: what does not fit into it would be cut off without anything being wider.
  const appearance = await page.getByRole('button', { name: /appearance/ }).boundingBox();
  expect((appearance?.x ?? Infinity) + (appearance?.width ?? 0)).toBeLessThanOrEqual(390);
  await page.getByLabel('Set-up code').fill(people.site.setUpCode ?? '');
  await page.getByLabel('User name').fill('lan');
  await page.getByLabel(/^Name/).fill('Nguyễn Thị Lan');
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('heading', { name: 'Authenticator' }).waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(await axeFindings(page)).toEqual([]);
});
