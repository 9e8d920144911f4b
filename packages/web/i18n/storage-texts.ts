/** Texts of the storage page. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const STORAGE_TEXTS = {
  storage: { vi: 'Dung lượng', en: 'Storage' },
  storageMeasured: { vi: 'Số liệu lúc {time}', en: 'Figures of {time}' },
  storageVolume: { vi: 'Ổ lưu trữ {id}', en: 'Volume {id}' },
  storageOnlyVolume: { vi: 'Ổ lưu trữ', en: 'Volume' },
  storageLasts: {
    vi: 'Giữ được khoảng {days} ngày hình với mức ghi hôm nay',
    en: 'Room for about {days} days at today’s rate',
  },
  storageLastsHours: {
    vi: 'Giữ được chưa tới một ngày hình với mức ghi hôm nay',
    en: 'Room for less than a day at today’s rate',
  },
  storageUnknown: {
    vi: 'Chưa tính được ổ đủ giữ hình trong bao lâu: mới ghi được ít, hoặc bộ ghi hình chưa báo dung lượng ổ.',
    en: 'How long the room will do is not known yet: too little was recorded, or the recorder has not told of its disks.',
  },
  storageEnough: {
    vi: 'Đủ cho thời hạn lưu đã đặt: cần {needed}, có {room}.',
    en: 'Enough for the retention that is set: {needed} needed, {room} there.',
  },
  storageShort: {
    vi: 'Không đủ cho thời hạn lưu đã đặt: cần {needed}, chỉ có {room}. Hình cũ nhất sẽ bị xoá sớm hơn thời hạn. Hãy thêm ổ, giảm thời hạn lưu, hoặc gỡ những khoá không còn cần.',
    en: 'Not enough for the retention that is set: {needed} needed, {room} there. The oldest footage will be deleted before its days are over. Add a disk, keep fewer days, or lift holds that are no longer needed.',
  },
  storageMissing: {
    vi: 'Không tìm thấy ổ này (chưa gắn hoặc hỏng): hình trên đó không có trong các số dưới đây.',
    en: 'This volume is missing (not mounted, or broken): what lies on it is not in the figures.',
  },
  storageUnreadable: {
    vi: 'Không đọc được ổ này: hình trên đó không có trong các số dưới đây. Hãy chạy matlang check.',
    en: 'This volume can’t be read: what lies on it is not in the figures. Run matlang check.',
  },
  storageArchive: { vi: 'hình ghi {size}', en: 'footage {size}' },
  storageHeld: { vi: 'khoá không xoá {size}', en: 'held {size}' },
  storageOther: { vi: 'dữ liệu khác {size}', en: 'other files {size}' },
  storageFree: { vi: 'còn trống {size}', en: 'free {size}' },
  storageOf: { vi: 'cả ổ {size}', en: '{size} in all' },
  storageFloor: {
    vi: 'Hệ thống luôn chừa trống {size}.',
    en: '{size} always stay free.',
  },
  storageDue: {
    vi: 'Trong 24 giờ tới sẽ xoá khoảng {size} đã hết thời hạn lưu.',
    en: 'Within 24 hours about {size} are deleted because their days are over.',
  },
  storageDueNothing: {
    vi: 'Trong 24 giờ tới không có hình nào hết thời hạn lưu.',
    en: 'Nothing’s days are over within 24 hours.',
  },
  storageCameras: { vi: 'Từng mắt camera', en: 'By camera' },
  storageCamera: { vi: 'Mắt camera', en: 'Camera' },
  storageDays: { vi: '14 ngày qua', en: 'Last 14 days' },
  storagePerDay: { vi: 'Mỗi ngày', en: 'A day' },
  storageTotal: { vi: 'Đang giữ', en: 'Kept' },
  storageOldest: { vi: 'Hình cũ nhất', en: 'Oldest picture' },
  storageRetention: { vi: 'Thời hạn lưu', en: 'Retention' },
  storageNext: { vi: 'Sắp xoá', en: 'Deleted next' },
  storageNextAge: { vi: 'hình lúc {from}, xoá {time}', en: '{from}, on {time}' },
  storageNextSoon: { vi: 'hình lúc {from}, trong lần dọn tới', en: '{from}, at the next clean-up' },
  storageNextSpace: { vi: 'hình lúc {from}, khi ổ đầy', en: '{from}, when the disk is full' },
  storageNoNext: { vi: 'không có', en: 'nothing' },
  storageRemoved: { vi: 'đã bỏ', en: 'removed' },
  storageNameless: { vi: 'không rõ tên', en: 'no name' },
  storageHeldOf: { vi: 'khoá {size}', en: '{size} held' },
  storageDayBar: { vi: '{day}: {size}', en: '{day}: {size}' },
  storageDaysText: {
    vi: 'Dung lượng ghi mỗi ngày: {days}',
    en: 'Bytes of each day: {days}',
  },
  storageEmpty: {
    vi: 'Chưa ghi gì. Khi mắt camera đầu tiên được ghi, ở đây cho biết mỗi ngày tốn bao nhiêu và ổ giữ được bao lâu.',
    en: 'Nothing recorded yet. Once a camera is, this page shows what a day takes and how long the disk will do.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
