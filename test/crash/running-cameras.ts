/**
 * Numbered cameras for a recorder that is killed: their time runs on while nobody watches, so a number that is missing is a picture
 * that is missing.
 */
import { createClip, createSyntheticH264, type MediaSource, playClip } from '@matlang/simulator';
import { type NumberedCamera, startNumberedCamera } from '../rig/numbered-camera.ts';
import { cameraIdOf } from '../rig/recorder-site.ts';

/** A key frame each second. */
const FRAMES_PER_SECOND = 10;
export const FRAME_MS = 1000 / FRAMES_PER_SECOND;

/** The camera leaves no picture out when this process or the recorder's is late by seconds. */
const MAX_VIEWER_QUEUE_BYTES = 32 * 2 ** 20;

export interface RunningCamera extends Pick<NumberedCamera, 'url' | 'sent'> {
  readonly id: string;
  /** When PLAY was asked for, since `forget`. */
  readonly playedMonotonicMs: readonly number[];
  forget(): void;
}

export interface RunningCameras {
  readonly cameras: readonly RunningCamera[];
  close(): Promise<void>;
}

export interface RunningCamerasOptions {
  readonly count: number;
  /** Numbers are told once for so long; the clip is made at once, some 2 kB a picture. */
  readonly seconds: number;
  /** Every picture has at least this size. Default 1000. */
  readonly minFrameBytes?: number;
  /** In the first camera's id. Default 1. */
  readonly firstId?: number;
}

/** One server a camera; key frames of different cameras don't come together. */
export async function startRunningCameras(options: RunningCamerasOptions): Promise<RunningCameras> {
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
  const started: { readonly camera: RunningCamera; readonly close: () => Promise<void> }[] = [];
  for (let index = 0; index < count; index += 1) {
    started.push(await startCamera(cameraIdOf(firstId + index), playClip(clip, { loops: 1 })));
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

async function startCamera(id: string, source: MediaSource) {
  let played: number[] = [];
  source.subscribe(() => undefined);
  const numbered = await startNumberedCamera(source, {
    maxViewerQueueBytes: MAX_VIEWER_QUEUE_BYTES,
    faults: {
      answer({ method }) {
        if (method === 'PLAY') played.push(performance.now());
        return null;
      },
    },
  });
  const camera: RunningCamera = {
    id,
    url: numbered.url,
    get sent() {
      return numbered.sent;
    },
    get playedMonotonicMs() {
      return played;
    },
    forget() {
      numbered.forget();
      played = [];
    },
  };
  return { camera, close: () => numbered.close() };
}
