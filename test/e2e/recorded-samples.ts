/** Samples and NAL units as they lie in segment files and source clips, and lists of them to compare. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type MovieTrack, readAtBytes, readMovie } from '@matlang/media/mp4';
import { readFrameNumber } from '@matlang/simulator';
import { nalsOf } from '@matlang/testkit';

/** One sample of a file; `data` is a view. */
export interface RecordedSample {
  readonly file: string;
  readonly dtsTicks: number;
  readonly ptsTicks: number;
  readonly durationTicks: number;
  readonly sync: boolean;
  readonly data: Uint8Array;
}

/** Of the only, or the first video, track of each file, in order. */
export function readSamples(files: readonly string[]): readonly RecordedSample[] {
  return files.flatMap((file) => {
    const bytes = readFileSync(file);
    const { tracks } = readMovie(readAtBytes(bytes));
    const track = tracks.find(({ format }) => format.kind === 'video') ?? tracks[0];
    return track === undefined ? [] : samplesOf(file, track, bytes);
  });
}

function samplesOf(file: string, track: MovieTrack, bytes: Uint8Array): RecordedSample[] {
  return Array.from(track.sizesBytes, (sizeBytes, i) => {
    const offset = track.offsetsBytes[i] ?? 0;
    const dtsTicks = track.dtsTicks[i] ?? 0;
    return {
      file,
      dtsTicks,
      ptsTicks: dtsTicks + (track.compositionOffsetsTicks[i] ?? 0),
      durationTicks: track.durationsTicks[i] ?? 0,
      sync: track.sync[i] === 1,
      data: bytes.subarray(offset, offset + sizeBytes),
    };
  });
}

/** Short names of byte strings: equal digests, equal bytes. */
export const digestOf = (bytes: Uint8Array): string =>
  `${bytes.length}:${createHash('sha1').update(bytes).digest('hex').slice(0, 16)}`;

/** Every NAL unit of the samples, in order. */
export const nalDigests = (samples: readonly RecordedSample[]): readonly string[] =>
  samples.flatMap(({ data }) => nalsOf(data).map(digestOf));

/** Parameter sets and access unit delimiters are what payloaders and parsers add: slices and SEI are the camera's. */
export function isSliceOrSei(codec: 'h264' | 'h265', nal: Uint8Array): boolean {
  const first = nal[0] ?? 0;
  if (codec === 'h264') return [1, 2, 3, 4, 5, 6].includes(first & 31);
  const type = (first >> 1) & 63;
  return type < 32 || type === 39 || type === 40;
}

/** NAL types that decoding may begin with: IDR; BLA, IDR, CRA. */
export function isSyncNal(codec: 'h264' | 'h265', nal: Uint8Array): boolean {
  const first = nal[0] ?? 0;
  const type = codec === 'h264' ? first & 31 : (first >> 1) & 63;
  return codec === 'h264' ? type === 5 : type >= 16 && type <= 21;
}

/** Numbers of pictures in H.264; -1 for one without. */
export const numbersOf = (samples: readonly RecordedSample[]): readonly number[] =>
  samples.map(({ data }) => readFrameNumber('h264', nalsOf(data)) ?? -1);
