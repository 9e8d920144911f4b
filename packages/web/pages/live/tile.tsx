/** One camera: its picture, name, state, and the clock and age of what is shown. A dark one keeps its last picture, greyed, and says why. */
import {
  type CameraAnswer,
  STREAM_FAILURE_TEXTS,
  STREAM_STATE_TEXTS,
  STREAM_STEP_TEXTS,
} from '@matlang/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLiveSocket, useStreamNotice } from '../../app/site-context.tsx';
import { type Speech, useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { clockText, durationText, instantText } from '../../i18n/time-text.ts';
import type { StreamNotice } from '../../live/live-socket.ts';
import { Zoomable } from '../../picture/zoomable.tsx';
import classes from './tile.module.css';
import { TileTools } from './tile-tools.tsx';
import { type LiveVideo, useLiveVideo } from './use-live-video.ts';
import { useVisible } from './use-visible.ts';

/** From this age on a picture is not called live. */
const LIVE_MS = 3000;

/** `onToggle` enlarges the camera, or puts it back into the grid. */
export interface TileProps {
  readonly camera: CameraAnswer;
  readonly enlarged: boolean;
  readonly onToggle: () => void;
}

/** A camera of the grid, or the enlarged one. */
export function Tile({ camera, enlarged, onToggle }: TileProps): ReactNode {
  const { t } = useSpeech();
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const visible = useVisible(frame);
  const [mainUnplayable, setMainUnplayable] = useState<string | null>(null);
  const hasSub = camera.sub !== null && camera.live.sub;
  const stream = hasSub && (!enlarged || mainUnplayable !== null) ? 'sub' : 'main';
  const playing = useLiveVideo(video, { cameraId: camera.id, stream, priority: enlarged ? 2 : 1, visible });
  const notice = useStreamNotice(camera.id, stream);
  const age = usePictureAge(playing.pictureUnixMs);
  const isLive = age !== null && age < LIVE_MS;
  useEffect(() => {
    if (playing.unsupportedCodec !== null && stream === 'main' && hasSub)
      setMainUnplayable(playing.unsupportedCodec);
  }, [playing.unsupportedCodec, stream, hasSub]);
  return (
    <div
      ref={frame}
      className={classes['tile']}
      data-state={isLive ? 'live' : 'dark'}
      data-enlarged={enlarged}
    >
      {enlarged ? (
        <div className={classes['picture']}>
          <Zoomable label={t('tileZoom', { camera: camera.name })} onPress={onToggle}>
            <video ref={video} muted playsInline disablePictureInPicture />
          </Zoomable>
        </div>
      ) : (
        <button
          type="button"
          className={classes['picture']}
          aria-label={t('tileEnlarge', { camera: camera.name })}
          onClick={onToggle}
        >
          <video ref={video} muted playsInline disablePictureInPicture />
        </button>
      )}
      <div className={classes['caption']}>
        <span className={classes['dot']} aria-hidden="true" />
        <span className={classes['name']}>{camera.name}</span>
        {playing.pictureUnixMs !== null && (
          <time className={classes['clock']}>{clockText(playing.pictureUnixMs)}</time>
        )}
      </div>
      <Trouble playing={playing} notice={notice} age={age} isLive={isLive} />
      {enlarged && (
        <TileTools camera={camera} frame={frame} video={video} pictureUnixMs={playing.pictureUnixMs} />
      )}
      {enlarged && mainUnplayable !== null && (
        <p className={classes['hint']}>{t('tileUsesSub', { codec: mainUnplayable })}</p>
      )}
    </div>
  );
}

/** What is wrong, in one line and a reason; nothing while the picture is live. */
function Trouble({
  playing,
  notice,
  age,
  isLive,
}: {
  readonly playing: LiveVideo;
  readonly notice: StreamNotice | null;
  readonly age: number | null;
  readonly isLive: boolean;
}): ReactNode {
  const { t, say } = useSpeech();
  const socket = useLiveSocket();
  const duration = (ms: number): string => t(...durationText(ms));
  if (notice?.failure) {
    const { since, step, code } = notice.failure;
    const text = STREAM_FAILURE_TEXTS[code];
    return (
      <div className={classes['trouble']} role="status">
        <strong>
          {t('tileSince', {
            time: instantText(since),
            duration: duration((socket.siteTimeUnixMs() ?? Date.now()) - since),
          })}
        </strong>
        <span>
          {say(STREAM_STEP_TEXTS[step])}: {say(text.what)}
        </span>
      </div>
    );
  }
  if (playing.unsupportedCodec !== null)
    return (
      <div className={classes['trouble']}>{t('tileCannotPlay', { codec: playing.unsupportedCodec })}</div>
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
      {age !== null && <strong>{t('tileDelayed', { age: duration(age) })}</strong>}
      <span>{waitingText(playing, notice, t, say)}</span>
    </div>
  );
}

/** What the channel waits for says more than the camera's state, where there is such a thing. */
const CHANNEL_TEXTS: Readonly<Partial<Record<LiveVideo['channel'], TextKey>>> = {
  'waiting-for-key-frame': 'tileKeyFrame',
  'run-ended': 'tileRunEnded',
  'recorder-away': 'tileRecorderAway',
  'unknown-stream': 'tileUnknownStream',
  removed: 'tileUnknownStream',
  refused: 'tileRefused',
};

function waitingText(
  { channel }: LiveVideo,
  notice: StreamNotice | null,
  t: Speech['t'],
  say: Speech['say'],
): string {
  const key = CHANNEL_TEXTS[channel];
  if (key !== undefined) return t(key);
  return notice === null ? t('tileWaiting') : say(STREAM_STATE_TEXTS[notice.state]);
}

/** Of the picture on show, by site time; told anew each second. */
function usePictureAge(pictureUnixMs: number | null): number | null {
  const socket = useLiveSocket();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = socket.siteTimeUnixMs() ?? Date.now();
  return pictureUnixMs === null ? null : Math.max(0, now - pictureUnixMs);
}
