/** One camera: its picture, name, state, and the clock and age of what is shown. A dark one keeps its last picture, greyed, and says why. */
import { VisuallyHidden } from '@mantine/core';
import type { CameraAnswer } from '@matlang/contract';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useLiveSocket, useStreamNotice } from '../../app/site-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { durationText, shortInstantText } from '../../i18n/time-text.ts';
import { Zoomable } from '../../picture/zoomable.tsx';
import { codecName } from '../../player/codec.ts';
import { ENLARGED_PRIORITY, enlargedWish, GRID_PRIORITY } from './channel-wish.ts';
import type { PressedCamera } from './pressed-camera.ts';
import classes from './tile.module.css';
import { TileTools } from './tile-tools.tsx';
import { TileTrouble } from './tile-trouble.tsx';
import { useFailure } from './use-failure.ts';
import { useLastPicture } from './use-last-picture.ts';
import { type LiveVideo, type PictureElement, useLiveVideo } from './use-live-video.ts';
import { useVisible } from './use-visible.ts';

/** From this age on a picture is not called live. */
const LIVE_MS = 3000;

const WAITS_LONG: ReadonlySet<LiveVideo['channel']> = new Set(['transcode-busy', 'recorder-away']);

/** What of a camera a tile needs. */
export interface ShownCamera extends Pick<CameraAnswer, 'id' | 'name' | 'live'> {
  readonly sub: object | null;
  readonly audio: Pick<CameraAnswer['audio'], 'enabled'>;
}

/** `onToggle` enlarges the camera, or puts it back into the grid. */
export interface TileProps {
  readonly camera: ShownCamera;
  readonly enlarged: boolean;
  /** Without what can be done with the enlarged picture: on a shared screen nothing is saved, heard or opened. */
  readonly isBare?: boolean;
  readonly pressed: PressedCamera;
  readonly onToggle: () => void;
}

/** A camera of the grid, or the enlarged one. */
export function Tile({ camera, enlarged, isBare = false, pressed, onToggle }: TileProps): ReactNode {
  const { t } = useSpeech();
  const frame = useRef<HTMLDivElement>(null);
  const [lowDelay, setLowDelay] = useState(false);
  const shown = useRef<PictureElement>(null);
  const showIn = useCallback((element: PictureElement | null) => {
    shown.current = element;
  }, []);
  const start = useRef<HTMLCanvasElement>(null);
  const visible = useVisible(frame, enlarged);
  const [mainUnplayable, setMainUnplayable] = useState<string | null>(null);
  const hasSub = camera.sub !== null && camera.live.sub;
  const stream = hasSub && (!enlarged || mainUnplayable !== null) ? 'sub' : 'main';
  const notice = useStreamNotice(camera.id, stream);
  const playing = useLiveVideo(shown, start, {
    cameraId: camera.id,
    stream,
    priority: enlarged ? ENLARGED_PRIORITY : GRID_PRIORITY,
    visible,
    mayTranscode: stream === 'sub' || !hasSub,
    lowDelay,
    pressed: enlarged ? pressed : null,
    receiving: notice?.state === 'receiving',
  });
  const failure = useFailure(notice);
  const isShown = playing.pictureUnixMs !== null;
  // What waits for its turn to be converted, or for the recorder, was recorded: its last picture says more than none.
  const isDark = failure !== null || WAITS_LONG.has(playing.channel);
  const last = useLastPicture(camera.id, stream, { isDark, isShown });
  const pictureUnixMs = playing.pictureUnixMs ?? last?.unixMs ?? null;
  const ageMs = usePictureAge(pictureUnixMs);
  const isLive = isShown && ageMs !== null && ageMs < LIVE_MS;
  const picture = lowDelay ? (
    <canvas ref={showIn} />
  ) : (
    <>
      <video ref={showIn} poster={last?.address} muted playsInline disablePictureInPicture />
      {enlarged && <canvas ref={start} className={classes['start']} />}
    </>
  );
  useEffect(() => {
    if (playing.unsupportedCodec !== null && stream === 'main' && hasSub)
      setMainUnplayable(playing.unsupportedCodec);
  }, [playing.unsupportedCodec, stream, hasSub]);
  return (
    <div
      ref={frame}
      className={classes['tile']}
      data-state={stateOf(isLive, playing, failure !== null)}
      data-enlarged={enlarged}
    >
      {enlarged ? (
        <div className={classes['picture']}>
          <Zoomable label={t('tileZoom', { camera: camera.name })} onPress={onToggle}>
            {picture}
          </Zoomable>
        </div>
      ) : (
        <button
          type="button"
          className={classes['picture']}
          aria-label={t('tileEnlarge', { camera: camera.name })}
          // A finger that goes down may be about to scroll.
          onPointerDown={({ pointerType, button }) => {
            if (pointerType === 'mouse' && button === 0) void pressed.press(enlargedWish(camera.id));
          }}
          onClick={onToggle}
        >
          {picture}
        </button>
      )}
      <Caption name={camera.name} isLive={isLive} pictureUnixMs={pictureUnixMs} ageMs={ageMs}>
        <Instead
          transcodedFrom={isLive ? playing.transcodedFrom : null}
          mainUnplayable={enlarged ? mainUnplayable : null}
          enlarged={enlarged}
        />
      </Caption>
      <TileTrouble
        playing={playing}
        notice={notice}
        failure={failure}
        ageMs={ageMs}
        isLive={isLive}
        enlarged={enlarged}
      />
      {enlarged && !isBare && (
        <TileTools
          camera={camera}
          frame={frame}
          picture={() => (start.current?.hidden === false ? start.current : shown.current)}
          lowDelay={lowDelay}
          onLowDelay={setLowDelay}
          pictureUnixMs={playing.pictureUnixMs}
        />
      )}
    </div>
  );
}

/** Below the picture: state, name, what is said of the picture, and its clock. */
function Caption({
  name,
  isLive,
  pictureUnixMs,
  ageMs,
  children,
}: {
  readonly name: string;
  readonly isLive: boolean;
  readonly pictureUnixMs: number | null;
  readonly ageMs: number | null;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <div className={classes['caption']}>
      <span className={classes['dot']} aria-hidden="true" />
      <span className={classes['name']} title={name}>
        {name}
      </span>
      {/* Any other state is said in words over the picture. */}
      {isLive && <VisuallyHidden>{t('tileLive')}</VisuallyHidden>}
      {children}
      {pictureUnixMs !== null && (
        // Of a camera that is dark for days the hour alone would say that it was today.
        <time
          className={classes['clock']}
          title={ageMs === null ? undefined : t('tileAge', { age: t(...durationText(ageMs)) })}
        >
          {shortInstantText(pictureUnixMs, pictureUnixMs + (ageMs ?? 0))}
        </time>
      )}
    </div>
  );
}

/** Says beside the name, and not over the picture, that something else is shown than the camera's best: a few words in the grid. */
function Instead({
  transcodedFrom,
  mainUnplayable,
  enlarged,
}: {
  readonly transcodedFrom: string | null;
  readonly mainUnplayable: string | null;
  readonly enlarged: boolean;
}): ReactNode {
  const { t } = useSpeech();
  const codecString = transcodedFrom ?? mainUnplayable;
  if (codecString === null) return null;
  const codec = codecName(codecString);
  const whole = t(transcodedFrom === null ? 'tileUsesSub' : 'tileTranscoded', { codec });
  return (
    <span className={classes['instead']} title={whole}>
      {enlarged ? whole : t('tileTranscodedShort', { codec })}
    </span>
  );
}

/** What the tile's sign says: `late` may still come by itself, `unplayable` is this browser's trouble and not the camera's. */
function stateOf(
  isLive: boolean,
  playing: LiveVideo,
  failed: boolean,
): 'live' | 'dark' | 'late' | 'unplayable' {
  if (isLive) return 'live';
  if (failed) return 'dark';
  return playing.unsupportedCodec === null && !playing.undecodable ? 'late' : 'unplayable';
}

/** Of the picture on show, by site time and never by the desk's clock; told anew each second. Null: there is none, or nobody knows how old it is. */
function usePictureAge(pictureUnixMs: number | null): number | null {
  const socket = useLiveSocket();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = socket.siteTimeUnixMs();
  return pictureUnixMs === null || now === null ? null : Math.max(0, now - pictureUnixMs);
}
