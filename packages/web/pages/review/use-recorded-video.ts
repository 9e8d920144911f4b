/** Keeps one video element where the page's clock stands. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { followClock } from '../../player/recorded/follow-clock.ts';
import type { PlaybackControl } from '../../player/recorded/playback-control.ts';
import type { PlayFailure } from '../../player/recorded/playback-footage.ts';
import { PlaybackPlayer } from '../../player/recorded/playback-player.ts';

/** Looked at so often whether the picture stands where the clock stands. */
const HOLD_EVERY_MS = 100;
/** A decoder that gave up is tried again after this. */
const ANEW_MS = 2000;

/** Which footage, and what the page knows of it. */
export interface VideoWish {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly pass: 'first' | 'last';
  /** This camera never shows more than key frames. */
  readonly keysOnly: boolean;
  /** There is no other stream that the browser may be able to play. */
  readonly mayTranscode: boolean;
  /** For which it is looked at; null: none has to be named. */
  readonly purpose: string | null;
  readonly control: PlaybackControl;
  readonly baseUnixMs: number;
  /** Whether the archive wrote down that nothing was recorded then. */
  readonly isGap: (unixMs: number) => boolean;
  /** While a pointer looks for something, the page shows stills by itself. */
  readonly hasStills: boolean;
}

/** What is to be said of it. */
export interface VideoTrouble {
  /** The codec that the browser can't play. */
  readonly unsupported: string | null;
  /** The codec instead of which H.264 is played, made by the site. */
  readonly transcoded: string | null;
  /** Why no footage comes; null: it comes, or nothing is wrong yet. */
  readonly failing: PlayFailure | null;
  /** Nothing was recorded at the instant on show, as far as its footage was asked for. */
  readonly isEmpty: boolean;
  /** There should be a picture of the instant on show or, while it plays, the next one, and there is none yet. */
  readonly isAwaited: boolean;
  /** What was recorded then is here, whatever is wrong with what comes next. */
  readonly isLoadedAt: (unixMs: number) => boolean;
}

/** Plays into `video` until the component goes. */
export function useRecordedVideo(video: RefObject<HTMLVideoElement | null>, wish: VideoWish): VideoTrouble {
  const { cameraId, stream, pass, keysOnly, mayTranscode, purpose, control, baseUnixMs } = wish;
  const latest = useRef(wish);
  latest.current = wish;
  const player = useRef<PlaybackPlayer | null>(null);
  const [unsupported, setUnsupported] = useState<string | null>(null);
  const [transcoded, setTranscoded] = useState<string | null>(null);
  const [failing, setFailing] = useState<PlayFailure | null>(null);
  const [isEmpty, setIsEmpty] = useState(false);
  const [isAwaited, setIsAwaited] = useState(true);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    setUnsupported(null);
    setTranscoded(null);
    setFailing(null);
    if (!('MediaSource' in globalThis)) {
      setUnsupported('Media Source Extensions');
      return undefined;
    }
    let canPlay = true;
    let isFailing = false;
    const made = new PlaybackPlayer(
      element,
      { cameraId, stream, pass, baseUnixMs, mayTranscode, purpose },
      {
        onUnsupported: (codec) => {
          canPlay = false;
          setUnsupported(codec);
        },
        onTranscoded: setTranscoded,
        onFailing: (failure) => {
          isFailing = failure !== null;
          setFailing(failure);
        },
        nowUnixMs: () => control.nowUnixMs,
      },
    );
    player.current = made;
    const removePlayer = control.addPlayer(cameraId, made);
    made.setMode(control.mode(keysOnly), control.instantUnixMs);
    made.seek(control.instantUnixMs);
    let { seeks } = control.facts();
    const unsubscribe = control.subscribe(() => {
      const facts = control.facts();
      if (facts.baseUnixMs !== baseUnixMs) return;
      if (facts.scrubUnixMs !== null) {
        if (!latest.current.hasStills) made.scrub(facts.scrubUnixMs);
        return;
      }
      made.setMode(control.mode(keysOnly), control.instantUnixMs);
      if (facts.seeks === seeks) return;
      ({ seeks } = facts);
      made.seek(control.instantUnixMs);
    });
    let shownS: number | null = null;
    let frame = 0;
    const onFrame = (_: number, { mediaTime }: { readonly mediaTime: number }): void => {
      shownS = mediaTime;
      frame = element.requestVideoFrameCallback(onFrame);
    };
    frame = element.requestVideoFrameCallback(onFrame);
    const timer = setInterval(() => {
      const { playing, rate, scrubUnixMs } = control.facts();
      // What is of another time is not shown as if it were of this one.
      setIsEmpty(made.isEmptyAt(scrubUnixMs ?? control.instantUnixMs));
      const isOff = shownS !== null && made.isOff(shownS, playing ? rate : 1);
      element.dataset['off'] = String(isOff);
      setIsAwaited(isOff || shownS === null || control.isHeldBy(cameraId));
      if (scrubUnixMs === null) {
        const able = canPlay && element.error === null;
        holdInStep(element, made, latest.current, able ? (isFailing ? 'failing' : 'able') : 'unable');
      }
    }, HOLD_EVERY_MS);
    let anew: ReturnType<typeof setTimeout> | undefined;
    const onError = (): void => {
      setFailing('unread');
      anew = setTimeout(() => setAttempt((count) => count + 1), ANEW_MS);
    };
    element.addEventListener('error', onError);
    return () => {
      clearInterval(timer);
      clearTimeout(anew);
      element.cancelVideoFrameCallback(frame);
      element.removeEventListener('error', onError);
      unsubscribe();
      removePlayer();
      player.current = null;
      made.close();
    };
  }, [video, cameraId, stream, pass, keysOnly, mayTranscode, purpose, control, baseUnixMs, attempt]);

  return {
    unsupported,
    transcoded,
    failing,
    isEmpty,
    isAwaited,
    isLoadedAt: (unixMs) => player.current?.isLoadedAt(unixMs) ?? false,
  };
}

function holdInStep(
  element: HTMLVideoElement,
  player: PlaybackPlayer,
  { cameraId, control, isGap }: VideoWish,
  state: 'able' | 'unable' | 'failing',
): void {
  player.goOn();
  const { rate, playing } = control.facts();
  const clockUnixMs = control.instantUnixMs;
  const nothingHere = isGap(clockUnixMs) || player.isEmptyAt(clockUnixMs);
  const isBackwards = playing && rate < 0;
  const isLoaded = player.isLoadedAt(clockUnixMs);
  const hasPicture = isBackwards ? isLoaded : element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  const waits = state !== 'unable' && !nothingHere && !hasPicture && !player.isAtHole;
  const what = isLoaded ? 'decoder' : state === 'failing' ? 'failing' : 'footage';
  control.setWaiting(cameraId, waits ? what : null);
  const { running } = control.clock;
  const step = followClock({
    clockUnixMs,
    rate,
    running,
    videoUnixMs: player.unixMs,
    hasPicture,
    seeking: element.seeking,
    nothingHere,
  });
  if (step.kind === 'play') {
    element.playbackRate = step.rate;
    if (element.paused) void element.play().catch(() => undefined);
    return;
  }
  if (!element.paused) element.pause();
  if (step.kind === 'stand') return;
  if (isBackwards) player.showKeyFrame(clockUnixMs);
  else player.seek(clockUnixMs);
}
