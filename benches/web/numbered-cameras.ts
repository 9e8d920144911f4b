/** Simulated cameras whose pictures bear numbers, and when each number was sent: by that the age of a picture on a screen is known. */
import { createRtspServer, openClip, playClip } from '@matlang/simulator';
import { makeNumberedClip, type NumberedClipShape } from './numbered-clip.ts';

export interface NumberedStream {
  readonly path: string;
  readonly shape: NumberedClipShape;
  /** Where in the clip it begins, so that key frames of many cameras don't fall together. Default 0. */
  readonly startMs?: number;
}

export interface NumberedCameras {
  urlOf(path: string): string;
  /**
   * When the picture was sent that was seen then: numbers repeat with the clip. Null: never, or unreadable.
   * @param paths streams that may be on show, their numbers apart
   */
  sentUnixMs(paths: readonly string[], number: number | null, seenUnixMs: number): number | null;
  /** Fulfilled so long behind a key frame of the stream; at once where the stream is not played. */
  untilBehindKey(path: string, ms: number): Promise<void>;
}

interface Sendings {
  readonly byNumber: Map<number, number[]>;
  readonly gopMs: number;
  lastKeyUnixMs: number | null;
}

/** Numbers of a sub stream begin here. */
export const SUB_NUMBERS = 0x8000;

/** Seen a little before it was sent, by the beat of timers. */
const TOLERANCE_MS = 20;

/** Served until the bench ends. */
export const serveNumberedCameras = async (
  streams: readonly NumberedStream[],
  onEnd: (end: () => Promise<void>) => void,
): Promise<NumberedCameras> => {
  const sendings = new Map<string, Sendings>();
  const numbers = new Map<string, ReadonlyMap<unknown, number>>();
  const mounts = streams.map(({ path, shape, startMs = 0 }) => {
    const clip = openClip(makeNumberedClip(shape));
    const units = clip.tracks[0]?.units ?? [];
    // A picture is known by its NAL units, which are the clip's own.
    numbers.set(path, new Map(units.map(({ parts }, index) => [parts, shape.firstNumber + index])));
    const gopMs = (shape.gopFrames * 1000) / shape.framesPerSecond;
    sendings.set(path, { byNumber: new Map(), gopMs, lastKeyUnixMs: null });
    return { path, source: playClip(clip, { startMs }) };
  });
  const server = await createRtspServer({
    mounts,
    tap: {
      unit: (path, _session, { parts, sync }) => {
        const sent = sendings.get(path);
        const number = numbers.get(path)?.get(parts);
        if (sent === undefined || number === undefined) return;
        const nowUnixMs = Date.now();
        if (sync) sent.lastKeyUnixMs = nowUnixMs;
        const known = sent.byNumber.get(number);
        if (known === undefined) sent.byNumber.set(number, [nowUnixMs]);
        else known.push(nowUnixMs);
      },
    },
  });
  onEnd(async () => {
    await server.close();
    for (const { source } of mounts) source.close();
  });
  return {
    urlOf: (path) => server.urlOf(path),
    sentUnixMs: (paths, number, seenUnixMs) => {
      if (number === null) return null;
      for (const path of paths) {
        const times = sendings.get(path)?.byNumber.get(number);
        const sent = times?.findLast((time) => time <= seenUnixMs + TOLERANCE_MS);
        if (sent !== undefined) return sent;
      }
      return null;
    },
    untilBehindKey: async (path, ms) => {
      const sent = sendings.get(path);
      if (sent === undefined || sent.lastKeyUnixMs === null) return;
      const sinceMs = Date.now() - sent.lastKeyUnixMs;
      const waitMs = (((ms - sinceMs) % sent.gopMs) + sent.gopMs) % sent.gopMs;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
  };
};
