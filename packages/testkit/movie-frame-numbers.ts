/** Which pictures a recorded file holds, by the numbers that the simulator sent with them; nothing is decoded. */
import { readFileSync } from 'node:fs';
import { readAtBytes, readMovie } from '@matlang/media/mp4';
import { readFrameNumber } from '@matlang/simulator';

/**
 * One entry a sample of the first video track, in decoding order; null for a picture without a number.
 * @throws Mp4Error where the file can't be read, TypeError where it has no video
 */
export function movieFrameNumbers(path: string): readonly (number | null)[] {
  const bytes = readFileSync(path);
  const track = readMovie(readAtBytes(bytes)).tracks.find(({ format }) => format.kind === 'video');
  if (track === undefined || track.format.kind !== 'video') throw new TypeError(`path: no video in ${path}`);
  const { codec } = track.format;
  return Array.from({ length: track.sampleCount }, (_, i) => {
    const offset = track.offsetsBytes[i] ?? 0;
    return readFrameNumber(codec, nalsOf(bytes.subarray(offset, offset + (track.sizesBytes[i] ?? 0))));
  });
}

/** NAL units of a sample, each behind its length in 4 bytes: views. */
export function nalsOf(sample: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const nals: Uint8Array[] = [];
  for (let at = 0; at + 4 <= sample.length; at += 4 + view.getUint32(at)) {
    nals.push(sample.subarray(at + 4, at + 4 + view.getUint32(at)));
  }
  return nals;
}
