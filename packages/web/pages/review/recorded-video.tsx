/** One camera's recorded picture, held at the page's clock. */
import { GAP_CAUSE_TEXTS } from '@matlang/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import type { PlaybackClock } from '../../player/playback-clock.ts';
import { PlaybackPlayer } from '../../player/playback-player.ts';
import { gapAt, type TimelineRow } from '../../timeline/draw-timeline.ts';
import classes from './review-page.module.css';

/** Looked at so often whether the picture stands where the clock stands. */
const HOLD_EVERY_MS = 200;
/** Further off than this is not caught up with by playing faster: half a second at most is ever seen. */
const SEEK_S = 0.5;
/** Browsers refuse what lies outside. */
const SLOWEST = 0.0625;
const FASTEST = 16;
/** Below this two pictures of 25 a second are the same. */
const IN_STEP_S = 0.02;

/** `baseUnixMs` is where the element's time is 0; `clock` leads, and the picture follows it. */
export interface RecordedVideoProps {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly baseUnixMs: number;
  readonly clock: PlaybackClock;
  /** Changes at each jump of the clock. */
  readonly seeks: number;
  readonly row: TimelineRow;
  readonly instantUnixMs: number;
  /** Whether the clock has to wait for this camera. */
  readonly onWaiting: (waiting: boolean) => void;
}

/** Says in words where nothing is recorded, or where the browser can't play what is. */
export function RecordedVideo(props: RecordedVideoProps): ReactNode {
  const { cameraId, stream, baseUnixMs, clock, seeks, row, instantUnixMs, onWaiting } = props;
  const { t, say } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<PlaybackPlayer | null>(null);
  const [unsupported, setUnsupported] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const gap = gapAt(row, instantUnixMs);
  const empty = gap === null && (player.current?.isEmptyAt(instantUnixMs) ?? false);
  const inGap = useRef(false);
  inGap.current = gap !== null;

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    if (!('MediaSource' in globalThis)) {
      setUnsupported('Media Source Extensions');
      return undefined;
    }
    setUnsupported(null);
    setFailed(false);
    const made = new PlaybackPlayer(
      element,
      { cameraId, stream, baseUnixMs },
      { onUnsupported: setUnsupported, onFailing: setFailed },
    );
    player.current = made;
    made.seek(clock.instantUnixMs(performance.now()));
    return () => {
      player.current = null;
      made.close();
    };
  }, [cameraId, stream, baseUnixMs, clock]);

  useEffect(() => {
    if (seeks > 0) player.current?.seek(clock.instantUnixMs(performance.now()));
  }, [seeks, clock]);

  useEffect(() => {
    const timer = setInterval(() => {
      const element = video.current;
      const made = player.current;
      if (element === null || made === null) return;
      const hasPicture = element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
      const wantedUnixMs = clock.instantUnixMs(performance.now());
      const nothingHere = inGap.current || made.isEmptyAt(wantedUnixMs);
      onWaiting(!hasPicture && !nothingHere && unsupported === null && !failed);
      const behindS = (wantedUnixMs - made.unixMs) / 1000;
      if (!clock.running || nothingHere) {
        element.pause();
        return;
      }
      if (Math.abs(behindS) > SEEK_S * Math.max(1, clock.rate)) made.seek(wantedUnixMs);
      const correction = Math.abs(behindS) < IN_STEP_S ? 0 : Math.max(-0.2, Math.min(0.2, behindS));
      element.playbackRate = Math.min(FASTEST, Math.max(SLOWEST, clock.rate * (1 + correction)));
      if (element.paused && hasPicture) void element.play().catch(() => undefined);
    }, HOLD_EVERY_MS);
    return () => {
      clearInterval(timer);
      onWaiting(false);
    };
  }, [clock, onWaiting, unsupported, failed]);

  return (
    <figure className={classes['picture']}>
      <video ref={video} muted playsInline disablePictureInPicture />
      <figcaption>{row.name}</figcaption>
      {gap !== null && (
        <p className={classes['gap']} role="status">
          <strong>{say(GAP_CAUSE_TEXTS[gap.cause])}</strong>
          {gap.end !== null && <span>{t('gapUntil', { time: instantText(gap.end) })}</span>}
        </p>
      )}
      {unsupported !== null && (
        <p className={classes['gap']}>{t('tileCannotPlay', { codec: unsupported })}</p>
      )}
      {failed && <p className={classes['gap']}>{t('playFailed')}</p>}
      {empty && !failed && <p className={classes['gap']}>{t('nothingRecorded')}</p>}
    </figure>
  );
}
