/**
 * Plays a stream in a video element while it can be seen: a tile that is scrolled away or in a hidden tab costs nothing. Which
 * stream is played is decided here: the wished one, or the sub stream where the browser can't play it.
 */
import type { LiveChannelState, LiveSkipReason, StreamKind } from '@matlang/contract';
import { type RefObject, useLayoutEffect, useState } from 'react';
import { useLiveSocket } from '../../app/site-context.tsx';
import { FastStartPlayer } from '../../player/fast-start-player.ts';
import { LivePlayer, type LivePlayerEvents } from '../../player/live-player.ts';
import { LowDelayPlayer } from '../../player/low-delay-player.ts';
import { hasWebCodecs } from '../../player/web-codecs.ts';

/** Bytes that may be on their way: a second of a sub stream, and a GOP of a main stream. */
const CREDIT_BYTES: Readonly<Record<StreamKind, number>> = {
  main: 4 * 1024 * 1024,
  sub: 1024 * 1024,
  audio: 64 * 1024,
};
/** A stream that could not be played is opened again after this. */
const REOPEN_MS = 2000;
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
}

const IDLE: LiveVideo = {
  channel: 'idle',
  pictureUnixMs: null,
  unsupportedCodec: null,
  transcodedFrom: null,
  skipped: null,
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
  const { cameraId, stream, priority, visible, mayTranscode, lowDelay } = wish;
  const [shown, setShown] = useState(IDLE);
  const [opening, setOpening] = useState(0);
  const [unplayable, setUnplayable] = useState<{ readonly of: string; readonly codec: string } | null>(null);
  const transcodedFrom = unplayable?.of === `${cameraId}/${stream}` && mayTranscode ? unplayable.codec : null;
  useLayoutEffect(() => {
    const element = picture.current;
    if (element === null || !visible) return undefined;
    let skipTimer: ReturnType<typeof setTimeout> | undefined;
    let reopenTimer: ReturnType<typeof setTimeout> | undefined;
    let pictureUnixMs = 0;
    const player = playerOn(element, start.current, {
      onPicture: (unixMs) => {
        // The clock in the tile counts seconds: no drawing for each of 15 pictures.
        if (Math.abs(unixMs - pictureUnixMs) < 500) return;
        pictureUnixMs = unixMs;
        setShown((last) => ({ ...last, pictureUnixMs: unixMs }));
      },
      onUnsupported: (unsupportedCodec) => {
        channel.close();
        if (mayTranscode && transcodedFrom === null)
          setUnplayable({ of: `${cameraId}/${stream}`, codec: unsupportedCodec });
        else setShown((last) => ({ ...last, unsupportedCodec }));
      },
      onBroken: () => {
        channel.close();
        reopenTimer = setTimeout(() => setOpening((count) => count + 1), REOPEN_MS);
      },
      onTaken: (bytes) => channel.taken(bytes),
    });
    const channel = socket.open(
      {
        cameraId,
        stream,
        priority,
        creditBytes: CREDIT_BYTES[stream],
        ...(transcodedFrom === null ? {} : { codec: 'h264' as const }),
      },
      {
        onInit: (init) => player.init(init),
        onFragment: (fragment) => player.push(fragment),
        onState: (state) => setShown((last) => ({ ...last, channel: state })),
        onSkipped: (skipped) => {
          setShown((last) => ({ ...last, skipped }));
          clearTimeout(skipTimer);
          skipTimer = setTimeout(() => setShown((last) => ({ ...last, skipped: null })), SKIPPED_SHOWN_MS);
        },
      },
    );
    return () => {
      clearTimeout(skipTimer);
      clearTimeout(reopenTimer);
      channel.close();
      player.close();
      setShown((last) => ({ ...last, channel: 'idle', skipped: null, unsupportedCodec: null }));
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
    opening,
  ]);
  return { ...shown, transcodedFrom };
}

function playerOn(
  element: PictureElement,
  start: HTMLCanvasElement | null,
  events: LivePlayerEvents,
): LivePlayer | FastStartPlayer | LowDelayPlayer {
  if (element instanceof HTMLCanvasElement) return new LowDelayPlayer(element, events);
  if (start !== null && hasWebCodecs()) return new FastStartPlayer(element, start, events);
  return new LivePlayer(element, events);
}
