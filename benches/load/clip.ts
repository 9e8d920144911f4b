/** The clip that the load benches record: H.264 1080p 25 fps 3 Mbit/s constant, key frame every 2 s, no B-frames. Made once with ffmpeg. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ClipShape {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitsPerSecond: number;
  readonly gopFrames: number;
  readonly seconds: number;
}

export const LOAD_CLIP: ClipShape = {
  width: 1920,
  height: 1080,
  framesPerSecond: 25,
  bitsPerSecond: 3_000_000,
  gopFrames: 50,
  seconds: 20,
};

/** @returns the path of the clip; kept in the system's temporary folder between runs. */
export const makeClip = (shape: ClipShape): string => {
  const folder = join(tmpdir(), 'matlang-bench-clips');
  const { width, height, framesPerSecond, bitsPerSecond, gopFrames, seconds } = shape;
  const file = join(
    folder,
    `${width}x${height}-${framesPerSecond}-${bitsPerSecond}-${gopFrames}-${seconds}.mp4`,
  );
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.partial.mp4`;
  const rate = String(bitsPerSecond);
  // Noise keeps the encoder from saving bits, so that the stream really has its rate.
  const picture = `testsrc2=size=${width}x${height}:rate=${framesPerSecond},noise=alls=12:allf=t`;
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-pix_fmt',
    'yuv420p',
    '-bf',
    '0',
    '-g',
    String(gopFrames),
    '-sc_threshold',
    '0',
  ];
  const rates = [
    '-b:v',
    rate,
    '-minrate',
    rate,
    '-maxrate',
    rate,
    '-bufsize',
    rate,
    '-x264-params',
    'nal-hrd=cbr',
  ];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    picture,
    '-t',
    String(seconds),
    ...encoder,
    ...rates,
    partial,
  ]);
  renameSync(partial, file);
  return file;
};
