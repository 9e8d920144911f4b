/** Clips that ffmpeg draws with a visible counter, as samples for `VolumeForTests`, and what ffmpeg shows of a file. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type MovieTrack, readAtBytes, readMovie } from '@matlang/media/mp4';
import type { Sample } from '@matlang/media/stream';
import { findWitness } from '@matlang/testkit';
import type { TestFragment, TestSample } from './volume-for-tests.ts';

const missing = (['ffmpeg', 'ffprobe'] as const).filter((program) => findWitness(program) === null);

/** Empty when the witnesses are there, as they must be in CI. */
export const missingWitnesses = missing.join(', ');

/** Runs a witness that must have nothing to complain about. */
export function witness(program: string, parameters: readonly string[]): string {
  const run = spawnSync(program, ['-v', 'error', ...parameters], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.stderr !== '' || run.status !== 0) throw new Error(`${program} ${run.status}: ${run.stderr}`);
  return run.stdout;
}

/** The same beside a server in this process. */
export async function witnessAsync(program: string, parameters: readonly string[]): Promise<string> {
  const child = spawn(program, ['-v', 'error', ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  if (stderr !== '' || status !== 0) throw new Error(`${program} ${status}: ${stderr}`);
  return stdout;
}

/** MD5 of each frame shown, in order. */
export function shownFrames(file: string, options: readonly string[] = [], map = '0:v'): string[] {
  const parameters = ['-i', file, '-map', map, ...(map.includes('v') ? ['-fps_mode', 'passthrough'] : [])];
  return witness('ffmpeg', [...options, ...parameters, '-f', 'framemd5', '-'])
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

export interface Clip {
  readonly file: string;
  readonly video: MovieTrack;
  readonly audio: MovieTrack | null;
  readonly videoSamples: readonly TestSample[];
  readonly audioSamples: readonly TestSample[];
  /** By presentation order. */
  readonly frames: readonly { readonly ptsTicks: number; readonly md5: string }[];
}

export interface ClipOptions {
  readonly seconds: number;
  readonly gop: number;
  readonly bFrames: number;
  readonly size?: string;
  readonly audio?: boolean;
}

/** A 25 fps clip: every picture differs from every other. */
export function makeClip(
  file: string,
  { seconds, gop, bFrames, size = '320x180', audio = false }: ClipOptions,
): Clip {
  const picture = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=25:duration=${seconds}`];
  const tone = audio ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}:sample_rate=16000`] : [];
  const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', String(gop)];
  const structure = ['-bf', String(bFrames), '-sc_threshold', '0', '-video_track_timescale', '90000'];
  const aac = audio ? ['-c:a', 'aac', '-b:a', '32k'] : [];
  witness('ffmpeg', ['-y', ...picture, ...tone, ...x264, ...structure, ...aac, file]);
  const bytes = readFileSync(file);
  const { tracks } = readMovie(readAtBytes(bytes));
  const video = tracks.find((track) => track.format.kind === 'video');
  const sound = tracks.find((track) => track.format.kind === 'audio') ?? null;
  if (video === undefined) throw new Error('no picture');
  const md5s = shownFrames(file, ['-ignore_editlist', '1']);
  const videoSamples = samplesOf(video, bytes);
  const pts = videoSamples.map(({ sample }) => sample.dtsTicks + sample.compositionOffsetTicks);
  return {
    file,
    video,
    audio: sound,
    videoSamples,
    audioSamples: sound === null ? [] : samplesOf(sound, bytes),
    frames: pts.sort((a, b) => a - b).map((ptsTicks, at) => ({ ptsTicks, md5: md5s[at] ?? '' })),
  };
}

/** The samples of a track with their bytes out of `bytes`, the file's. */
export function samplesOf(track: MovieTrack, bytes: Uint8Array): TestSample[] {
  return Array.from(track.sizesBytes, (sizeBytes, i) => {
    const offset = track.offsetsBytes[i] ?? 0;
    const sample: Sample = {
      dtsTicks: track.dtsTicks[i] ?? 0,
      compositionOffsetTicks: track.compositionOffsetsTicks[i] ?? 0,
      durationTicks: track.durationsTicks[i] ?? 0,
      sizeBytes,
      sync: track.sync[i] === 1,
      leading: false,
      disposable: false,
    };
    return { sample, data: bytes.subarray(offset, offset + sizeBytes) };
  });
}

/** Fragments as the recorder cuts them: before each sync sample of video, and after a second. */
export function cutFragments(
  samples: readonly TestSample[],
  track: MovieTrack,
  wallOf: (dtsTicks: number) => number,
): TestFragment[] {
  const fragments: TestFragment[] = [];
  let held: TestSample[] = [];
  let heldTicks = 0;
  for (const entry of samples) {
    const begins = track.format.kind === 'video' && entry.sample.sync;
    if (held.length > 0 && (begins || heldTicks >= track.timescale)) {
      fragments.push({ wallStartUnixMs: wallOf(held[0]?.sample.dtsTicks ?? 0), samples: held });
      held = [];
      heldTicks = 0;
    }
    held.push(entry);
    heldTicks += entry.sample.durationTicks;
  }
  if (held.length > 0)
    fragments.push({ wallStartUnixMs: wallOf(held[0]?.sample.dtsTicks ?? 0), samples: held });
  return fragments;
}
