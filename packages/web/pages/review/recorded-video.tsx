/** One camera's recorded picture, held at the page's clock; in words what there is instead of one. */
import { GAP_CAUSE_TEXTS } from '@matlang/contract';
import { type ReactNode, useRef } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import type { PlaybackControl } from '../../player/playback-control.ts';
import { gapAt, type TimelineRow } from '../../timeline/timeline-row.ts';
import classes from './review-page.module.css';
import { useInstant } from './use-playback.ts';
import { useRecordedVideo } from './use-recorded-video.ts';

/** Gaps are looked for so often. */
const GAP_STEP_MS = 250;

/** Which camera, and whether it is the one that steps and gaps go by. */
export interface RecordedVideoProps {
  readonly row: TimelineRow;
  readonly pass: 'first' | 'last';
  readonly baseUnixMs: number;
  readonly control: PlaybackControl;
  /** There is no recorded sub stream, and the page shows too many cameras for main streams. */
  readonly keysOnly: boolean;
  readonly focused: boolean;
  readonly onFocus: () => void;
}

/** A figure with the camera's name. */
export function RecordedVideo(props: RecordedVideoProps): ReactNode {
  const { row, pass, baseUnixMs, control, keysOnly, focused, onFocus } = props;
  const { t, say } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const instantUnixMs = useInstant(control, GAP_STEP_MS);
  const gap = gapAt(row, instantUnixMs);
  const { unsupported, failing, isEmptyAt } = useRecordedVideo(video, {
    cameraId: row.cameraId,
    stream: row.stream,
    pass,
    keysOnly,
    control,
    baseUnixMs,
    isGap: (unixMs) => gapAt(row, unixMs) !== null,
    hasStills: false,
  });
  const isEmpty = gap === null && isEmptyAt(instantUnixMs);
  return (
    <figure className={classes['picture']} data-focused={focused} onPointerDown={onFocus}>
      <video ref={video} muted playsInline disablePictureInPicture />
      <figcaption>
        <span className={classes['name']}>{row.name}</span>
        {keysOnly && <span className={classes['note']}>{t('noSubStream')}</span>}
      </figcaption>
      {gap !== null && (
        <p className={classes['gap']} role="status">
          <strong>{say(GAP_CAUSE_TEXTS[gap.cause])}</strong>
          <span>{gap.end === null ? t('gapLasts') : t('gapUntil', { time: instantText(gap.end) })}</span>
        </p>
      )}
      {gap === null && unsupported !== null && (
        <p className={classes['gap']}>{t('tileCannotPlay', { codec: codecName(unsupported) })}</p>
      )}
      {gap === null && failing && <p className={classes['gap']}>{t('playFailed')}</p>}
      {isEmpty && !failing && unsupported === null && (
        <p className={classes['gap']}>{t('nothingRecorded')}</p>
      )}
    </figure>
  );
}

/** As people know it. @param codec of RFC 6381 */
function codecName(codec: string): string {
  if (/^(?:hvc|hev)1\b/.test(codec)) return 'H.265';
  return /^avc[13]\b/.test(codec) ? 'H.264' : codec;
}
