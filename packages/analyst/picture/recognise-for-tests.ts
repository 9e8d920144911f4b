/** Clips whose pictures can be told apart, and which one of them a JPEG shows: by ffmpeg's own decoding of the clip. */
import { spawnSync } from 'node:child_process';

/** Of the clips. */
export const CLIP_WIDTH = 320;
const CLIP_HEIGHT = 180;
const FRAME_BYTES = (CLIP_WIDTH * CLIP_HEIGHT * 3) / 2;
const LUMA_BYTES = CLIP_WIDTH * CLIP_HEIGHT;
/** A JPEG differs from its source by less, two pictures of the clip by more. */
const MIN_PSNR_DB = 30;

/** Runs ffmpeg, which must have nothing to complain about. */
export function ffmpeg(parameters: readonly string[], input?: Uint8Array): Buffer {
  const run = spawnSync('ffmpeg', ['-v', 'error', '-y', ...parameters], { input, maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout;
}

/** So many pictures at 25 fps, coded as `encoder` says. */
export function makeClip(file: string, pictures: number, encoder: readonly string[]): void {
  const source = `testsrc2=size=${CLIP_WIDTH}x${CLIP_HEIGHT}:rate=25`;
  const coded = ['-frames:v', String(pictures), '-pix_fmt', 'yuv420p', ...encoder];
  ffmpeg(['-f', 'lavfi', '-i', source, ...coded, '-video_track_timescale', '90000', file]);
}

/** The number, in presentation order, of the clip's picture that each JPEG shows. @throws Error for one that it is not */
export function recognise(file: string, jpegs: readonly Uint8Array[]): readonly number[] {
  const input = ['-f', 'image2pipe', '-c:v', 'mjpeg', '-i', '-'];
  const video = ['-vf', 'scale=out_range=tv,format=yuv420p'];
  return numbersOf(file, ffmpeg([...input, ...video, ...RAW], Buffer.concat(jpegs)));
}

/** The same of each picture of another movie. */
export function recogniseMovie(file: string, movie: string): readonly number[] {
  return numbersOf(file, ffmpeg(['-i', movie, ...RAW]));
}

const RAW = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-'];

function numbersOf(file: string, raw: Uint8Array): readonly number[] {
  const shown = lumasOf(ffmpeg(['-ignore_editlist', '1', '-i', file, ...RAW]));
  return lumasOf(raw).map((luma, index) => {
    const likeness = shown.map((other) => psnrDb(luma, other));
    const best = Math.max(...likeness);
    if (best < MIN_PSNR_DB) throw new Error(`picture ${index} is none of the clip's (${best} dB)`);
    return likeness.indexOf(best);
  });
}

function lumasOf(raw: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: raw.length / FRAME_BYTES }, (_, at) =>
    raw.subarray(at * FRAME_BYTES, at * FRAME_BYTES + LUMA_BYTES),
  );
}

/** Of two equal arrays: very large. */
export function psnrDb(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / Math.max(1, sum));
}
