/** What is worth telling about a camera that works: a sentence each. */
import type { Bilingual } from '../text/bilingual.ts';

/** The API's words; the recorder's socket has its own list (link), and a test of the server holds them equal. */
export const PROBE_FINDINGS = [
  'long-gop',
  'no-key-frame-seen',
  'camera-clock-off',
  'no-sender-reports',
  'browser-support-limited',
  'packets-lost',
  'damaged-pictures',
  'parameter-sets-missing-in-description',
  'codec-not-recorded',
  'declared-frame-rate-wrong',
  'basic-authentication',
  'no-authentication',
  'has-sound',
] as const;
/** One of PROBE_FINDINGS. */
export type ProbeFinding = (typeof PROBE_FINDINGS)[number];

/** For each: what it means to whoever uses the camera, and what to set where something can be done. */
export const PROBE_FINDING_TEXTS: Readonly<Record<ProbeFinding, Bilingual>> = {
  'long-gop': {
    vi: 'Khung hình khoá (I-frame) đến rất thưa (“smart codec”): khi tua và khi mở, hình hiện chậm. Nên tắt H.264+/H.265+ và đặt khoảng cách 2 giây.',
    en: 'Key frames come rarely (“smart codec”): seeking and first pictures will be slow. Switch H.264+/H.265+ off and set 2 seconds.',
  },
  'no-key-frame-seen': {
    vi: 'Không thấy khung hình khoá (I-frame) nào trong lúc đo. Hãy đo lâu hơn hoặc đặt khoảng cách khung hình khoá (I-frame interval) là 2 giây.',
    en: 'No key frame was seen while measuring. Measure longer, or set the I-frame interval to 2 seconds.',
  },
  'camera-clock-off': {
    vi: 'Đồng hồ camera lệch hơn 2 giây. Hãy đặt máy chủ thời gian (NTP) trong camera.',
    en: 'The camera’s clock is off by more than 2 seconds. Set a time server (NTP) in the camera.',
  },
  'no-sender-reports': {
    vi: 'Camera không báo giờ của nó; không đo được độ lệch đồng hồ.',
    en: 'The camera does not tell its time; the offset of its clock can’t be measured.',
  },
  'browser-support-limited': {
    vi: 'H.265: ghi được đầy đủ, nhưng nhiều trình duyệt không tự phát được.',
    en: 'H.265: it is recorded in full, but many browsers can’t play it without help.',
  },
  'packets-lost': { vi: 'Có gói tin bị mất trên đường.', en: 'Packets were lost on the way.' },
  'damaged-pictures': { vi: 'Có hình đến không nguyên vẹn.', en: 'Some pictures came in damaged.' },
  'parameter-sets-missing-in-description': {
    vi: 'Mô tả luồng thiếu thông số giải mã; Mắt Làng lấy chúng từ trong luồng.',
    en: 'The description lacks the parameter sets; they are taken from the stream itself.',
  },
  'codec-not-recorded': {
    vi: 'Một luồng có kiểu nén không ghi được.',
    en: 'A stream has a codec that is not recorded.',
  },
  'declared-frame-rate-wrong': {
    vi: 'Số hình mỗi giây đo được khác với số ghi trong thông tin của camera.',
    en: 'The measured frame rate differs from what the camera declares.',
  },
  'basic-authentication': {
    vi: 'Mật khẩu được gửi qua mạng không mã hoá, người khác có thể đọc được. Nên chọn Digest trong camera.',
    en: 'The password crosses the network unencrypted, and others can read it. Choose Digest in the camera.',
  },
  'no-authentication': {
    vi: 'Ai trong mạng cũng xem được camera này. Nên đặt mật khẩu.',
    en: 'Anybody on the network can view this camera. Set a password.',
  },
  'has-sound': {
    vi: 'Camera có âm thanh. Âm thanh không được ghi cho đến khi có người bật và nêu lý do.',
    en: 'The camera sends sound. It is not recorded until somebody switches it on and says why.',
  },
};
