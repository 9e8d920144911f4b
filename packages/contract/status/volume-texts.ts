/** A volume's state in words. */
import type { Bilingual } from '../text/bilingual.ts';
import type { VolumeStatus } from './status-schemas.ts';

export const VOLUME_STATE_TEXTS: Readonly<Record<VolumeStatus['state'], Bilingual>> = {
  unknown: { vi: 'chưa biết: phần mềm ghi hình chưa báo', en: 'unknown: the recorder has not told yet' },
  recording: { vi: 'đang ghi', en: 'recording' },
  stalled: { vi: 'ghi quá chậm', en: 'writing too slowly' },
  full: { vi: 'đầy, không xoá được thêm', en: 'full, and nothing may be deleted' },
  'read-only': { vi: 'chỉ đọc, không ghi được', en: 'read-only, can’t be written' },
  failed: { vi: 'chưa gắn hoặc bị hỏng', en: 'not mounted, or broken' },
};
