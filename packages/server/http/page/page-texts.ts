/** Every text of the status page that is not the contract's. `{name}` is filled in. */
import { type Bilingual, fillText, type PageLanguage } from '@matlang/contract';

/** By key; the page shows them in one language at a time. */
export const PAGE_TEXTS = {
  product: { vi: 'Mắt Làng', en: 'Mắt Làng' },
  open: { vi: 'Mở Mắt Làng', en: 'Open Mắt Làng' },
  live: { vi: 'Trực tiếp', en: 'Live' },
  review: { vi: 'Xem lại', en: 'Review' },
  pages: { vi: 'Các trang', en: 'Pages' },
  // Said in the language that it leads to.
  otherLanguage: { vi: 'English', en: 'Tiếng Việt' },
  status: { vi: 'Tình trạng', en: 'Status' },
  asOf: { vi: 'Tình trạng lúc {time} (giờ Việt Nam).', en: 'Status at {time} (time of Vietnam).' },
  refresh: { vi: 'Tự làm mới mỗi {seconds} giây.', en: 'Asks again every {seconds} seconds.' },
  cameras: { vi: 'Mắt camera', en: 'Cameras' },
  volumes: { vi: 'Ổ lưu trữ', en: 'Volumes' },
  sumBad: { vi: '{count} mất tín hiệu hoặc chưa ghi', en: '{count} without signal, or not recorded' },
  sumWarn: { vi: '{count} cần chú ý', en: '{count} to look at' },
  sumGood: { vi: '{good}/{count} mắt camera có hình đầy đủ', en: '{good} of {count} cameras all right' },
  configuration: {
    vi: 'Phần mềm ghi hình không đọc được cấu hình mới và vẫn chạy theo cấu hình cũ.',
    en: 'The recorder can’t read its new configuration and goes on with the old one.',
  },
  noVolume: { vi: 'Hệ thống chưa có ổ lưu trữ nào.', en: 'The site has no volume.' },
  badVolume: {
    vi: 'Ổ lưu trữ {path} không ghi được: xem phần “Ổ lưu trữ”.',
    en: 'Volume {path} does not record: see “Volumes”.',
  },
  since: { vi: 'Từ {time} ({length})', en: 'Since {time} ({length})' },
  tryThis: { vi: 'Hãy thử: {what}', en: 'Try this: {what}' },
  tried: {
    vi: 'Đã thử {attempts} lần; lần tới lúc {time}.',
    en: 'Tried so far: {attempts}; next at {time}.',
  },
  main: { vi: 'Luồng chính', en: 'Main stream' },
  sub: { vi: 'Luồng phụ', en: 'Sub stream' },
  audio: { vi: 'Âm thanh', en: 'Sound' },
  streamFailed: { vi: 'mất tín hiệu', en: 'no signal' },
  frameRate: { vi: '{rate}\u00a0hình/giây', en: '{rate}\u00a0pictures/s' },
  room: { vi: 'Còn trống', en: 'Free' },
  roomOf: { vi: '{free} trên {total}', en: '{free} of {total}' },
  footage: { vi: 'Dữ liệu ghi hình', en: 'Footage' },
  held: { vi: 'Khoá không xoá', en: 'Held' },
  oldest: { vi: 'Có từ', en: 'Goes back to' },
  used: { vi: 'Đã dùng {percent} %', en: '{percent} % used' },
  emptyDo: {
    vi: 'Chưa có mắt camera nào, nên chưa ghi gì. Ở máy này, mở cửa sổ dòng lệnh và thêm mắt camera đầu tiên, thay bằng tên và địa chỉ camera của mình:',
    en: 'There is no camera yet, so nothing is recorded. On this machine, open a terminal and add the first one, with your camera’s name and address:',
  },
  emptyAddress: {
    vi: 'Chưa biết địa chỉ camera? Xem docs/cameras.vi.md theo hãng, rồi thử trước bằng:',
    en: 'The address is not known? docs/cameras.md has them by brand; try one with:',
  },
  forPrograms: { vi: 'Cho chương trình khác:', en: 'For programs:' },
  statusJson: { vi: 'Tình trạng (JSON)', en: 'Status (JSON)' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** How the page says things in its one language. */
export interface PageSpeech {
  readonly language: PageLanguage;
  /** A text of the catalogue. Not escaped. */
  readonly t: (key: keyof typeof PAGE_TEXTS, values?: Readonly<Record<string, string | number>>) => string;
  /** A sentence of the contract. Not escaped. */
  readonly say: (text: Bilingual) => string;
}

/** Speaks that language. */
export function pageSpeech(language: PageLanguage): PageSpeech {
  return {
    language,
    t: (key, values = {}) => fillText(PAGE_TEXTS[key], values)[language],
    say: (text) => text[language],
  };
}
