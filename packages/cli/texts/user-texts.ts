/** `matlang user`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const USER_TEXTS = {
  description: {
    vi: 'Tài khoản của hệ thống, làm ngay trên máy này (khi người quản trị mất điện thoại hoặc quên mật khẩu)',
    en: 'Accounts of a site, on this machine itself (an administrator has lost the phone or the password)',
  },
  listDescription: { vi: 'Liệt kê tài khoản và vai trò', en: 'List the accounts and their roles' },
  inviteDescription: {
    vi: 'Tạo lời mời để một người chọn lại mật khẩu; được ghi vào nhật ký truy cập',
    en: 'Make an invitation by which somebody chooses a new password; it is in the audit log',
  },
  removeSecondFactor: {
    vi: 'gỡ luôn mã xác thực trên điện thoại đã mất; mọi phiên đăng nhập của người đó kết thúc',
    en: 'remove the authenticator of a lost phone too; all sessions of that person end',
  },
  sheetDescription: {
    vi: 'Tạo phiếu khôi phục để in và cất trong két; phiếu trước hết hiệu lực; được ghi vào nhật ký truy cập',
    en: 'Make a recovery sheet to print and keep in the safe; the one before ends; it is in the audit log',
  },
  sheet: {
    vi: `PHIẾU KHÔI PHỤC – {site}
Mã khôi phục:      {code}
Người quản trị:    {administrators}
Tạo lúc:           {at}

Dùng khi người quản trị mất cả điện thoại, khoá đăng nhập và mật khẩu: mở trang Khôi phục (/recovery) của
hệ thống, nhập tên đăng nhập của người quản trị và mã này, rồi chọn mật khẩu mới. Dùng được một lần; sau đó
tạo phiếu mới. Hãy in phiếu này, cất trong két, không chụp ảnh, không gửi qua mạng. Mã chỉ hiện một lần.`,
    en: `RECOVERY SHEET – {site}
Recovery code:     {code}
Administrators:    {administrators}
Made:              {at}

For an administrator who has lost phone, passkeys and password: open the page Recovery (/recovery) of the
site, type the administrator’s user name and this code, and choose a new password. Good once; make a new sheet
afterwards. Print this one and keep it in the safe; take no picture of it, send it to nobody. It is shown once.`,
  },
  userWord: { vi: 'tên-đăng-nhập', en: 'user-name' },
  none: {
    vi: 'Chưa có tài khoản nào: hệ thống chỉ mở trên máy này.',
    en: 'There is no account yet: the site is open on this machine only.',
  },
  unknown: {
    vi: 'Không có tài khoản nào tên “{userName}”. Có: {known}',
    en: 'There is no account called “{userName}”. There are: {known}',
  },
  headUser: { vi: 'tên đăng nhập', en: 'user name' },
  headName: { vi: 'họ tên', en: 'name' },
  headRoles: { vi: 'vai trò', en: 'roles' },
  headState: { vi: 'tình trạng', en: 'state' },
  active: { vi: 'đang dùng', en: 'in use' },
  invited: { vi: 'chờ nhận lời mời', en: 'invited' },
  ended: { vi: 'đã ngừng', en: 'ended' },
  invitation: {
    vi: 'Lời mời cho {name}: {code}\nMở trang Lời mời (/invitation) của hệ thống và nhập mã này trước {until}. Mã chỉ hiện một lần.',
    en: 'Invitation for {name}: {code}\nOpen the page Invitation (/invitation) of the site and type it before {until}. It is shown once.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
