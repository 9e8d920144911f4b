/** What each camera takes. A table on the desk, cards on the phone: the same rows. */
import type { StorageAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { useSiteNow } from '../../app/use-site-now.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import type { TextKey } from '../../i18n/texts.ts';
import { dateText, minuteText } from '../../i18n/time-text.ts';
import { DayBars } from './day-bars.tsx';
import classes from './storage-page.module.css';

type Camera = StorageAnswer['cameras'][number];

const COLUMNS: readonly TextKey[] = [
  'storageCamera',
  'storageDays',
  'storagePerDay',
  'storageTotal',
  'storageOldest',
  'storageRetention',
  'storageNext',
];
const DAY_MS = 86_400_000;

/** Those that take most first. */
export function CameraTable({ cameras }: { readonly cameras: readonly Camera[] }): ReactNode {
  const { t } = useSpeech();
  const sorted = cameras.toSorted((left, right) => right.bytes - left.bytes);
  const mostBytes = Math.max(0, ...cameras.flatMap(({ days }) => days.map(({ bytes }) => bytes)));
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          {COLUMNS.map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map((camera) => (
          <Row key={camera.cameraId} camera={camera} mostBytes={mostBytes} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ camera, mostBytes }: { readonly camera: Camera; readonly mostBytes: number }): ReactNode {
  const { t, language } = useSpeech();
  const { bytesPerDay, bytes, heldBytes, oldestAt, retentionDays } = camera;
  return (
    <tr>
      <th scope="row">
        {camera.name ?? t('storageNameless')}
        {camera.removed && ` (${t('storageRemoved')})`}
      </th>
      <td data-label={t('storageDays')}>
        <DayBars days={camera.days} mostBytes={mostBytes} />
      </td>
      <td data-label={t('storagePerDay')}>{bytesPerDay === null ? '–' : sizeText(bytesPerDay, language)}</td>
      <td data-label={t('storageTotal')}>
        {sizeText(bytes, language)}
        {heldBytes > 0 && ` (${t('storageHeldOf', { size: sizeText(heldBytes, language) })})`}
      </td>
      <td data-label={t('storageOldest')} className={classes['moment']}>
        {oldestAt === null ? '–' : minuteText(oldestAt)}
      </td>
      <td data-label={t('storageRetention')} className={classes['moment']}>
        {retentionDays === null ? '–' : t('days', { n: retentionDays })}
      </td>
      <td data-label={t('storageNext')}>
        <Next next={camera.next} />
      </td>
    </tr>
  );
}

/** Day and hour stay in one line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

function Next({ next }: { readonly next: Camera['next'] }): ReactNode {
  const { t } = useSpeech();
  const now = useSiteNow();
  if (next === null) return t('storageNoNext');
  if (now === null) return null;
  const from = unbroken(minuteText(next.from));
  if (next.reason === 'space') return t('storageNextSpace', { from });
  if (next.dueAt <= now()) return t('storageNextSoon', { from });
  // Days ahead an hour says nothing more.
  const time = next.dueAt - now() > 2 * DAY_MS ? dateText(next.dueAt) : unbroken(minuteText(next.dueAt));
  return t('storageNextAge', { from, time });
}
