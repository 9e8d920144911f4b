/** `matlang keys`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const KEYS_TEXTS = {
  description: { vi: 'Khoá của hệ thống', en: 'The key of the site' },
  rotateDescription: {
    vi: 'Đổi khoá của hệ thống và niêm phong lại mọi mật khẩu camera, mã xác thực bằng khoá mới; việc ghi hình không gián đoạn',
    en: 'Change the site’s key and seal every camera password and second factor anew; recording goes on',
  },
  rotated: {
    vi: 'Đã đổi khoá của hệ thống: {previousKeyId} → {keyId}. Niêm phong lại: {cameras} mắt camera, {secondFactors} mã xác thực.',
    en: 'The site’s key was changed: {previousKeyId} → {keyId}. Sealed anew: {cameras} cameras, {secondFactors} second factors.',
  },
  unreadable: {
    vi: '{count} bí mật không mở được bằng khoá cũ nên để nguyên: hãy nhập lại mật khẩu của các mắt camera báo sai mật khẩu.',
    en: '{count} secrets did not open with the key before and were left: type the passwords of those cameras again.',
  },
  finished: {
    vi: 'Khoá cũ đã bị xoá. Bản sao lưu cũ chỉ mở được bằng khoá cũ: hãy sao lưu lại ngay.',
    en: 'The key before is gone. Backups from before open with that key only: make a new one now.',
  },
  unfinished: {
    vi: 'Khoá cũ còn được giữ vì chưa lưu được tệp cấu hình của phần mềm ghi hình hoặc tệp khoá; lần khởi động sau sẽ làm nốt. Hãy kiểm tra dung lượng và quyền ghi của thư mục dữ liệu.',
    en: 'The key before is kept, because the recorder’s configuration or the key file could not be put in place; the next start ends it. Check free space and write access of the data folder.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
