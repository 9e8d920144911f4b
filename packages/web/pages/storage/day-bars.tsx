/** What each of the last days took, as bars; the same in words for those who can't look. */
import type { StorageAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import { dayText } from '../../i18n/time-text.ts';
import classes from './storage-page.module.css';

const HEIGHT = 28;
const STEP = 9;
const WIDTH = 7;

/** @param props.mostBytes the highest bar of all cameras, so that they compare */
export function DayBars({
  days,
  mostBytes,
}: {
  readonly days: StorageAnswer['cameras'][number]['days'];
  readonly mostBytes: number;
}): ReactNode {
  const { t, language } = useSpeech();
  const text = (bytes: number, startAt: number): string =>
    t('storageDayBar', { day: dayText(startAt), size: sizeText(bytes, language) });
  const told = days.filter(({ bytes }) => bytes > 0).map(({ bytes, startAt }) => text(bytes, startAt));
  return (
    <svg
      role="img"
      aria-label={t('storageDaysText', { days: told.join('; ') })}
      width={days.length * STEP}
      height={HEIGHT}
      className={classes['days']}
    >
      {days.map(({ startAt, bytes }, at) => {
        const height = Math.max(bytes === 0 ? 1 : 2, (HEIGHT * bytes) / Math.max(1, mostBytes));
        return (
          <rect
            key={startAt}
            x={at * STEP}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
            data-empty={bytes === 0}
          >
            <title>{text(bytes, startAt)}</title>
          </rect>
        );
      })}
    </svg>
  );
}
