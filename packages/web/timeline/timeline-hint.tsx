/** What lies under the pointer, in words: the time, why something is missing, what is kept, where the clock was set. */
import { GAP_CAUSE_TEXTS, type TimelineAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { instantText, lengthText } from '../i18n/time-text.ts';
import classes from './timeline.module.css';
import { AXIS_HEIGHT, type TimelineLayout } from './timeline-layout.ts';
import { bookmarkAt, gapAt, holdAt, isRepeatedAt, type TimelineRow } from './timeline-row.ts';

/** A step of the clock is meant from this far. */
const STEP_PIXELS = 6;
const WIDTH = 260;

/** Where the pointer is, in pixels and as an instant. */
export interface TimelineHintProps {
  readonly layout: TimelineLayout;
  readonly rows: readonly TimelineRow[];
  readonly events: TimelineAnswer['events'];
  readonly place: { readonly x: number; readonly y: number };
  readonly unixMs: number;
  readonly msPerPixel: number;
}

/** Hidden from screen readers: the page says the same of the instant on show. */
export function TimelineHint(props: TimelineHintProps): ReactNode {
  const { layout, rows, events, place, unixMs, msPerPixel } = props;
  const { t, say } = useSpeech();
  const row = rows[Math.floor((place.y - AXIS_HEIGHT) / layout.rowHeight)];
  const gap = row === undefined ? null : gapAt(row, unixMs);
  const hold = row === undefined ? null : holdAt(row, unixMs);
  const bookmark = row === undefined ? null : bookmarkAt(row, unixMs, STEP_PIXELS * msPerPixel);
  const step = events.find(
    ({ kind, at }) => kind === 'clock-step' && Math.abs(at - unixMs) <= STEP_PIXELS * msPerPixel,
  );
  const left = Math.max(4, Math.min(layout.width - WIDTH - 4, place.x - WIDTH / 2));
  return (
    <div className={classes['hint']} style={{ left, width: WIDTH }} aria-hidden="true">
      <strong>{instantText(unixMs)}</strong>
      {row !== undefined && rows.length > 1 && <span>{row.name}</span>}
      {gap !== null && (
        <span>
          {say(GAP_CAUSE_TEXTS[gap.cause])}
          {gap.end !== null && ` (${lengthText(gap.end - gap.start, t)})`}
        </span>
      )}
      {bookmark !== null && <span>⚑ {bookmark.title}</span>}
      {hold !== null && <span>{t('heldBecause', { reason: hold.reason })}</span>}
      {row !== undefined && isRepeatedAt([row], unixMs) && <span>{t('recordedTwice')}</span>}
      {step !== undefined && <span>{stepText(step, t)}</span>}
    </div>
  );
}

function stepText(
  { detail }: TimelineAnswer['events'][number],
  t: ReturnType<typeof useSpeech>['t'],
): string {
  const before = detail['beforeUnixMs'];
  const after = detail['afterUnixMs'];
  if (typeof before !== 'number' || typeof after !== 'number') return t('clockSet');
  return t(after < before ? 'clockSetBack' : 'clockSetForward', {
    from: instantText(before),
    to: instantText(after),
  });
}
