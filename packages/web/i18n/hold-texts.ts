/** Texts of holds: the dialog and the list. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const HOLD_TEXTS = {
  holds: { vi: 'Khoá không xoá', en: 'Holds' },
  holdTitle: { vi: 'Khoá không xoá', en: 'Keep from deletion' },
  holdReason: { vi: 'Lý do', en: 'Reason' },
  holdOwner: { vi: 'Người chịu trách nhiệm', en: 'Owner' },
  holdReviewAt: { vi: 'Ngày xem lại', en: 'Review on' },
  holdPlace: { vi: 'Khoá', en: 'Hold' },
} as const satisfies Readonly<Record<string, Bilingual>>;
