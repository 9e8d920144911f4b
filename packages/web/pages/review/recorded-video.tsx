/** One camera's recorded picture, held at the page's clock; in words what there is instead of one. */
import { GAP_CAUSE_TEXTS } from '@matlang/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import type { PlaybackControl } from '../../player/playback-control.ts';
import { gapAt, type RowGap, type TimelineRow } from '../../timeline/timeline-row.ts';
import classes from './review-page.module.css';
import { useInstant, usePlaybackFacts } from './use-playback.ts';
import { useRecordedVideo } from './use-recorded-video.ts';
import { useScrubStill } from './use-scrub-still.ts';

/** Gaps are looked for so often. */
const GAP_STEP_MS = 250;
/** Where only stills can be shown, a new one so often. */
const STILL_STEP_MS = 1000;

/** Which camera, and whether it is the one that steps and gaps go by. */
export interface RecordedVideoProps {
  readonly row: TimelineRow;
  /** The smallest that is recorded: stills are made of it, and it is played where the browser can't play the other. */
  readonly smallStream: 'main' | 'sub';
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
  const { row, smallStream, pass, baseUnixMs, control, keysOnly, focused, onFocus } = props;
  const { cameraId, name } = row;
  const { t } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { scrubUnixMs, playing } = usePlaybackFacts(control);
  const instantUnixMs = useInstant(control, GAP_STEP_MS);
  const gap = gapAt(row, instantUnixMs);
  const [canPlay, setCanPlay] = useState(true);
  /** The codec because of which the small stream is played instead. */
  const [replaced, setReplaced] = useState<string | null>(null);
  const stream = replaced === null ? row.stream : smallStream;
  const instantStillUnixMs = playing
    ? Math.floor(instantUnixMs / STILL_STEP_MS) * STILL_STEP_MS
    : instantUnixMs;
  const stillUnixMs = canPlay ? scrubUnixMs : instantStillUnixMs;
  const hasStills = useScrubStill(canvas, {
    cameraId,
    stream: smallStream,
    unixMs: gap === null ? stillUnixMs : null,
    exact: scrubUnixMs === null && !playing,
  });
  const { unsupported, transcoded, failing, isEmptyAt } = useRecordedVideo(video, {
    cameraId,
    stream,
    pass,
    keysOnly,
    mayTranscode: stream === smallStream,
    control,
    baseUnixMs,
    isGap: (unixMs) => gapAt(row, unixMs) !== null,
    hasStills,
  });
  useEffect(() => {
    if (unsupported !== null && stream !== smallStream) setReplaced(unsupported);
    setCanPlay(unsupported === null);
  }, [unsupported, stream, smallStream]);
  const isStill = stillUnixMs !== null && hasStills;
  const isEmpty = gap === null && unsupported === null && isEmptyAt(instantUnixMs);
  return (
    <figure className={classes['picture']} data-focused={focused} onPointerDown={onFocus}>
      <video ref={video} muted playsInline disablePictureInPicture />
      <canvas ref={canvas} className={classes['still']} hidden={!isStill} />
      <figcaption>
        <span className={classes['name']}>{name}</span>
        {keysOnly && <span className={classes['note']}>{t('noSubStream')}</span>}
        {scrubUnixMs !== null && !hasStills && <span className={classes['note']}>{t('keyFramesOnly')}</span>}
        {unsupported !== null && isStill && (
          <span className={classes['note']} title={t('tileCannotPlay', { codec: codecName(unsupported) })}>
            {t('stillsOnly', { codec: codecName(unsupported) })}
          </span>
        )}
        {transcoded !== null && (
          <span className={classes['note']}>{t('tileTranscoded', { codec: codecName(transcoded) })}</span>
        )}
        {unsupported === null && transcoded === null && replaced !== null && (
          <span className={classes['note']}>{t('tileUsesSub', { codec: codecName(replaced) })}</span>
        )}
      </figcaption>
      <InsteadOfPicture
        gap={gap}
        unsupported={isStill ? null : unsupported}
        failing={failing}
        isEmpty={isEmpty}
      />
    </figure>
  );
}

function InsteadOfPicture({
  gap,
  unsupported,
  failing,
  isEmpty,
}: {
  readonly gap: RowGap | null;
  readonly unsupported: string | null;
  readonly failing: boolean;
  readonly isEmpty: boolean;
}): ReactNode {
  const { t, say } = useSpeech();
  if (gap !== null)
    return (
      <p className={classes['gap']} role="status">
        <strong>{say(GAP_CAUSE_TEXTS[gap.cause])}</strong>
        <span>{gap.end === null ? t('gapLasts') : t('gapUntil', { time: instantText(gap.end) })}</span>
      </p>
    );
  if (unsupported !== null)
    return <p className={classes['gap']}>{t('tileCannotPlay', { codec: codecName(unsupported) })}</p>;
  if (failing) return <p className={classes['gap']}>{t('playFailed')}</p>;
  return isEmpty ? <p className={classes['gap']}>{t('nothingRecorded')}</p> : null;
}

/** As people know it. @param codec of RFC 6381 */
function codecName(codec: string): string {
  if (/^(?:hvc|hev)1\b/.test(codec)) return 'H.265';
  return /^avc[13]\b/.test(codec) ? 'H.264' : codec;
}
