/** What an encoder puts out with start codes (Annex B), as a sample of a file, and the format that its parameter sets tell. */
import { createH264Format, H264_NAL } from '@matlang/media/codec';
import type { VideoFormat } from '@matlang/media/stream';

/** NAL units without start codes, as views of `bytes`. */
export function splitAnnexB(bytes: Uint8Array): readonly Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  for (let at = 0; at + 3 <= bytes.length; at += 1) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    // A start code may have a zero more in front.
    const end = at > 0 && bytes[at - 1] === 0 ? at - 1 : at;
    if (start >= 0) nals.push(bytes.subarray(start, end));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) nals.push(bytes.subarray(start));
  return nals;
}

/** Each behind its length. */
export function joinSample(nals: readonly Uint8Array[]): Uint8Array {
  const data = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const view = new DataView(data.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    data.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return data;
}

/** Of a sync sample's parameter sets; null where it brings none. */
export function formatOfNals(nals: readonly Uint8Array[], timescale: number): VideoFormat | null {
  const ofType = (type: number): Uint8Array[] =>
    nals.filter((nal) => ((nal[0] ?? 0) & 31) === type).map((nal) => nal.slice());
  const sps = ofType(H264_NAL.sps);
  const pps = ofType(H264_NAL.pps);
  return sps.length === 0 || pps.length === 0 ? null : createH264Format({ sps, pps, timescale });
}
