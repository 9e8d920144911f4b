/** What purposes are called, and how one is said in a line. */
import type { PurposeKind, PurposeWords } from '@matlang/domain';
import type { Bilingual } from '../text/bilingual.ts';

/** Of each kind, for whoever chooses one. */
export const PURPOSE_KIND_TEXTS = {
  incident: { vi: 'Vụ việc', en: 'Incident' },
  inspection: { vi: 'Kiểm tra định kỳ', en: 'Inspection' },
  test: { vi: 'Thử hệ thống', en: 'Test of the system' },
  other: { vi: 'Lý do khác', en: 'Another reason' },
} as const satisfies Readonly<Record<PurposeKind, Bilingual>>;

/** “Vụ việc số 12/2026: mất xe ở chợ”; a reason of its own stands as it was typed. At most 200 characters. */
export function purposeText({ kind, number, text }: PurposeWords): Bilingual {
  if (kind === 'other') return { vi: text, en: text };
  const { vi, en } = PURPOSE_KIND_TEXTS[kind];
  const numbered = number === '' ? { vi, en } : { vi: `${vi} số ${number}`, en: `${en} ${number}` };
  return text === '' ? numbered : { vi: `${numbered.vi}: ${text}`, en: `${numbered.en}: ${text}` };
}
