/** What is wrong with a tile: a line that is read from across the room, and below it since when and why. */
import { STREAM_FAILURE_TEXTS, STREAM_STATE_TEXTS } from '@matlang/contract';
import { IconCloudOff, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLiveSocket, useServerAway } from '../../app/site-context.tsx';
import { type Speech, useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { durationText, shortInstantText } from '../../i18n/time-text.ts';
import type { StreamNotice } from '../../live/live-socket.ts';
import classes from './tile.module.css';
import type { LiveVideo } from './use-live-video.ts';

/** What a tile knows of its stream; `ageMs` of the picture on show, null without one. */
export interface TileTroubleProps {
  readonly playing: LiveVideo;
  readonly notice: StreamNotice | null;
  readonly ageMs: number | null;
  readonly isLive: boolean;
  /** There is room for what to try. */
  readonly enlarged: boolean;
}

/** Nothing while the picture is live. */
export function TileTrouble({ playing, notice, ageMs, isLive, enlarged }: TileTroubleProps): ReactNode {
  const { t, say } = useSpeech();
  const socket = useLiveSocket();
  const away = useServerAway();
  const nowUnixMs = socket.siteTimeUnixMs() ?? Date.now();
  const duration = (ms: number): string => t(...durationText(ms));
  if (notice?.failure) {
    const { since, code } = notice.failure;
    const text = STREAM_FAILURE_TEXTS[code];
    return (
      <div className={classes['trouble']} role="status">
        <strong>
          <IconPlugConnectedX aria-hidden="true" />
          {t('tileNoSignal', { duration: duration(nowUnixMs - since) })}
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
        <strong>{t('tileCannotPlay', { codec: codecName(playing.unsupportedCodec) })}</strong>
        <span>{t(notice?.state === 'receiving' ? 'tileCannotPlayButRecorded' : 'tileCannotPlayTry')}</span>
      </div>
    );
  if (playing.skipped !== null && isLive)
    return (
      <div className={classes['note']} role="status">
        {t('tileSkipped')}
      </div>
    );
  if (isLive) return null;
  return (
    <div className={classes['trouble']} role="status">
      <strong>
        {away && <IconCloudOff aria-hidden="true" />}
        {ageMs === null
          ? waitingText(away, playing, notice, t, say)
          : t('tileDelayed', { age: duration(ageMs) })}
      </strong>
      {ageMs !== null && <span>{waitingText(away, playing, notice, t, say)}</span>}
    </div>
  );
}

/** What people call a codec, of its RFC 6381 string. */
export function codecName(codecString: string): string {
  return /^(hvc|hev)1/.test(codecString) ? 'H.265' : codecString;
}

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
