/** Two runs of an open-GOP source, the second beginning at a recovery point or CRA, and which pictures they can show. */
import { readFileSync } from 'node:fs';
import { type MovieTrack, readAtBytes, readMovie } from '@matlang/media/mp4';
import type { StreamKey } from '../port/stream-key.ts';
import { cutFragments, samplesOf, shownFrames, witness } from '../reading/clip-for-tests.ts';
import { type TestSample, VolumeForTests } from '../reading/volume-for-tests.ts';

export const OPEN_GOP_CAMERA = '0192f0c4-7a10-7000-8000-000000000003';
const OPEN_GOP_STREAM: StreamKey = { cameraId: OPEN_GOP_CAMERA, kind: 'main' };
export const OPEN_GOP_START_MS = Date.UTC(2026, 1, 3, 4, 0, 0);
/** Between the first decode times of the runs, by the clock and in ticks. */
const SECOND_RUN_MS = 30_000;
/** Samples of the second run: 5 GOPs. */
const SECOND_RUN_SAMPLES = 60;
const GOP_PICTURES = 12;

export interface OpenGopClip {
  readonly track: MovieTrack;
  readonly samples: readonly TestSample[];
  /** In presentation order; each picture differs from every other. */
  readonly md5s: readonly string[];
}

/** 10 s at 25 fps; only the first picture is an IDR picture. */
export function makeOpenGopClip(file: string, codec: 'h264' | 'h265', bFrames: number): OpenGopClip {
  const source = ['-y', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25', '-t', '10'];
  const structure = ['-bf', String(bFrames), '-g', String(GOP_PICTURES), '-video_track_timescale', '90000'];
  const own = `open-gop=1:scenecut=0:keyint=${GOP_PICTURES}:min-keyint=${GOP_PICTURES}`;
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'veryfast', '-x264-params', `${own}:b-pyramid=2`]
      : [
          '-c:v',
          'libx265',
          '-preset',
          'ultrafast',
          '-tag:v',
          'hvc1',
          '-x265-params',
          `${own}:log-level=error`,
        ];
  witness('ffmpeg', [...source, ...structure, ...encoder, file]);
  const bytes = readFileSync(file);
  const [track] = readMovie(readAtBytes(bytes)).tracks;
  if (track === undefined) throw new Error('no picture');
  return { track, samples: samplesOf(track, bytes), md5s: shownFrames(file, ['-ignore_editlist', '1']) };
}

export interface OpenGopSite {
  readonly volume: VolumeForTests;
  /** What each run can show, in order: all its pictures but those that lead its first one. */
  readonly shown: readonly (readonly string[])[];
  readonly toUnixMs: number;
}

/** The clip's first `cut` samples, and 30 s after its beginning 60 from its sync sample number `secondSync`. */
export function recordOpenGop(path: string, clip: OpenGopClip, cut: number, secondSync: number): OpenGopSite {
  const volume = new VolumeForTests(path);
  const begin = clip.samples.flatMap(({ sample }, i) => (sample.sync ? [i] : []))[secondSync] ?? 0;
  const runs = [clip.samples.slice(0, cut), clip.samples.slice(begin, begin + SECOND_RUN_SAMPLES)];
  for (const [at, samples] of runs.entries()) {
    // Ticks go on growing, as those of one source do.
    const shiftTicks = at * SECOND_RUN_MS * 90 - (samples[0]?.sample.dtsTicks ?? 0);
    const shifted = samples.map(({ sample, data }) => ({
      sample: { ...sample, dtsTicks: sample.dtsTicks + shiftTicks },
      data,
    }));
    const wall = (ticks: number): number => OPEN_GOP_START_MS + Math.round(ticks / 90);
    const run = volume.beginRun(
      OPEN_GOP_STREAM,
      clip.track.format,
      wall(at * SECOND_RUN_MS * 90),
      'reconnect',
    );
    volume.addSegment(run, cutFragments(shifted, clip.track, wall));
  }
  return {
    volume,
    shown: runs.map((samples) => showable(clip, samples)),
    toUnixMs: OPEN_GOP_START_MS + 2 * SECOND_RUN_MS,
  };
}

const ptsOf = ({ sample }: TestSample): number => sample.dtsTicks + sample.compositionOffsetTicks;

function showable(clip: OpenGopClip, samples: readonly TestSample[]): string[] {
  const order = clip.samples.map(ptsOf).sort((a, b) => a - b);
  const first = samples[0] === undefined ? 0 : ptsOf(samples[0]);
  const shown = samples.map(ptsOf).filter((pts) => pts >= first);
  return shown.sort((a, b) => a - b).map((pts) => clip.md5s[order.indexOf(pts)] ?? '');
}

interface SeamLoss {
  /** Pictures that could be shown and are not, of each run. */
  readonly lost: readonly number[];
  /** Shown, but no picture of the source that could be. */
  readonly wrong: number;
}

/** Compares what a witness showed, whatever its order. */
export function seamLossOf(site: OpenGopSite, shown: readonly string[]): SeamLoss {
  const left = new Map<string, number>();
  for (const md5 of shown) left.set(md5, (left.get(md5) ?? 0) + 1);
  const lost = site.shown.map((run) => {
    let count = 0;
    for (const md5 of run) {
      const have = left.get(md5) ?? 0;
      if (have === 0) count += 1;
      else left.set(md5, have - 1);
    }
    return count;
  });
  return { lost, wrong: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
