/** A volume's state in words. */
import type { Bilingual } from '../text/bilingual.ts';
import type { VolumeStatus } from './status-schemas.ts';

/** A few words for each; what to try is in VOLUME_TRY_TEXTS. */
export const VOLUME_STATE_TEXTS: Readonly<Record<VolumeStatus['state'], Bilingual>> = {
  unknown: { vi: 'chưa biết: phần mềm ghi hình chưa báo', en: 'unknown: the recorder has not told yet' },
  recording: { vi: 'đang ghi', en: 'recording' },
  stalled: { vi: 'ghi quá chậm', en: 'writing too slowly' },
  full: { vi: 'đầy, không xoá được thêm', en: 'full, and nothing may be deleted' },
  'read-only': { vi: 'chỉ đọc, không ghi được', en: 'read-only, can’t be written' },
  failed: { vi: 'chưa gắn hoặc bị hỏng', en: 'not mounted, or broken' },
};

/** What to try where a volume does not record. */
export const VOLUME_TRY_TEXTS: Readonly<Partial<Record<VolumeStatus['state'], Bilingual>>> = {
  stalled: {
    vi: 'Kiểm tra dây của ổ; ổ ghi chậm dần thường là sắp hỏng, hãy chuẩn bị ổ thay.',
    en: 'Check the disk’s cable; a disk that grows slow mostly is about to fail: have another one ready.',
  },
  full: {
    vi: 'Gỡ bớt “khoá không xoá” không còn cần, hoặc chuyển sang ổ lớn hơn.',
    en: 'Lift holds that are no longer needed, or move to a larger disk.',
  },
  'read-only': {
    vi: 'Ổ thường là sắp hỏng: trích xuất dữ liệu cần giữ, rồi thay ổ.',
    en: 'The disk mostly is about to fail: export what must be kept, then replace it.',
  },
  failed: {
    vi: 'Kiểm tra dây và nguồn của ổ, rồi gắn lại (mount -a). Ổ trở lại là hệ thống tự ghi tiếp.',
    en: 'Check cable and power of the disk, then mount it again (mount -a). Recording goes on by itself when it is back.',
  },
};
