/** People and their roles, in a real browser: an invitation and how it is taken, a role for a place and a time, what a duty watcher sees, and the way out. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type OpenPage, openPage } from './browser.ts';
import {
  axeFindings,
  OTHER_PASSWORD,
  openPeopleSite,
  PASSWORD,
  type PeopleSite,
  setUpAdministrator,
  setUpAuthenticator,
  signIn,
} from './people-site.ts';

const STEP_MS = 30_000;

/** On the page of people, with the administrator signed in. */
async function openPeople(context: Parameters<typeof openPage>[0], people: PeopleSite): Promise<OpenPage> {
  const opened = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(opened.page, people);
  await opened.page.goto(people.addressOf('/people'));
  await opened.page.getByRole('row', { name: /Nguyễn Thị Lan/ }).waitFor();
  return opened;
}

/** @returns the invitation */
async function addPerson(page: Page, name: string, userName: string): Promise<string> {
  await page.getByRole('button', { name: 'Thêm người' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Họ và tên').fill(name);
  await dialog.getByLabel('Tên đăng nhập').fill(userName);
  await dialog.getByRole('button', { name: 'Thêm người' }).click();
  const code = (await page.getByTestId('invitation').textContent()) ?? '';
  return code;
}

async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

async function giveRole(page: Page, name: string, role: string, fill?: () => Promise<void>): Promise<void> {
  await rowOf(page, name).getByRole('button', { name: 'Giao vai trò' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Vai trò').selectOption({ label: role });
  await fill?.();
  await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('a role of the site’s own: made, given, changed, and removed once nobody has it', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page, complaints } = await openPeople(context, people);
  await page.getByText('Chưa có vai trò riêng.').waitFor();
  await page.getByRole('button', { name: 'Tạo vai trò' }).click();
  const dialog = page.getByRole('dialog', { name: 'Vai trò mới' });
  await dialog.getByLabel('Tên vai trò').fill('Trưởng thôn');
  await dialog.getByRole('checkbox', { name: 'xem trực tiếp' }).check();
  await dialog.getByRole('checkbox', { name: 'xem danh sách mắt camera' }).check();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Lưu vai trò' }).click();
  const role = page.getByRole('listitem').filter({ hasText: 'Trưởng thôn' });
  await role.getByText('xem danh sách mắt camera; xem trực tiếp').waitFor();

  await addPerson(page, 'Lê Văn Thành', 'thanh');
  await closeDialog(page);
  await giveRole(page, 'Lê Văn Thành', 'Trưởng thôn');
  await rowOf(page, 'Lê Văn Thành').getByText('Trưởng thôn').waitFor();
  const remove = async (): Promise<void> => {
    await page.locator('section').getByRole('button', { name: 'Bỏ vai trò' }).first().click();
    await page
      .getByRole('dialog', { name: 'Bỏ vai trò' })
      .getByRole('button', { name: 'Bỏ vai trò' })
      .click();
  };
  await remove();
  await page.getByText(/^Còn 1 người đang hoặc sẽ giữ vai trò này/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Sửa vai trò Trưởng thôn' }).click();
  const change = page.getByRole('dialog', { name: 'Sửa vai trò Trưởng thôn' });
  await change.getByLabel('Tên vai trò').fill('Trưởng thôn, tổ trưởng');
  await change.getByRole('checkbox', { name: 'xem điểm ghi nhớ' }).check();
  await change.getByRole('button', { name: 'Lưu vai trò' }).click();
  await rowOf(page, 'Lê Văn Thành').getByText('Trưởng thôn, tổ trưởng').waitFor();
  await page.getByRole('button', { name: 'Sửa: Lê Văn Thành' }).click();
  const one = page.getByRole('dialog', { name: /thanh/ });
  await one
    .getByLabel('Tư cách', { exact: true })
    .selectOption({ label: 'Lực lượng bảo vệ an ninh trật tự ở cơ sở' });
  await one.getByLabel('Từ ngày').fill('2026-01-05');
  await one.getByRole('button', { name: 'Ghi thêm' }).click();
  await one.getByText('Lực lượng bảo vệ an ninh trật tự ở cơ sở; từ 05/01/2026').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await closeDialog(page);
  await rowOf(page, 'Lê Văn Thành').getByText('Lực lượng bảo vệ an ninh trật tự ở cơ sở').waitFor();
  await page.getByText('Vai trò có sẵn').click();
  expect(complaints).toEqual([]);
});

test('a duty watcher: invited, joined by the link, sees live pictures alone, and is refused elsewhere', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page: office, complaints } = await openPeople(context, people);
  expect(await axeFindings(office)).toEqual([]);
  const invitation = await addPerson(office, 'Trần Văn Minh', 'minh');
  expect(await axeFindings(office)).toEqual([]);
  await closeDialog(office);
  await rowOf(office, 'Trần Văn Minh').getByText('Chưa nhận lời mời').waitFor();
  await giveRole(office, 'Trần Văn Minh', 'Trực ban (chỉ xem trực tiếp)', async () => {
    await office.getByText('Trực trước màn hình').waitFor();
    expect(await axeFindings(office)).toEqual([]);
  });
  await rowOf(office, 'Trần Văn Minh').getByText('Toàn hệ thống; từ').waitFor();

  const { page } = await openPage(context, people.addressOf(`/invitation#${invitation}`));
  await page.waitForURL(people.addressOf('/invitation'));
  expect(await page.getByLabel('Mã mời').inputValue()).toBe(invitation);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel(/^Mật khẩu mới/).fill('ngắn quá');
  await page.getByRole('button', { name: 'Chọn mật khẩu và vào' }).click();
  await page.getByRole('alert').getByText('ít nhất 15 ký tự').waitFor();
  await page.getByLabel(/^Mật khẩu mới/).fill(OTHER_PASSWORD);
  await page.getByRole('button', { name: 'Chọn mật khẩu và vào' }).click();
  await page.waitForURL('**/live');
  await page.getByLabel('Tài khoản của Trần Văn Minh').waitFor();
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
    'Trực tiếp',
    'Tình trạng',
  ]);
  for (const path of ['/review', '/people', '/exports']) {
    await page.goto(people.addressOf(path));
    await page.getByRole('heading', { name: 'Không được xem trang này' }).waitFor();
  }
  expect(await axeFindings(page)).toEqual([]);
  const answer = await page.evaluate<number>(`fetch('/api/v1/exports').then(({ status }) => status)`);
  expect(answer).toBe(403);

  await rowOf(office, 'Trần Văn Minh').getByText('Đang dùng').waitFor({ timeout: 40_000 });
  await rowOf(office, 'Trần Văn Minh').getByRole('button', { name: 'Thu hồi' }).click();
  await office.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await rowOf(office, 'Trần Văn Minh').getByText('Chưa có vai trò').waitFor();
  await page.goto(people.addressOf('/'));
  await page.waitForURL('**/account');
  await page.getByText('chưa được giao vai trò nào').waitFor();
  expect(complaints).toEqual([]);
});

test('an officer for some days; the account ends and begins again; a lost phone; the last administrator stays', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page: office } = await openPeople(context, people);
  const invitation = await addPerson(office, 'Lê Thị Hoa', 'hoa');
  await closeDialog(office);
  await giveRole(office, 'Lê Thị Hoa', 'Cán bộ', async () => {
    await office.getByLabel('Đến lúc').fill('ngày mốt nào đó');
    await office.getByLabel('Đến lúc').fill('31/12/2099 18:00');
  });
  await rowOf(office, 'Lê Thị Hoa').getByText('đến 31/12/2099 18:00').waitFor();

  const { page } = await openPage(context, people.addressOf('/invitation'));
  await page.getByLabel('Mã mời').fill(invitation.toLowerCase());
  await page.getByLabel(/^Mật khẩu mới/).fill(OTHER_PASSWORD);
  await page.getByRole('button', { name: 'Chọn mật khẩu và vào' }).click();
  await setUpAuthenticator(page, people.codeOf);
  await page.getByRole('button', { name: 'Tôi đã cất mã khôi phục' }).click();
  await page.getByRole('link', { name: 'Xem lại' }).waitFor();

  await office.reload();
  await rowOf(office, 'Lê Thị Hoa').getByText('có mã xác thực').waitFor();
  await rowOf(office, 'Lê Thị Hoa').getByRole('button', { name: 'Sửa' }).click();
  expect(await axeFindings(office)).toEqual([]);
  await office.getByRole('button', { name: 'Gỡ mã xác thực' }).click();
  await office.getByRole('dialog', { name: 'Gỡ mã xác thực' }).getByRole('button').last().click();
  await office.getByRole('button', { name: 'Gỡ mã xác thực' }).first().waitFor({ state: 'hidden' });
  await office.getByRole('button', { name: 'Ngừng tài khoản' }).click();
  await office.getByRole('dialog', { name: 'Ngừng tài khoản' }).getByRole('button').last().click();
  await office.getByRole('button', { name: 'Mở lại tài khoản' }).waitFor();
  await page.goto(people.addressOf('/live'));
  await page.waitForURL('**/sign-in?to=**');
  await signIn(page, 'hoa', OTHER_PASSWORD);
  await page.getByRole('alert').getByText('Tên đăng nhập, mật khẩu hoặc mã').waitFor();
  await office.getByRole('button', { name: 'Mở lại tài khoản' }).click();
  await office.getByRole('dialog', { name: 'Mở lại tài khoản' }).getByRole('button').last().click();
  await office.getByRole('button', { name: 'Ngừng tài khoản' }).waitFor();
  await closeDialog(office);
  await signIn(page, 'hoa', OTHER_PASSWORD);
  await page.getByLabel('Tài khoản của Lê Thị Hoa').waitFor();

  await rowOf(office, 'Nguyễn Thị Lan').getByRole('button', { name: 'Thu hồi' }).click();
  await office.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await office.getByText('người quản trị cuối cùng').waitFor();
});

test('one’s own account: two browsers, one of them ended, and another password', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const first = await openPage(context, people.addressOf('/set-up'));
  const { key } = await setUpAdministrator(first.page, people);
  const second = await openPage(context, people.addressOf('/account'), { width: 390, height: 844 });
  await signIn(second.page, 'lan', PASSWORD);
  people.pass(STEP_MS);
  await second.page.getByLabel('Mã xác thực').fill(people.codeOf(key));
  await second.page.getByRole('button', { name: 'Tiếp tục' }).click();
  await second.page.waitForURL('**/account');
  const sessions = second.page.getByRole('article');
  await expect.poll(() => sessions.count()).toBe(2);
  await sessions.first().getByText('Chrome, Linux (trình duyệt này)').waitFor();
  expect(await axeFindings(second.page)).toEqual([]);
  expect(await second.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await sessions.last().getByRole('button', { name: 'Kết thúc' }).click();
  await second.page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click();
  await expect.poll(() => sessions.count()).toBe(1);
  await first.page.goto(people.addressOf('/storage'));
  await first.page.waitForURL('**/sign-in?to=%2Fstorage');
  const { page } = second;
  await page.getByLabel('Mật khẩu hiện nay').fill(OTHER_PASSWORD);
  await page.getByLabel(/^Mật khẩu mới/).fill('năm con ong bay quanh vườn');
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await page.getByRole('alert').getByText('Tên đăng nhập, mật khẩu hoặc mã').waitFor();
  await page.getByLabel('Mật khẩu hiện nay').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await page.getByText('Đã đổi mật khẩu').waitFor();
});
