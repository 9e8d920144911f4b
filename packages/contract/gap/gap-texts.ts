/** Why nothing was recorded: the closed list of the archive, in words. */
import type { Bilingual } from '../text/bilingual.ts';

/** As `GAP_CAUSES` of the archive, which contract may not know; a test of the server holds them equal. */
export const GAP_CAUSES = [
  'offline',
  'network',
  'credentials',
  'no-media',
  'no-key-frame',
  'codec',
  'disk-full',
  'disk-stall',
  'disk-error',
  'recorder-down',
  'power',
  'clock-step',
  'stopped',
  'retention',
] as const;
/** See GAP_CAUSES. */
export type GapCause = (typeof GAP_CAUSES)[number];

/** For the time line and reports: a few words, no sentence. */
export const GAP_CAUSE_TEXTS: Readonly<Record<GapCause, Bilingual>> = {
  offline: { vi: 'không kết nối được camera', en: 'the camera could not be reached' },
  network: { vi: 'mất mạng', en: 'the network was down' },
  credentials: { vi: 'camera không nhận mật khẩu', en: 'the camera refused the password' },
  'no-media': { vi: 'camera không gửi hình', en: 'the camera sent no pictures' },
  'no-key-frame': { vi: 'chưa có khung hình khoá (I-frame)', en: 'no key frame yet' },
  codec: { vi: 'camera dùng kiểu nén không ghi được', en: 'a codec that is not recorded' },
  'disk-full': { vi: 'ổ lưu trữ đầy', en: 'the disk was full' },
  'disk-stall': { vi: 'ổ lưu trữ ghi quá chậm', en: 'the disk wrote too slowly' },
  'disk-error': { vi: 'ổ lưu trữ lỗi', en: 'the disk failed' },
  'recorder-down': { vi: 'phần mềm ghi hình không chạy', en: 'the recorder was not running' },
  power: { vi: 'mất điện', en: 'power was out' },
  'clock-step': { vi: 'đồng hồ máy bị chỉnh', en: 'the machine’s clock was set' },
  stopped: { vi: 'đã tắt ghi hình', en: 'recording was switched off' },
  retention: { vi: 'đã hết thời hạn lưu', en: 'its time was up' },
};
