/**
 * Every text of the application, Vietnamese and English side by side. `{name}` is filled in. Sentences about streams, gaps and
 * errors come from the contract, which the server and the command line use as well.
 */
import type { Bilingual } from '@matlang/contract';
import { EXPORT_TEXTS } from './export-texts.ts';
import { HOLD_TEXTS } from './hold-texts.ts';
import { TILE_TEXTS } from './tile-texts.ts';

/** By key; nothing else of the application is shown to people but sentences of the contract. */
export const TEXTS = {
  product: { vi: 'Mắt Làng', en: 'Mắt Làng' },
  live: { vi: 'Trực tiếp', en: 'Live' },
  review: { vi: 'Xem lại', en: 'Review' },
  mainNavigation: { vi: 'Các trang', en: 'Pages' },
  language: { vi: 'English', en: 'Tiếng Việt' },
  languageLabel: { vi: 'Switch to English', en: 'Chuyển sang tiếng Việt' },
  light: { vi: 'Giao diện sáng', en: 'Light appearance' },
  dark: { vi: 'Giao diện tối', en: 'Dark appearance' },
  skipToContent: { vi: 'Tới nội dung', en: 'Skip to content' },
  loading: { vi: 'Đang tải…', en: 'Loading…' },
  retry: { vi: 'Thử lại', en: 'Try again' },
  serverAway: {
    vi: 'Không liên lạc được với máy chủ. Trang tự kết nối lại khi máy chủ trở lại.',
    en: 'The server cannot be reached. This page reconnects by itself when it is back.',
  },
  recorderAway: {
    vi: 'Bộ ghi hình không trả lời từ {time}; hệ thống đang tự khởi động lại.',
    en: 'The recorder has not answered since {time}; it is being started again.',
  },
  noCameras: { vi: 'Chưa có mắt camera nào', en: 'No cameras yet' },
  noCamerasAction: {
    vi: 'Thêm mắt camera đầu tiên bằng lệnh dưới đây, hoặc chạy thử với chín camera mô phỏng.',
    en: 'Add the first camera with the command below, or try it with nine simulated cameras.',
  },
  play: { vi: 'Phát', en: 'Play' },
  pause: { vi: 'Dừng', en: 'Pause' },
  speed: { vi: 'Tốc độ', en: 'Speed' },
  cameras: { vi: 'Mắt camera', en: 'Cameras' },
  timeline: { vi: 'Dòng thời gian, đang ở {time}', en: 'Time line, at {time}' },
  timeField: { vi: 'Thời điểm, ví dụ 15/02 14:30 hay hôm qua 14h30', en: 'Instant, such as 15/02 14:30' },
  timeNotUnderstood: { vi: 'Ví dụ: 15/02 14:30', en: 'Such as: 15/02 14:30' },
  timelineFailed: { vi: 'Không đọc được dòng thời gian.', en: 'The time line could not be read.' },
  skipGap: { vi: 'Qua khoảng thiếu', en: 'Skip the gap' },
  gapUntil: { vi: 'đến {time}', en: 'until {time}' },
  nothingRecorded: { vi: 'Không có hình ghi ở thời điểm này.', en: 'Nothing was recorded at this instant.' },
  missingVolumes: {
    vi: 'Ổ lưu trữ {volumes} chưa gắn hoặc bị hỏng: hình ghi trên đó chưa hiện ở đây.',
    en: 'Volume {volumes} is not there or can’t be read: its footage is missing here.',
  },
  playFailed: {
    vi: 'Không đọc được hình ghi của đoạn này.',
    en: 'The footage of this part could not be read.',
  },
  exportSpan: { vi: 'Trích xuất khoảng đã chọn', en: 'Export the marked span' },
  seconds: { vi: '{n} giây', en: '{n} s' },
  minutes: { vi: '{n} phút', en: '{n} min' },
  hours: { vi: '{n} giờ', en: '{n} h' },
  days: { vi: '{n} ngày', en: '{n} days' },
  ...TILE_TEXTS,
  ...EXPORT_TEXTS,
  ...HOLD_TEXTS,
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A text of the catalogue: one that is missing does not compile. */
export type TextKey = keyof typeof TEXTS;
