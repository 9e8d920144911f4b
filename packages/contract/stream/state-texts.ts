/** A stream's state in words. */
import type { Bilingual } from '../text/bilingual.ts';
import type { StreamStateName, StreamStep } from './stream-words.ts';

/** A few words for each, no sentence; why a stream failed is in STREAM_FAILURE_TEXTS. */
export const STREAM_STATE_TEXTS: Readonly<Record<StreamStateName, Bilingual>> = {
  unknown: { vi: 'chưa biết: phần mềm ghi hình chưa báo', en: 'unknown: the recorder has not told yet' },
  off: { vi: 'tắt: không ghi và không xem trực tiếp', en: 'off: neither recorded nor live' },
  resolving: { vi: 'đang tìm địa chỉ máy', en: 'looking up the host' },
  connecting: { vi: 'đang kết nối', en: 'connecting' },
  authenticating: { vi: 'đang đăng nhập', en: 'signing in' },
  describing: { vi: 'đang hỏi camera có luồng gì', en: 'asking what the camera offers' },
  'setting-up': { vi: 'đang thiết lập luồng', en: 'setting the stream up' },
  'waiting-for-media': { vi: 'đang đợi hình', en: 'waiting for media' },
  'waiting-for-key-frame': { vi: 'đang đợi khung hình khoá (I-frame)', en: 'waiting for a key frame' },
  receiving: { vi: 'đang nhận hình', en: 'receiving' },
  failed: { vi: 'mất tín hiệu', en: 'failed' },
};

/** At which step a stream failed: “mất tín hiệu (bước kết nối)”, "failed while connecting". */
export const STREAM_STEP_TEXTS: Readonly<Record<StreamStep, Bilingual>> = {
  configuring: { vi: 'đọc cấu hình', en: 'while reading its settings' },
  resolving: { vi: 'tìm địa chỉ máy', en: 'while looking up the host' },
  connecting: { vi: 'kết nối', en: 'while connecting' },
  authenticating: { vi: 'đăng nhập', en: 'while signing in' },
  describing: { vi: 'hỏi camera có luồng gì', en: 'while asking what the camera offers' },
  'setting-up': { vi: 'thiết lập luồng', en: 'while setting the stream up' },
  'waiting-for-media': { vi: 'đợi hình', en: 'while waiting for media' },
  'waiting-for-key-frame': { vi: 'đợi khung hình khoá (I-frame)', en: 'while waiting for a key frame' },
  receiving: { vi: 'nhận hình', en: 'while receiving' },
};
