/** Texts of passkeys and of showing once more who one is: not part of TEXTS, because most visits need none of them. */
import type { Bilingual } from '@matlang/contract';

/** By name; loaded with the pages that say them. */
export const PASSKEY_TEXTS = {
  passkeys: { vi: 'Khoá đăng nhập (passkey)', en: 'Passkeys' },
  passkeyWhat: {
    vi: 'Đăng nhập bằng vân tay, khuôn mặt, mã PIN của máy hoặc khoá bảo mật USB, không cần nhớ mật khẩu và không bị lừa lấy mất. Khoá nằm trong máy của bạn; hệ thống chỉ giữ phần công khai.',
    en: 'Sign in by fingerprint, face, the PIN of your device or a security key: nothing to remember, and nothing to be tricked out of. The key stays in your device; the site keeps its public half.',
  },
  passkeyNone: { vi: 'Bạn chưa có khoá nào.', en: 'You have none yet.' },
  passkeyName: { vi: 'Tên của khoá', en: 'What you call it' },
  passkeyNameHint: { vi: 'Ví dụ: Điện thoại của Lan', en: 'Such as: Lan’s phone' },
  passkeyAdd: { vi: 'Thêm khoá đăng nhập', en: 'Add a passkey' },
  passkeyAdded: { vi: 'Đã thêm khoá “{name}”.', en: 'The passkey “{name}” was added.' },
  passkeySince: { vi: 'thêm {time}', en: 'added {time}' },
  passkeyUsed: { vi: 'Dùng lần cuối {time}', en: 'Last used {time}' },
  passkeyUnused: { vi: 'Chưa dùng lần nào', en: 'Not used yet' },
  passkeyHost: { vi: 'dùng khi mở trang bằng tên {host}', en: 'for the name {host}' },
  passkeyRemove: { vi: 'Bỏ khoá', en: 'Remove' },
  passkeyRemoveSure: {
    vi: 'Bỏ khoá này? Không đăng nhập bằng khoá này được nữa. Hãy xoá cả trong máy hoặc trình quản lý mật khẩu của bạn.',
    en: 'Remove this passkey? Nobody signs in by it any more. Delete it in your device or password manager, too.',
  },
  passkeyInstead: { vi: 'Hoặc dùng khoá đăng nhập (passkey)', en: 'Or a passkey instead' },
  passkeyOr: { vi: 'hoặc', en: 'or' },
  passkeySignIn: { vi: 'Đăng nhập bằng khoá (passkey)', en: 'Sign in with a passkey' },
  passkeyGoOn: { vi: 'Dùng khoá (passkey)', en: 'Use a passkey' },
  passkeyCancelled: {
    vi: 'Chưa dùng được khoá đăng nhập: bạn đã bỏ qua, đã quá lâu, hoặc máy này không có khoá của hệ thống. Chưa có gì thay đổi.',
    en: 'No passkey was shown: it was cancelled, took too long, or this device has none of this site. Nothing was changed.',
  },
  passkeyAlready: {
    vi: 'Máy hoặc khoá bảo mật này đã có khoá đăng nhập của bạn. Chưa có gì thay đổi.',
    en: 'This device or security key has a passkey of yours already. Nothing was changed.',
  },
  passkeyUnable: {
    vi: 'Trình duyệt hoặc máy này không dùng được khoá đăng nhập, hoặc chưa tin chứng chỉ của hệ thống. Chưa có gì thay đổi.',
    en: 'This browser or device can’t use passkeys, or does not trust the site’s certificate yet. Nothing was changed.',
  },
  prove: { vi: 'Xác nhận lại', en: 'Show once more who you are' },
  proveWhat: {
    vi: 'Việc này quyết định ai vào được hệ thống, nên cần biết chắc là bạn. Lần xác nhận có hiệu lực 10 phút.',
    en: 'This decides who can come in, so the site has to be sure that it is you. It counts for 10 minutes.',
  },
  proveDo: { vi: 'Xác nhận', en: 'Confirm' },
  signInLost: {
    vi: 'Người quản trị mất hết? Dùng phiếu khôi phục',
    en: 'Administrator, and all is lost? The recovery sheet',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
