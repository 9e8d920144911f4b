/** From the first administrator to the cameras by the pages alone: recovery sheet, name and area, the machine, the network. */
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { axeFindings, openPeopleSite, setUpAdministrator } from './people-site.ts';

const PATIENCE = { timeout: 30_000 };

test('behind the sheet in the safe come name and area, the machine, the network, and the cameras', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { page, complaints } = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(page, people);
  await page.goto(people.addressOf('/recovery-sheet'));
  await page.getByRole('button', { name: 'Tạo phiếu để in' }).click(PATIENCE);
  await page.getByRole('button', { name: 'Tôi đã in và cất phiếu' }).click(PATIENCE);

  await page.getByRole('heading', { name: 'Bước 1 trên 4: Tên và địa bàn' }).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Tên hệ thống' }).fill('Camera cộng đồng xã Tân Lập');
  await page.getByRole('textbox', { name: 'Địa bàn' }).fill('Ấp 1, ấp 2');
  await page.getByRole('button', { name: 'Tiếp', exact: true }).click(PATIENCE);

  await page.getByRole('heading', { name: 'Bước 2 trên 4: Kiểm tra máy' }).waitFor(PATIENCE);
  await page.getByText('Khớp với giờ của thiết bị bạn đang dùng.').waitFor(PATIENCE);
  await page.getByText('Ổ chứa dữ liệu hệ thống').waitFor(PATIENCE);
  await expect.poll(() => page.title(), PATIENCE).toBe('Những bước đầu – Camera cộng đồng xã Tân Lập');
  expect(await axeFindings(page)).toEqual([]);
  // A clock that is a quarter of an hour ahead is told at the next look.
  people.pass(15 * 60_000);
  await page.getByText(/^Lệch 15 phút so với thiết bị bạn đang dùng/).waitFor(PATIENCE);
  people.pass(-15 * 60_000);
  await page.getByRole('link', { name: 'Tiếp', exact: true }).click(PATIENCE);

  await page.getByRole('heading', { name: 'Bước 3 trên 4: Mở hệ thống từ mạng' }).waitFor(PATIENCE);
  await page.getByRole('radio', { name: /^Chỉ máy này/ }).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Tiếp', exact: true }).click(PATIENCE);
  await page.getByRole('heading', { name: 'Bước 4 trên 4: Gắn mắt camera' }).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Tới trang Trực tiếp' }).click(PATIENCE);
  await page.getByRole('heading', { name: 'Chưa có mắt camera nào' }).waitFor(PATIENCE);

  await page.goto(people.addressOf('/settings'));
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Tên hệ thống' }).inputValue(), PATIENCE)
    .toBe('Camera cộng đồng xã Tân Lập');
  await page.getByRole('textbox', { name: 'Thư mục', exact: true }).fill('/media/khong-co');
  await page.getByRole('button', { name: 'Lưu nơi nhận' }).click(PATIENCE);
  await page.getByText('Thư mục: chưa gửi lần nào').waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Gửi ngay' }).click(PATIENCE);
  await page.getByText(/^Thư mục: không gửi được từ .+: chưa có mốc nào được ký/).waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Đổi khoá' }).click(PATIENCE);
  await page
    .getByRole('dialog', { name: 'Đổi khoá' })
    .getByRole('button', { name: 'Đổi khoá' })
    .click(PATIENCE);
  await page.getByText(/^Đã đổi khoá: niêm phong lại 0 mắt camera, 1 mã xác thực/).waitFor(PATIENCE);
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
