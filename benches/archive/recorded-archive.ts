/** An archive written by the real writer from the load clip, faster than real time: what export, check and playback are measured on. */
import { mkdirSync } from 'node:fs';
import { openArchive } from '@matlang/archive';
import { LOAD_CLIP, makeClip } from '../load/clip.ts';
import { openClipFragments } from './clip-fragments.ts';

export interface RecordedArchive {
  readonly volumes: readonly { readonly id: string; readonly path: string }[];
  readonly cameraIds: readonly string[];
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/** A UUIDv7-like id that says which camera of the bench it is. */
export const benchCameraId = (index: number): string =>
  `01920000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

/** Fragments on their way to the disk at once: a few, so that the writer's queue never drops one. */
const IN_FLIGHT = 8;

/** @param seconds of footage per camera, ending now. */
export const recordArchive = async (
  path: string,
  cameras: number,
  seconds: number,
): Promise<RecordedArchive> => {
  mkdirSync(path, { recursive: true });
  const clip = openClipFragments(makeClip(LOAD_CLIP), LOAD_CLIP.framesPerSecond);
  const startUnixMs = Math.floor(Date.now() / 1000) * 1000 - seconds * 1000;
  let nowUnixMs = startUnixMs;
  const archive = await openArchive({
    volumes: [{ id: 'bench', path, floorBytes: 0 }],
    bootId: 'bench',
    now: () => ({ unixMs: nowUnixMs, monotonicMs: nowUnixMs - startUnixMs }),
    signer: null,
  });
  const cameraIds = Array.from({ length: cameras }, (_, index) => benchCameraId(index));
  const appended = { count: 0, wake: (): void => {} };
  archive.onAppended(() => {
    appended.count += 1;
    appended.wake();
  });
  const runs = cameraIds.map((cameraId) =>
    archive.beginRun({
      stream: { cameraId, kind: 'main' },
      volumeId: 'bench',
      format: clip.format,
      init: clip.init,
      reason: 'start',
      startUnixMs,
    }),
  );
  let sent = 0;
  for (let second = 0; second < seconds; second += 1) {
    nowUnixMs = startUnixMs + (second + 1) * 1000;
    for (const run of runs) {
      const wallStartUnixMs = startUnixMs + second * 1000;
      const taken = run.append({
        parts: [clip.fragment(second, startUnixMs)],
        wallStartUnixMs,
        wallEndUnixMs: wallStartUnixMs + 1000,
        startsOnSync: second % 2 === 0,
      });
      if (!taken) throw new Error('the writer dropped a fragment: the bench fed it too fast');
      sent += 1;
      while (sent - appended.count > IN_FLIGHT) {
        await new Promise<void>((resolve) => {
          appended.wake = resolve;
        });
      }
    }
  }
  for (const run of runs) run.end(startUnixMs + seconds * 1000);
  await archive.close(startUnixMs + seconds * 1000);
  return {
    volumes: [{ id: 'bench', path }],
    cameraIds,
    startUnixMs,
    endUnixMs: startUnixMs + seconds * 1000,
  };
};
