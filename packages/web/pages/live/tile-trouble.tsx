/** What is wrong with a tile: a line that is read from across the room, and below it since when and why. */
import { STREAM_FAILURE_TEXTS, STREAM_STATE_TEXTS } from '@matlang/contract';
import { IconCloudOff, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useServerAway } from '../../app/site-context.tsx';
import { useSiteNow } from '../../app/use-site-now.ts';
import { type Speech, useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { durationText, shortInstantText } from '../../i18n/time-text.ts';
import type { StreamNotice } from '../../live/live-socket.ts';
import { codecName } from '../../player/codec.ts';
import classes from './tile.module.css';
import type { StreamFailure } from './use-failure.ts';
import type { LiveVideo } from './use-live-video.ts';

/** What a tile knows of its stream; `ageMs` of the picture on show, null without one. */
export interface TileTroubleProps {
  readonly playing: LiveVideo;
  readonly notice: StreamNotice | null;
  /** Why the camera is dark; null: it is not. */
  readonly failure: StreamFailure | null;
  readonly ageMs: number | null;
  readonly isLive: boolean;
  /** There is room for what to try. */
  readonly enlarged: boolean;
}

/** Nothing while the picture is live. */
export function TileTrouble(props: TileTroubleProps): ReactNode {
  const { playing, notice, failure, ageMs, isLive, enlarged } = props;
  const { t, say } = useSpeech();
  const now = useSiteNow();
  const away = useServerAway();
  const duration = (ms: number): string => t(...durationText(ms));
  if (failure !== null) {
    const { since, code } = failure;
    // The server that told of the failure told the time before.
    const nowUnixMs = now?.() ?? since;
    const text = STREAM_FAILURE_TEXTS[code];
    return (
      <div className={classes['trouble']} role="status">
        <strong>
          <IconPlugConnectedX aria-hidden="true" />
          <span>{t('tileNoSignal', { duration: duration(nowUnixMs - since) })}</span>
        </strong>
        <span>{t('tileSince', { time: shortInstantText(since, nowUnixMs) })}</span>
        <span>
          {say(text.what)} {enlarged && say(text.tryThis)}
        </span>
      </div>
    );
  }
  if (playing.unsupportedCodec !== null)
    return (
      <div className={classes['trouble']}>
        <strong>
          <span>{t('tileCannotPlay', { codec: codecName(playing.unsupportedCodec) })}</span>
        </strong>
        <span>{t(notice?.state === 'receiving' ? 'tileCannotPlayButRecorded' : 'tileCannotPlayTry')}</span>
      </div>
    );
  if (playing.undecodable && !isLive)
    return (
      <div className={classes['trouble']} role="status">
        <strong>
          <span>{t(playing.transcodedFrom === null ? 'tileUndecodable' : 'tileUnconvertible')}</span>
        </strong>
        {ageMs !== null && <span>{t('tileDelayed', { age: duration(ageMs) })}</span>}
        <span>
          {t('tileTriesAgain')} {enlarged && t('tileUndecodableTry')}
        </span>
      </div>
    );
  if (playing.skipped !== null && isLive)
    return (
      <div className={classes['note']} role="status">
        {t('tileSkipped')}
      </div>
    );
  if (isLive) return null;
  const why = CHANNEL_REASONS[playing.channel];
  const waiting = waitingText(away, playing, notice, t, say);
  const age = ageMs === null ? null : t('tileDelayed', { age: duration(ageMs) });
  // Where it is known what is waited for, that says more than how old the last picture is.
  const [headline, beside] = age === null || (why !== undefined && !away) ? [waiting, age] : [age, waiting];
  return (
    <div className={classes['trouble']} role="status">
      <strong>
        {away && <IconCloudOff aria-hidden="true" />}
        <span>{headline}</span>
      </strong>
      {beside !== null && <span>{beside}</span>}
      {!away && playing.skipped !== null && <span>{t('tileSkipped')}</span>}
      {!away && why !== undefined && (
        <span>
          {t(why)} {enlarged && playing.transcodedFrom !== null && t('tileCannotPlayTry')}
        </span>
      )}
    </div>
  );
}

/** A sentence is no headline: it stands below one. */
const CHANNEL_REASONS: Readonly<Partial<Record<LiveVideo['channel'], TextKey>>> = {
  'transcode-busy': 'tileTranscodeBusyWhy',
  'no-transcoder': 'tileNoTranscoderWhy',
  refused: 'tileRefusedWhy',
};

/** What the channel waits for says more than the camera's state, where there is such a thing. */
const CHANNEL_TEXTS: Readonly<Partial<Record<LiveVideo['channel'], TextKey>>> = {
  'waiting-for-key-frame': 'tileKeyFrame',
  'run-ended': 'tileRunEnded',
  'recorder-away': 'tileRecorderAway',
  'analyst-away': 'tileAnalystAway',
  'transcode-busy': 'tileTranscodeBusy',
  'no-transcoder': 'tileNoTranscoder',
  'unknown-stream': 'tileUnknownStream',
  removed: 'tileUnknownStream',
  refused: 'tileRefused',
};

function waitingText(
  away: boolean,
  { channel }: LiveVideo,
  notice: StreamNotice | null,
  t: Speech['t'],
  say: Speech['say'],
): string {
  if (away) return t('tileUnknown');
  const key = CHANNEL_TEXTS[channel];
  if (key !== undefined) return t(key);
  return notice === null || notice.state === 'receiving'
    ? t('tileWaiting')
    : say(STREAM_STATE_TEXTS[notice.state]);
}
