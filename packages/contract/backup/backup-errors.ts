/** Errors about the backups that the site makes by itself. A part of the table in error-table.ts. */
import type { Bilingual } from '../text/bilingual.ts';

/** By code, as API_ERRORS. */
export const BACKUP_ERRORS = {
  'backup-not-set-up': {
    status: 409,
    vi: 'Chưa đặt nơi cất và mật khẩu cho bản sao lưu. Chưa có gì thay đổi; hãy đặt hai mục đó trước.',
    en: 'Neither a folder nor a passphrase for backups is set. Nothing was changed; set them first.',
  },
  'backup-folder-refused': {
    status: 409,
    vi: 'Không dùng được thư mục {directory} để cất bản sao lưu: không có, không phải thư mục, hoặc không ghi được. Chưa có gì thay đổi; hãy tạo thư mục và cho phép ghi, ghi đường dẫn đầy đủ.',
    en: 'The folder {directory} can’t take backups: it is not there, is no folder, or can’t be written. Nothing was changed; make it, permit writing, and give its whole path.',
  },
  'backup-folder-in-site': {
    status: 409,
    vi: 'Thư mục {directory} nằm trong thư mục dữ liệu của hệ thống: mất dữ liệu thì mất luôn bản sao lưu. Chưa có gì thay đổi; hãy chọn nơi khác, tốt nhất là ổ đĩa khác.',
    en: 'The folder {directory} lies in the data folder of the site: what takes one takes both. Nothing was changed; choose another one, best on another disk.',
  },
} as const satisfies Readonly<Record<string, Bilingual & { readonly status: number }>>;
