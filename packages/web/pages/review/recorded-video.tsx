/** One camera's recorded picture, held at the page's clock; in words what there is instead of one. */
import { GAP_CAUSE_TEXTS } from '@matlang/contract';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { instantText } from '../../i18n/time-text.ts';
import type { ZoomStore } from '../../picture/zoom-store.ts';
import { Zoomable } from '../../picture/zoomable.tsx';
import { codecName } from '../../player/codec.ts';
import type { PlaybackControl } from '../../player/recorded/playback-control.ts';
import type { PlayFailure } from '../../player/recorded/playback-footage.ts';
import { useFootagePurpose } from '../../purpose/use-purpose.ts';
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
  readonly zooms: ZoomStore;
  readonly baseUnixMs: number;
  readonly control: PlaybackControl;
  /** There is no recorded sub stream, and the page shows too many cameras for main streams. */
  readonly keysOnly: boolean;
  readonly focused: boolean;
  readonly onFocus: () => void;
  /** Goes on behind a gap. */
  readonly onInstant: (unixMs: number) => void;
  /** To the nearest footage of this camera, before (-1) or behind (1) where there is none. */
  readonly onFootage: (direction: 1 | -1) => void;
}

/** A figure with the camera's name. */
export function RecordedVideo(props: RecordedVideoProps): ReactNode {
  const { row, smallStream, pass, zooms, baseUnixMs, control, keysOnly, focused, onFocus, onInstant } = props;
  const { cameraId, name } = row;
  const { t } = useSpeech();
  const purpose = useFootagePurpose();
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { scrubUnixMs, playing } = usePlaybackFacts(control);
  const instantUnixMs = useInstant(control, GAP_STEP_MS);
  const gap = gapAt(row, instantUnixMs);
  /** False: stills are shown instead, of an instant that is played each second. */
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
    purpose,
  });
  const {
    unsupported,
    transcoded,
    failing,
    isEmpty: isUnrecorded,
    isAwaited,
    isLoadedAt,
  } = useRecordedVideo(video, {
    cameraId,
    stream,
    pass,
    keysOnly,
    mayTranscode: stream === smallStream,
    purpose,
    control,
    baseUnixMs,
    isGap: (unixMs) => gapAt(row, unixMs) !== null,
    hasStills,
  });
  const failure = isLoadedAt(instantUnixMs) ? null : failing;
  // Stills cost the site far less than to convert what is played.
  const isBusy = failure === 'transcode-busy';
  useEffect(() => {
    if (unsupported !== null && stream !== smallStream) setReplaced(unsupported);
    setCanPlay(unsupported === null && !isBusy);
  }, [unsupported, stream, smallStream, isBusy]);
  const isStill = stillUnixMs !== null && hasStills;
  const isEmpty = gap === null && unsupported === null && isUnrecorded;
  return (
    <figure
      className={classes['picture']}
      data-focused={focused}
      onPointerDown={onFocus}
      onMouseDown={keepKeys}
    >
      <div className={classes['frame']}>
        <Zoomable label={t('zoomPicture', { camera: name })} onPress={onFocus} held={zooms.of(cameraId)}>
          <video ref={video} muted playsInline disablePictureInPicture />
          <canvas ref={canvas} className={classes['still']} hidden={!isStill} />
        </Zoomable>
      </div>
      {isAwaited && !isStill && !isEmpty && gap === null && unsupported === null && failure === null && (
        <p className={classes['awaited']}>{t('footageAwaited')}</p>
      )}
      <Caption
        name={name}
        keysOnly={(keysOnly && gap === null) || (scrubUnixMs !== null && !hasStills)}
        hasNoSub={keysOnly && gap === null}
        stillsFor={isStill ? unsupported : null}
        isBusy={isBusy && isStill}
        converted={isBusy || gap !== null ? null : transcoded}
        replaced={unsupported === null && transcoded === null ? replaced : null}
      />
      <InsteadOfPicture
        gap={gap}
        onInstant={onInstant}
        unsupported={isStill ? null : unsupported}
        failure={isBusy && isStill ? null : failure}
        isEmpty={isEmpty}
        onFootage={props.onFootage}
      />
    </figure>
  );
}

/** The camera's name, and in what way its pictures are others than those that it sent. */
function Caption(props: {
  readonly name: string;
  readonly keysOnly: boolean;
  readonly hasNoSub: boolean;
  /** Codecs that the browser can't play: stills are shown, the picture is converted, the small stream stands in; null: not so. */
  readonly stillsFor: string | null;
  readonly converted: string | null;
  readonly replaced: string | null;
  /** Stills, because the site converts for others. */
  readonly isBusy: boolean;
}): ReactNode {
  const { name, keysOnly, hasNoSub, stillsFor, converted, replaced, isBusy } = props;
  const { t } = useSpeech();
  const note = (text: string, title?: string): ReactNode => (
    <span className={classes['note']} title={title}>
      {text}
    </span>
  );
  const of = (codec: string): { readonly codec: string } => ({ codec: codecName(codec) });
  return (
    <figcaption>
      <span className={classes['name']}>{name}</span>
      <span className={`${classes['note']} ${classes['zoomed']}`}>{t('zoomedPicture')}</span>
      {keysOnly && note(t('keyFramesOnly'), hasNoSub ? t('noSubStream') : undefined)}
      {stillsFor !== null && note(t('stillsOnly', of(stillsFor)), t('tileCannotPlay', of(stillsFor)))}
      {isBusy && note(t('stillsWhileBusy'))}
      {converted !== null && note(t('converted', of(converted)), t('tileTranscoded', of(converted)))}
      {replaced !== null && note(t('tileUsesSub', of(replaced)))}
    </figcaption>
  );
}

/** A press on a picture leaves the keys to the page: with the focus the picture would take `+`, `-` and the space bar for itself. */
function keepKeys(event: MouseEvent): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

const FAILURES: Readonly<Record<PlayFailure, TextKey>> = {
  'transcode-busy': 'transcodeBusy',
  'analyst-unreachable': 'tileAnalystAway',
  unread: 'playFailed',
};

function InsteadOfPicture({
  gap,
  onInstant,
  unsupported,
  failure,
  isEmpty,
  onFootage,
}: {
  readonly gap: RowGap | null;
  readonly onInstant: (unixMs: number) => void;
  readonly unsupported: string | null;
  readonly failure: PlayFailure | null;
  readonly isEmpty: boolean;
  readonly onFootage: (direction: 1 | -1) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  if (gap !== null)
    return (
      <p className={classes['gap']} role="status">
        <strong>{say(GAP_CAUSE_TEXTS[gap.cause])}</strong>
        <GapEnd end={gap.end} onInstant={onInstant} />
      </p>
    );
  if (unsupported !== null)
    return <p className={classes['gap']}>{t('tileCannotPlay', { codec: codecName(unsupported) })}</p>;
  if (failure !== null)
    return (
      <p className={classes['gap']} role="status">
        {t(FAILURES[failure])}
      </p>
    );
  if (!isEmpty) return null;
  return (
    <div className={classes['gap']} role="status">
      <strong>{t('nothingRecorded')}</strong>
      <GapWay text="footageBefore" keyName="Shift P" onPress={() => onFootage(-1)} />
      <GapWay text="footageAfter" keyName="Shift N" onPress={() => onFootage(1)} />
    </div>
  );
}

function GapWay({
  text,
  keyName,
  onPress,
}: {
  readonly text: TextKey;
  readonly keyName: string;
  readonly onPress: () => void;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <button type="button" className={classes['gapEnd']} title={keyName} onClick={onPress}>
      {t(text)}
    </button>
  );
}

/** Pictures again from then on, by a press. */
function GapEnd({
  end,
  onInstant,
}: {
  readonly end: number | null;
  readonly onInstant: (unixMs: number) => void;
}): ReactNode {
  const { t } = useSpeech();
  if (end === null) return <span>{t('gapLasts')}</span>;
  return (
    <button type="button" className={classes['gapEnd']} title="N" onClick={() => onInstant(end)}>
      {t('gapUntil', { time: instantText(end) })}
    </button>
  );
}
