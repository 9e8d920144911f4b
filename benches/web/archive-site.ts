/** A site whose archive has an index of 30 days of 16 cameras, with real segment files where a bench lands. Nothing is being recorded. */
import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { INDEX_FILE, segmentPath } from '../../packages/archive/segment/segment-path.ts';
import { type ClipFragments, openClipFragments } from '../archive/clip-fragments.ts';
import { makeLargeIndex } from '../archive/large-index.ts';
import { benchCameraId } from '../archive/recorded-archive.ts';
import { addCamera } from '../contestants/matlang.ts';
import { LOAD_CLIP, makeClip } from '../load/clip.ts';
import { startAnalyst, startServer } from './web-site.ts';

export const SEGMENT_MS = 60_000;
const SEGMENT_SECONDS = 60;
/** Of `makeLargeIndex`: media time begins anew with each run. */
const RUN_SEGMENTS = 360;
const TIMESCALE = 90_000;

const CAMERAS = 16;

export interface ArchiveSite {
  readonly url: string;
  readonly cameraIds: readonly string[];
  readonly cameraNames: readonly string[];
  readonly startUnixMs: number;
  /** Of each camera; the last of a run is shorter. */
  readonly segments: number;
  /** A place from which so many segments follow in the same run. @param random below a bound */
  segmentsFrom(random: { below(bound: number): number }, count: number): number;
  /** Makes the files of consecutive segments exist, of the first so many cameras. */
  place(firstSegment: number, count: number, cameras: number): void;
}

/** Runs until the end. @returns after about two minutes for 30 days, and with 3 GB in `folder` */
export const startArchiveSite = async (
  folder: string,
  days: number,
  onEnd: (end: () => Promise<void>) => void,
): Promise<ArchiveSite> => {
  const volumePath = join(folder, 'volume');
  mkdirSync(volumePath, { recursive: true });
  const options = { dataDirectory: join(folder, 'site'), volumePath, onEnd };
  // The server gives cameras their ids; the index is made while it is not there.
  const first = await startServer(options);
  const cameraNames = Array.from(
    { length: CAMERAS },
    (_, index) => `Camera ${String(index + 1).padStart(2, '0')}`,
  );
  const cameraIds: string[] = [];
  for (const name of cameraNames)
    cameraIds.push(await addCamera(first.url, { name, main: 'rtsp://127.0.0.1:9/main' }));
  await first.process.end();
  console.log(`making the index of ${days} days of ${CAMERAS} cameras`);
  const { startUnixMs } = makeLargeIndex(volumePath, CAMERAS, days);
  const clip = openIndexedClip(folder);
  fitIndex(join(volumePath, INDEX_FILE), cameraIds, clip);
  const server = await startServer(options);
  await startAnalyst(options);
  const segments = (days * 86_400_000) / SEGMENT_MS;
  const files = openFiles(folder, clip, startUnixMs);
  return {
    url: server.url,
    cameraIds,
    cameraNames,
    startUnixMs,
    segments,
    segmentsFrom: (random, count) => {
      const run = random.below(Math.floor(segments / RUN_SEGMENTS));
      return run * RUN_SEGMENTS + random.below(RUN_SEGMENTS - count - 1);
    },
    place: (firstSegment, count, cameras) => {
      for (let segment = firstSegment; segment < firstSegment + count; segment += 1) {
        const file = files(segment);
        for (const cameraId of cameraIds.slice(0, cameras)) {
          const stream = { cameraId, kind: 'main' } as const;
          const at = { stream, startUnixMs: startUnixMs + segment * SEGMENT_MS, seq: segment };
          const path = join(volumePath, segmentPath(at));
          mkdirSync(dirname(path), { recursive: true });
          if (!existsSync(path)) linkSync(file, path);
        }
      }
    },
  };
};

/** The clip in the ticks of the index; its samples and boxes have the sizes that the index says. */
const openIndexedClip = (folder: string): ClipFragments => {
  const original = makeClip(LOAD_CLIP);
  const file = join(folder, 'clip.mp4');
  const copy = `-v error -y -i ${original} -c copy -video_track_timescale ${TIMESCALE} ${file}`;
  execFileSync('ffmpeg', copy.split(' '));
  const clip = openClipFragments(file, LOAD_CLIP.framesPerSecond);
  const indexed = openClipFragments(original, LOAD_CLIP.framesPerSecond);
  const sizes = (one: ClipFragments): string => `${one.init.length}, ${one.fragment(0, 0).length}`;
  if (sizes(clip) !== sizes(indexed))
    throw new Error(`the clip has ${sizes(clip)} bytes, not ${sizes(indexed)}`);
  return clip;
};

/** The cameras of the site, and the init segment of the files that are placed. */
const fitIndex = (index: string, cameraIds: readonly string[], clip: ClipFragments): void => {
  const database = new DatabaseSync(index);
  const rename = database.prepare('UPDATE stream SET camera_id = ? WHERE camera_id = ?');
  for (const [camera, id] of cameraIds.entries()) rename.run(id, benchCameraId(camera));
  database.prepare('UPDATE run SET init = ?').run(clip.init);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
};

/** One file a segment, shared by the cameras: the clip with the media and wall times that the index says. */
const openFiles = (
  folder: string,
  clip: ClipFragments,
  startUnixMs: number,
): ((segment: number) => string) => {
  mkdirSync(join(folder, 'files'), { recursive: true });
  return (segment) => {
    const file = join(folder, 'files', `${segment}.mp4`);
    if (existsSync(file)) return file;
    const inRun = segment % RUN_SEGMENTS;
    const runUnixMs = startUnixMs + (segment - inRun) * SEGMENT_MS;
    const fragments = Array.from({ length: SEGMENT_SECONDS }, (_, second) =>
      clip.fragment(inRun * SEGMENT_SECONDS + second, runUnixMs),
    );
    writeFileSync(file, Buffer.concat([clip.init, ...fragments]));
    return file;
  };
};
