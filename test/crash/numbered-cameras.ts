/**
 * Simulated cameras whose pictures are numbered from 0 on, and what each of them handed to the recorder, when. Their time runs on while
 * nobody watches, so a number that is missing is a picture that is missing.
 */
import {
  createClip,
  createRtspServer,
  createSyntheticH264,
  type MediaSource,
  playClip,
  readFrameNumber,
} from '@matlang/simulator';
import { cameraIdOf } from '../rig/recorder-site.ts';

/** A key frame each second. */
export const FRAMES_PER_SECOND = 10;
export const FRAME_MS = 1000 / FRAMES_PER_SECOND;

/** The camera leaves no picture out when this process or the recorder's is late by seconds. */
const MAX_VIEWER_QUEUE_BYTES = 32 * 2 ** 20;

export interface SentFrame {
  readonly frameNumber: number;
  readonly sync: boolean;
  readonly atMonotonicMs: number;
}

export interface NumberedCamera {
  readonly id: string;
  readonly url: string;
  /** Since `forget`, in the order sent. */
  readonly sent: readonly SentFrame[];
  /** When PLAY was asked for, since `forget`. */
  readonly playedMonotonicMs: readonly number[];
  forget(): void;
}

export interface NumberedCameras {
  readonly cameras: readonly NumberedCamera[];
  close(): Promise<void>;
}

export interface NumberedCamerasOptions {
  readonly count: number;
  /** Numbers are told once for so long; the clip is made at once, some 2 kB a picture. */
  readonly seconds: number;
  /** Every picture has at least this size. Default 1000. */
  readonly minFrameBytes?: number;
  /** In the first camera's id. Default 1. */
  readonly firstId?: number;
}

/** One server a camera; key frames of different cameras don't come together. */
export async function startNumberedCameras(options: NumberedCamerasOptions): Promise<NumberedCameras> {
  const { count, seconds, minFrameBytes = 1000, firstId = 1 } = options;
  const clip = createClip([
    createSyntheticH264({
      frames: seconds * FRAMES_PER_SECOND,
      framesPerSecond: FRAMES_PER_SECOND,
      gopFrames: FRAMES_PER_SECOND,
      width: 64,
      height: 48,
      minFrameBytes,
    }),
  ]);
  const started: { readonly camera: NumberedCamera; readonly close: () => Promise<void> }[] = [];
  for (let index = 0; index < count; index += 1) {
    started.push(await startCamera(firstId + index, playClip(clip, { loops: 1 })));
    // A playout's time begins with its first listener.
    await new Promise((resolve) => {
      setTimeout(resolve, 1000 / count);
    });
  }
  return {
    cameras: started.map(({ camera }) => camera),
    async close() {
      for (const { close } of started) await close();
    },
  };
}

async function startCamera(idNumber: number, source: MediaSource) {
  const id = cameraIdOf(idNumber);
  let sent: SentFrame[] = [];
  let played: number[] = [];
  source.subscribe(() => undefined);
  const server = await createRtspServer({
    mounts: [{ path: '/main', source }],
    maxViewerQueueBytes: MAX_VIEWER_QUEUE_BYTES,
    tap: {
      unit(_path, _session, { parts, sync }) {
        const frameNumber = readFrameNumber('h264', parts);
        if (frameNumber !== null) sent.push({ frameNumber, sync, atMonotonicMs: performance.now() });
      },
    },
    faults: {
      answer({ method }) {
        if (method === 'PLAY') played.push(performance.now());
        return null;
      },
    },
  });
  const camera: NumberedCamera = {
    id,
    url: server.urlOf('/main'),
    get sent() {
      return sent;
    },
    get playedMonotonicMs() {
      return played;
    },
    forget() {
      sent = [];
      played = [];
    },
  };
  return {
    camera,
    async close() {
      await server.close();
      source.close();
    },
  };
}
