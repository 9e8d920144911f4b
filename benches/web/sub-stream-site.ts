/** A site whose cameras recorded their sub streams for some minutes. Nothing is being recorded. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { recordClip } from '@matlang/testkit';
import { addCamera } from '../contestants/matlang.ts';
import { type ClipShape, makeClip } from '../load/clip.ts';
import type { ReviewedSite } from './review-page.ts';
import { startServer } from './web-site.ts';

/** As cameras send beside a main stream. */
export const SUB_CLIP: ClipShape = {
  width: 640,
  height: 360,
  framesPerSecond: 15,
  bitsPerSecond: 400_000,
  gopFrames: 30,
  seconds: 20,
};
const MINUTE_MS = 60_000;

export interface SubStreamSite extends ReviewedSite {
  /** Of all cameras. */
  readonly startUnixMs: number;
}

/** Runs until the end; 3 MB on disk for each minute of each camera. */
export const startSubStreamSite = async (
  folder: string,
  { cameras, minutes }: { readonly cameras: number; readonly minutes: number },
  onEnd: (end: () => Promise<void>) => void,
): Promise<SubStreamSite> => {
  const dataDirectory = join(folder, 'site');
  const { url } = await startServer({ dataDirectory, onEnd });
  const cameraNames = Array.from(
    { length: cameras },
    (_, index) => `Camera ${String(index + 1).padStart(2, '0')}`,
  );
  const cameraIds: string[] = [];
  for (const name of cameraNames) {
    const addresses = { main: 'rtsp://127.0.0.1:9/main', sub: 'rtsp://127.0.0.1:9/sub' };
    cameraIds.push(await addCamera(url, { name, ...addresses, record: 'both' }));
  }
  const file = join(folder, 'clip.mp4');
  const loops = Math.ceil((minutes * 60) / SUB_CLIP.seconds) - 1;
  const command = `-v error -y -stream_loop ${loops} -i ${makeClip(SUB_CLIP)} -c copy -video_track_timescale 90000`;
  execFileSync('ffmpeg', [...command.split(' '), file]);
  const startUnixMs = Date.now() - (minutes + 60) * MINUTE_MS;
  await recordClip(
    dataDirectory,
    cameraIds.map((cameraId) => ({ cameraId, kind: 'sub', file, startUnixMs })),
  );
  return { url, cameraIds, cameraNames, startUnixMs };
};
