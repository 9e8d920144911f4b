/** Texts of exports: the dialog and the list. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const EXPORT_TEXTS = {
  exports: { vi: 'Trích xuất', en: 'Exports' },
  exportTitle: { vi: 'Trích xuất hình ghi', en: 'Export footage' },
  exportFrom: { vi: 'Từ lúc', en: 'From' },
  exportTo: { vi: 'Đến lúc', en: 'To' },
  exportCameras: { vi: 'Mắt camera', en: 'Cameras' },
  exportPurpose: { vi: 'Mục đích', en: 'Purpose' },
  exportPurposeHint: {
    vi: 'Ví dụ: vụ mất xe ở chợ ngày 15/02. Ghi vào nhật ký truy cập.',
    en: 'Such as: motorbike taken at the market on 15/02. Written to the audit log.',
  },
  exportStart: { vi: 'Trích xuất', en: 'Export' },
  close: { vi: 'Đóng', en: 'Close' },
} as const satisfies Readonly<Record<string, Bilingual>>;
