/** Texts of purposes: why recordings are looked at. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const PURPOSE_TEXTS = {
  purpose: { vi: 'Mục đích', en: 'Purpose' },
  purposeTitle: { vi: 'Nêu mục đích xem lại', en: 'State a purpose' },
  purposeWhy: {
    vi: 'Hình đã ghi chỉ được xem vì công việc. Nêu một lần cho mỗi vụ việc hoặc công việc; mục đích có hiệu lực 8 giờ và được ghi vào nhật ký, cùng với mắt camera và khoảng thời gian đã xem.',
    en: 'Recordings are looked at for work only. State it once for each incident or errand; it holds for 8 hours and goes to the log, with the cameras and times that were looked at.',
  },
  purposeMissing: {
    vi: 'Nêu mục đích thì mới xem được hình đã ghi. Dòng thời gian bên dưới cho biết lúc nào có hình.',
    en: 'Recorded pictures are shown once a purpose is stated. The time line below says when there are any.',
  },
  purposeRecent: { vi: 'Nêu lại', en: 'State again' },
  purposeAnother: { vi: 'Hoặc mục đích khác', en: 'Or another one' },
  purposeKind: { vi: 'Xem vì', en: 'Because of' },
  purposeNumber: { vi: 'Số vụ việc', en: 'Number of the incident' },
  purposeAbout: { vi: 'Nội dung (không bắt buộc)', en: 'What about (may be left out)' },
  purposeNote: { vi: 'Ghi chú (không bắt buộc)', en: 'Note (may be left out)' },
  purposeReason: { vi: 'Lý do', en: 'Reason' },
  purposeState: { vi: 'Xem hình', en: 'See the pictures' },
  purposeLater: { vi: 'Để sau', en: 'Later' },
  purposeUntil: { vi: 'đến {time}', en: 'until {time}' },
  purposeChange: { vi: 'Đổi', en: 'Change' },
  purposeEnd: { vi: 'Kết thúc', en: 'End' },
  purposeForExport: {
    vi: 'Muốn trích xuất thì phải nêu mục đích trước.',
    en: 'State a purpose before footage is exported.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
