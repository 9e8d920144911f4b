/** What is missing in an exported file: how often, for how long, why; and each gap on request. */
import { GAP_CAUSE_TEXTS } from '@matlang/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { instantText, lengthText, spanText } from '../i18n/time-text.ts';
import classes from './gap-note.module.css';
import { type ExportGap, summarizeGaps } from './gap-summary.ts';

/** A list that nobody reads to its end: a camera whose network flickered for a day. */
const MOST_LISTED = 200;

/** Nothing where the file is whole. */
export function GapNote({ gaps }: { readonly gaps: readonly ExportGap[] }): ReactNode {
  const { t, say } = useSpeech();
  const summary = summarizeGaps(gaps);
  if (summary === null) return null;
  const length = ({ from, to }: ExportGap): string => lengthText(to - from, t);
  const cause = (gap: ExportGap): string =>
    gap.cause === null ? t('gapCauseUnknown') : say(GAP_CAUSE_TEXTS[gap.cause]);
  const { longest } = summary;
  const values = { length: length(longest), cause: cause(longest) };
  const count = summary.gaps.length;
  return (
    <div className={classes['note']}>
      <IconAlertTriangle size={15} aria-hidden="true" className={classes['sign']} />{' '}
      {count === 1
        ? t('gapOnce', { ...values, span: spanText(longest.from, longest.to) })
        : t('gapsMany', {
            ...values,
            count,
            total: lengthText(summary.totalMs, t),
            time: instantText(longest.from),
          })}
      {count > 1 && (
        <details>
          <summary>{t('gapsList')}</summary>
          <ol className={classes['list']}>
            {summary.gaps.slice(0, MOST_LISTED).map((gap) => (
              <li key={gap.from}>
                {spanText(gap.from, gap.to)} ({length(gap)}): {cause(gap)}
              </li>
            ))}
          </ol>
          {count > MOST_LISTED && t('gapsMore', { count: count - MOST_LISTED })}
        </details>
      )}
    </div>
  );
}
