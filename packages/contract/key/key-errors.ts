/** Errors about a rotation of the site's key. A part of the table in error-table.ts. */
import type { Bilingual } from '../text/bilingual.ts';

/** By code, as API_ERRORS. */
export const KEY_ERRORS = {
  'site-key-not-written': {
    status: 503,
    vi: 'Không ghi được tệp khoá mới nên khoá cũ vẫn dùng; việc ghi hình vẫn tiếp tục. Hãy kiểm tra dung lượng và quyền ghi của thư mục keys.',
    en: 'The new key file could not be written, so the key before stays in force; recording goes on. Check free space and write access of the folder keys.',
  },
  'key-rotation-unfinished': {
    status: 503,
    vi: 'Lần đổi khoá trước chưa xong: chưa lưu được tệp cấu hình của phần mềm ghi hình hoặc tệp khoá. Hãy kiểm tra dung lượng và quyền ghi của thư mục dữ liệu, rồi khởi động lại hệ thống.',
    en: 'The rotation before is not through: the recorder’s configuration or the key file could not be put in place. Check free space and write access of the data folder, then start the site again.',
  },
} as const satisfies Readonly<Record<string, Bilingual & { readonly status: number }>>;
