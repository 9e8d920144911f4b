/** Annex B files (.h264, .h265): no times in them, so pictures come evenly and in the order of the file. */
import type { VideoCodec } from '@matlang/media/stream';
import type { ClipUnit, FileTrack } from './clip.ts';
import { VIDEO_CLOCK_HZ } from './mp4-file.ts';
import { beginsPicture, nalKind } from './nal.ts';
import { formatOfNals } from './parameter-sets.ts';

/** How many NAL units at the front are searched for parameter sets. */
const HEAD_NALS = 64;

/** Views of the NAL units between start codes; zero bytes before a start code are not part of a unit. */
export function splitAnnexB(bytes: Uint8Array): readonly Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  for (let at = bytes.indexOf(1, 2); at !== -1; at = bytes.indexOf(1, at + 1)) {
    if (bytes[at - 1] !== 0 || bytes[at - 2] !== 0) continue;
    if (start !== -1) pushTrimmed(nals, bytes, start, at - 2);
    start = at + 1;
  }
  if (start !== -1) pushTrimmed(nals, bytes, start, bytes.length);
  return nals;
}

function pushTrimmed(nals: Uint8Array[], bytes: Uint8Array, start: number, end: number): void {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last -= 1;
  if (last > start) nals.push(bytes.subarray(start, last));
}

/** NAL units grouped into pictures, each with what stands before it. */
function groupPictures(codec: VideoCodec, nals: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const pictures: Uint8Array[][] = [];
  let current: Uint8Array[] = [];
  let hasSlice = false;
  for (const nal of nals) {
    const kind = nalKind(codec, nal);
    const slice = kind === 'sync' || kind === 'picture';
    const startsNext = kind === 'sets' || kind === 'before' || (slice && beginsPicture(codec, nal));
    if (hasSlice && startsNext) {
      pictures.push(current);
      current = [];
      hasSlice = false;
    }
    current.push(nal);
    hasSlice ||= slice;
  }
  if (hasSlice) pictures.push(current);
  return pictures;
}

/** @throws CodecError without usable parameter sets at the front */
export function readAnnexBTrack(bytes: Uint8Array, codec: VideoCodec, framesPerSecond: number): FileTrack {
  const nals = splitAnnexB(bytes);
  const frameTicks = VIDEO_CLOCK_HZ / framesPerSecond;
  const pictures = groupPictures(codec, nals);
  const units: ClipUnit[] = pictures.map((parts, i) => ({
    dtsTicks: i * frameTicks,
    ptsTicks: i * frameTicks,
    sync: parts.some((nal) => nalKind(codec, nal) === 'sync'),
    parts,
  }));
  const format = formatOfNals(codec, nals.slice(0, HEAD_NALS), VIDEO_CLOCK_HZ);
  return { format, clockRateHz: VIDEO_CLOCK_HZ, units, durationTicks: pictures.length * frameTicks };
}
