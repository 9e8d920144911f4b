/** What roles and permissions are called, for whoever gives them. */
import type { Bilingual } from '@matlang/contract';
import type { Permission } from '../api/use-session.ts';

/** Of the roles that come with the program, by id: name, and for whom it is. */
export const ROLE_TEXTS: Readonly<Record<string, { readonly name: Bilingual; readonly what: Bilingual }>> = {
  administrator: {
    name: { vi: 'Quản trị hệ thống', en: 'Administrator' },
    what: {
      vi: 'Cài đặt mọi thứ, mời người và giao vai trò.',
      en: 'Sets everything up, invites people and gives roles.',
    },
  },
  commander: {
    name: { vi: 'Chỉ huy', en: 'Commander' },
    what: {
      vi: 'Xem trực tiếp, xem lại, trích xuất; xem ai có quyền gì và nhật ký.',
      en: 'Watches, reviews and exports; sees who may do what, and the log.',
    },
  },
  officer: {
    name: { vi: 'Cán bộ', en: 'Officer' },
    what: {
      vi: 'Xem trực tiếp, xem lại, trích xuất và khoá không xoá để giải quyết vụ việc.',
      en: 'Watches, reviews, exports and holds footage for an incident.',
    },
  },
  'duty-watcher': {
    name: { vi: 'Trực ban (chỉ xem trực tiếp)', en: 'Duty watcher (live only)' },
    what: { vi: 'Trực trước màn hình, không xem lại được.', en: 'Watches the wall, and sees no recordings.' },
  },
  technician: {
    name: { vi: 'Kỹ thuật', en: 'Technician' },
    what: {
      vi: 'Lắp đặt, sửa mắt camera và lưu trữ; không xem lại được.',
      en: 'Installs and mends cameras and storage, and sees no recordings.',
    },
  },
  treasurer: {
    name: { vi: 'Thủ quỹ', en: 'Treasurer' },
    what: { vi: 'Giữ sổ đóng góp; không xem hình.', en: 'Keeps the contributions, and sees no pictures.' },
  },
  auditor: {
    name: { vi: 'Kiểm tra nhật ký', en: 'Auditor' },
    what: {
      vi: 'Kiểm tra ai đã làm gì; không xem hình.',
      en: 'Looks who did what, and sees no pictures.',
    },
  },
};

/** Each in a few words. */
export const PERMISSION_TEXTS = {
  'cameras.read': { vi: 'xem danh sách mắt camera', en: 'see the list of cameras' },
  'cameras.manage': { vi: 'thêm, sửa, bỏ mắt camera', en: 'add, change and remove cameras' },
  'cameras.probe': { vi: 'thử kết nối camera', en: 'try a camera’s connection' },
  'live.view': { vi: 'xem trực tiếp', en: 'watch live' },
  'footage.view': { vi: 'xem lại hình đã ghi', en: 'see recordings' },
  'footage.export': { vi: 'trích xuất hình', en: 'export footage' },
  'footage.delete': { vi: 'xoá hình đã ghi', en: 'delete footage' },
  'holds.read': { vi: 'xem các khoá không xoá', en: 'see holds' },
  'holds.manage': { vi: 'đặt và gỡ khoá không xoá', en: 'place and lift holds' },
  'bookmarks.read': { vi: 'xem điểm ghi nhớ', en: 'see bookmarks' },
  'bookmarks.manage': { vi: 'ghi nhớ, sửa, bỏ điểm ghi nhớ', en: 'make, change and remove bookmarks' },
  'storage.read': { vi: 'xem dung lượng lưu trữ', en: 'see storage' },
  'jobs.read': { vi: 'xem các lần trích xuất', en: 'see exports' },
  'status.read': { vi: 'xem tình trạng hệ thống', en: 'see the status' },
  'metrics.read': { vi: 'đọc số đo kỹ thuật', en: 'read metrics' },
  'people.read': { vi: 'xem ai có tài khoản và vai trò gì', en: 'see who has which account and role' },
  'people.manage': { vi: 'thêm người, giao vai trò', en: 'add people and give roles' },
  'settings.manage': { vi: 'cài đặt mạng, HTTPS và chứng chỉ', en: 'set up network, HTTPS and certificates' },
  'audit.read': { vi: 'đọc nhật ký', en: 'read the log' },
} as const satisfies Readonly<Record<Permission, Bilingual>>;
