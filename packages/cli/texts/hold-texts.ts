/** What the command line says of holds. */
import type { Bilingual } from '@matlang/contract';

/** Lines of `matlang check`. */
export const HOLD_TEXTS = {
  holds: {
    vi: 'Khoá không xoá: {count} khoá, {overdue} quá hạn rà soát.',
    en: 'Holds: {count}, {overdue} of them overdue for review.',
  },
  hold: {
    vi: '  {camera}, {span}: {reason} ({owner}, xem lại {day})',
    en: '  {camera}, {span}: {reason} ({owner}, review {day})',
  },
  more: { vi: '  … còn {count} khoá nữa; xem hết bằng --json', en: '  … and {count} more: --json' },
} as const satisfies Readonly<Record<string, Bilingual>>;
