/** `matlang token`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const TOKEN_TEXTS = {
  description: {
    vi: 'Khoá truy cập cho chương trình khác',
    en: 'What lets scripts ask the site',
  },
  createDescription: { vi: 'Tạo khoá; khoá chỉ hiện một lần', en: 'Make a token; it is shown once' },
  listDescription: { vi: 'Liệt kê các khoá', en: 'List the tokens' },
  revokeDescription: { vi: 'Thu hồi một khoá', en: 'Revoke a token' },
  name: { vi: 'khoá này để làm gì', en: 'what it is for' },
  scopeWord: { vi: 'quyền', en: 'permission' },
  scope: { vi: 'quyền được dùng; lặp lại cho từng quyền', en: 'what it may do; repeat it for each' },
  camera: {
    vi: 'chỉ mắt camera này; lặp lại cho từng mắt; không nêu là cả hệ thống',
    en: 'this camera alone; repeat it for each; the whole site unless named',
  },
  days: { vi: 'số ngày dùng được (mặc định 90)', en: 'days that it is good for (90 unless told)' },
  idWord: { vi: 'mã', en: 'id' },
  created: {
    vi: 'Khoá “{name}”, dùng đến {until}:\n{secret}\nHãy cất ngay: khoá không hiện lại.',
    en: 'Token “{name}”, good until {until}:\n{secret}\nKeep it now: it is not shown again.',
  },
  revoked: { vi: 'Đã thu hồi khoá “{name}”.', en: 'The token “{name}” was revoked.' },
  none: { vi: 'Chưa có khoá nào.', en: 'There is no token.' },
  headId: { vi: 'mã', en: 'id' },
  headName: { vi: 'tên', en: 'name' },
  headScope: { vi: 'quyền', en: 'permissions' },
  headUntil: { vi: 'đến', en: 'until' },
  revokedState: { vi: 'đã thu hồi', en: 'revoked' },
} as const satisfies Readonly<Record<string, Bilingual>>;
