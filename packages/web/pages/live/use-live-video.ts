/**
 * Plays a stream in a video element while it can be seen: a tile that is scrolled away or in a hidden tab costs nothing. Which
 * stream is played is decided here: the wished one, or the sub stream where the browser can't play it.
 */
import type { LiveChannelState, LiveSkipReason, StreamKind } from '@matlang/contract';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useLiveSocket } from '../../app/site-context.tsx';
import type { ChannelListener } from '../../live/live-socket.ts';
import { DecodeTrouble } from '../../player/live/decode-trouble.ts';
import { FastStartPlayer } from '../../player/live/fast-start-player.ts';
import { FirstPicture } from '../../player/live/first-picture.ts';
import { LivePlayer, type LivePlayerEvents } from '../../player/live/live-player.ts';
import { LowDelayPlayer } from '../../player/live/low-delay-player.ts';
import { hasWebCodecs } from '../../player/live/web-codecs.ts';
import { channelWish } from './channel-wish.ts';
import type { PressedCamera } from './pressed-camera.ts';

/** So often it is looked whether what comes is shown. */
const LOOK_MS = 1000;
/** How long "pictures were left out" is said. */
const SKIPPED_SHOWN_MS = 5000;

/** What is to be shown of a playing stream. */
export interface LiveVideo {
  readonly channel: LiveChannelState | 'server-away' | 'idle';
  /** Site time of the picture on show; null: there was none yet. */
  readonly pictureUnixMs: number | null;
  readonly unsupportedCodec: string | null;
  /** The codec instead of which H.264 is shown, made by the site. */
  readonly transcodedFrom: string | null;
  readonly skipped: LiveSkipReason | null;
  /** Pictures come, and the decoder of this browser, or the site's, makes nothing of them; it is tried again. */
  readonly undecodable: boolean;
}

const IDLE: LiveVideo = {
  channel: 'idle',
  pictureUnixMs: null,
  unsupportedCodec: null,
  transcodedFrom: null,
  skipped: null,
  undecodable: false,
};

/**
 * What is to be shown. A camera or stream that changes begins anew; of what is not `visible` nothing is asked for. Of
 * channels that share a narrow way, a greater `priority` goes first.
 */
export interface LiveVideoWish {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly priority: number;
  readonly visible: boolean;
  /** Where the browser can't play it, it may be coded anew: there is no other stream that it can. */
  readonly mayTranscode: boolean;
  /** The element is a canvas. */
  readonly lowDelay: boolean;
  /** What may have begun already, at the press that led here. */
  readonly pressed: PressedCamera | null;
  /** The site gets this stream from the camera: then pictures are to be expected. */
  readonly receiving: boolean;
}

/** Where a stream is shown: a muted video element, or a canvas where delay decides. */
export type PictureElement = HTMLVideoElement | HTMLCanvasElement;

/**
 * @param picture what it plays in; another element begins anew when `lowDelay` changes with it
 * @param start a canvas over it, where the first picture has to come at once; it is hidden when it has nothing to show
 */
export function useLiveVideo(
  picture: RefObject<PictureElement | null>,
  start: RefObject<HTMLCanvasElement | null>,
  wish: LiveVideoWish,
): LiveVideo {
  const socket = useLiveSocket();
  const { cameraId, stream, priority, visible, mayTranscode, lowDelay, pressed } = wish;
  const [shown, setShown] = useState(IDLE);
  const [opening, setOpening] = useState(0);
  const receiving = useRef(wish.receiving);
  receiving.current = wish.receiving;
  const [unplayable, setUnplayable] = useState<{ readonly of: string; readonly codec: string } | null>(null);
  const transcodedFrom = unplayable?.of === `${cameraId}/${stream}` && mayTranscode ? unplayable.codec : null;
  const trouble = useTrouble(`${cameraId}/${stream}/${transcodedFrom ?? ''}`, () =>
    setShown((last) => ({ ...last, undecodable: false })),
  );
  useLayoutEffect(() => {
    const element = picture.current;
    if (element === null || !visible) return undefined;
    let skipTimer: ReturnType<typeof setTimeout> | undefined;
    let reopenTimer: ReturnType<typeof setTimeout> | undefined;
    let pictureUnixMs = 0;
    let channelState: LiveVideo['channel'] = 'waiting';
    const giveUp = (): void => {
      if (channelState === 'idle') return;
      channelState = 'idle';
      channel.close();
      const { retryMs, said } = trouble.failed();
      if (said) setShown((last) => ({ ...last, undecodable: true }));
      reopenTimer = setTimeout(() => setOpening((count) => count + 1), retryMs);
    };
    const asked = channelWish(cameraId, stream, priority, transcodedFrom);
    const begun = pressed?.take(asked) ?? null;
    const player = playerOn(element, start.current, begun?.first ?? null, {
      onPicture: (unixMs) => {
        const wasTrouble = trouble.shown();
        // The clock in the tile counts seconds: no drawing for each of 15 pictures.
        if (!wasTrouble && Math.abs(unixMs - pictureUnixMs) < 500) return;
        pictureUnixMs = unixMs;
        setShown((last) => ({ ...last, pictureUnixMs: unixMs, undecodable: false }));
      },
      onUnsupported: (unsupportedCodec) => {
        channel.close();
        trouble.expectNothing();
        if (mayTranscode && transcodedFrom === null)
          setUnplayable({ of: `${cameraId}/${stream}`, codec: unsupportedCodec });
        else setShown((last) => ({ ...last, unsupportedCodec }));
      },
      onBroken: giveUp,
      onTaken: (bytes) => channel.taken(bytes),
    });
    const listener: ChannelListener = {
      onInit: (init) => player.init(init),
      onFragment: (fragment) => {
        trouble.expect(performance.now());
        player.push(fragment);
      },
      onState: (state) => {
        channelState = state;
        trouble.expectNothing();
        const undecodable = (last: LiveVideo): boolean => last.undecodable && isExpecting(state);
        setShown((last) => ({ ...last, channel: state, undecodable: undecodable(last) }));
      },
      onSkipped: (skipped) => {
        setShown((last) => ({ ...last, skipped }));
        clearTimeout(skipTimer);
        skipTimer = setTimeout(() => setShown((last) => ({ ...last, skipped: null })), SKIPPED_SHOWN_MS);
      },
    };
    const channel = begun?.channel ?? socket.open(asked, listener);
    begun?.handTo(listener);
    // Who codes it anew has what the camera sends, and may bring nothing.
    const isConverting = (): boolean =>
      transcodedFrom !== null && channelState === 'waiting' && receiving.current;
    const stopLooking = lookForPictures(trouble, isConverting, giveUp);
    return () => {
      clearTimeout(skipTimer);
      clearTimeout(reopenTimer);
      stopLooking();
      channel.close();
      player.close();
      // What was on show goes with the player: it is no picture of this tile any more.
      setShown(({ undecodable }) => ({ ...IDLE, undecodable }));
    };
  }, [
    socket,
    picture,
    start,
    cameraId,
    stream,
    priority,
    visible,
    mayTranscode,
    transcodedFrom,
    lowDelay,
    pressed,
    opening,
    trouble,
  ]);
  return { ...shown, undecodable: shown.undecodable && wish.receiving, transcodedFrom };
}

/** @param isConverting something is to bring pictures that none came of yet @returns what ends it */
function lookForPictures(
  trouble: DecodeTrouble,
  isConverting: () => boolean,
  onOverdue: () => void,
): () => void {
  const timer = setInterval(() => {
    if (isConverting()) trouble.expect(performance.now());
    if (trouble.isOverdue(performance.now())) onOverdue();
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    trouble.expectNothing();
  };
}

/** What is said of any other state says more than that no picture is shown. */
function isExpecting(channel: LiveVideo['channel']): boolean {
  return channel === 'waiting' || channel === 'playing';
}

/** One for each stream, kept while it is opened again. @param onOther another stream has troubles of its own */
function useTrouble(of: string, onOther: () => void): DecodeTrouble {
  const [kept, setKept] = useState(() => ({ of, trouble: new DecodeTrouble() }));
  if (kept.of === of) return kept.trouble;
  const next = { of, trouble: new DecodeTrouble() };
  setKept(next);
  onOther();
  return next.trouble;
}

function playerOn(
  element: PictureElement,
  start: HTMLCanvasElement | null,
  begun: FirstPicture | null,
  events: LivePlayerEvents,
): LivePlayer | FastStartPlayer | LowDelayPlayer {
  if (element instanceof HTMLCanvasElement) return new LowDelayPlayer(element, events);
  if (start !== null && hasWebCodecs())
    return new FastStartPlayer(element, start, begun ?? new FirstPicture(), events);
  return new LivePlayer(element, events);
}
