/**
 * Every text of the application, Vietnamese and English side by side. `{name}` is filled in. Sentences about streams, gaps and
 * errors come from the contract, which the server and the command line use as well.
 */
import type { Bilingual } from '@matlang/contract';
import { BACKUP_TEXTS } from './backup-texts.ts';
import { EXPORT_TEXTS } from './export-texts.ts';
import { HOLD_TEXTS } from './hold-texts.ts';
import { LOG_TEXTS } from './log-texts.ts';
import { PEOPLE_TEXTS } from './people-texts.ts';
import { PURPOSE_TEXTS } from './purpose-texts.ts';
import { REVIEW_TEXTS } from './review-texts.ts';
import { SITE_TEXTS } from './site-texts.ts';
import { STORAGE_TEXTS } from './storage-texts.ts';
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
  cameras: { vi: 'Mắt camera', en: 'Cameras' },
  settings: { vi: 'Cài đặt', en: 'Settings' },
  firstSteps: { vi: 'Những bước đầu', en: 'First steps' },
  seconds: { vi: '{n} giây', en: '{n} s' },
  minutes: { vi: '{n} phút', en: '{n} min' },
  hours: { vi: '{n} giờ', en: '{n} h' },
  days: { vi: '{n} ngày', en: '{n} d' },
  ...SITE_TEXTS,
  ...TILE_TEXTS,
  ...EXPORT_TEXTS,
  ...HOLD_TEXTS,
  ...STORAGE_TEXTS,
  ...REVIEW_TEXTS,
  ...PEOPLE_TEXTS,
  ...LOG_TEXTS,
  ...BACKUP_TEXTS,
  ...PURPOSE_TEXTS,
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A text of the catalogue: one that is missing does not compile. */
export type TextKey = keyof typeof TEXTS;
