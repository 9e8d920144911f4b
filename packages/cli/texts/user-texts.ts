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
