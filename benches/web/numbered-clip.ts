/** A clip with a number in each picture, as H.264 of the size, rate and key frame distance of a real camera. Made once with ffmpeg. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFrameStrip } from '@matlang/simulator';
import { Picture } from '../../packages/simulator/scene/picture.ts';
import type { ClipShape } from '../load/clip.ts';

export interface NumberedClipShape extends ClipShape {
  /** Drawn into the first picture. */
  readonly firstNumber: number;
}

/** Of a sub stream, and of a tile of a wall. */
export const SMALL_PICTURE = {
  width: 640,
  height: 360,
  framesPerSecond: 15,
  bitsPerSecond: 500_000,
} as const;
/** Of a main stream. */
export const LARGE_PICTURE = {
  width: 1920,
  height: 1080,
  framesPerSecond: 25,
  bitsPerSecond: 3_000_000,
} as const;

/** @returns the path of the clip; kept in the system's temporary folder between runs. */
export const makeNumberedClip = (shape: NumberedClipShape): string => {
  const { width, height, framesPerSecond, bitsPerSecond, gopFrames, seconds, firstNumber } = shape;
  const folder = join(tmpdir(), 'matlang-bench-clips');
  const name = [width, height, framesPerSecond, bitsPerSecond, gopFrames, seconds, firstNumber].join('-');
  const file = join(folder, `numbered-${name}.mp4`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.partial.mp4`;
  const strips = drawStrips(shape);
  const size = `${width}x${height}`;
  const stripSize = `${width}x${strips.height}`;
  const rate = String(bitsPerSecond);
  const drawn = `testsrc2=size=${size}:rate=${framesPerSecond},noise=alls=6:allf=t`;
  const options = [
    `-v error -y -f lavfi -i ${drawn}`,
    `-f rawvideo -pixel_format gray -video_size ${stripSize} -framerate ${framesPerSecond} -i pipe:0`,
    `-filter_complex [0:v][1:v]overlay=0:H-h:shortest=1,format=yuv420p -frames:v ${seconds * framesPerSecond}`,
    `-c:v libx264 -preset veryfast -bf 0 -g ${gopFrames} -sc_threshold 0`,
    `-b:v ${rate} -maxrate ${rate} -bufsize ${rate}`,
  ].flatMap((words) => words.split(' '));
  const { status, stderr } = spawnSync('ffmpeg', [...options, partial], { input: strips.bytes });
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${String(stderr)}`);
  renameSync(partial, file);
  return file;
};

/** The lower edge of every picture, luma alone. */
const drawStrips = ({ width, height, framesPerSecond, seconds, firstNumber }: NumberedClipShape) => {
  const picture = new Picture(width, height);
  const stripHeight = Math.ceil(height / 45 / 2) * 2;
  const frames = seconds * framesPerSecond;
  const bytes = new Uint8Array(frames * width * stripHeight);
  for (let frame = 0; frame < frames; frame += 1) {
    drawFrameStrip(picture, firstNumber + frame);
    const luma = picture.data.subarray((height - stripHeight) * width, height * width);
    bytes.set(luma, frame * width * stripHeight);
  }
  return { bytes, height: stripHeight };
};
