/** Do two formats ask for the same sample entry? */
import { sameBytes } from '../../bytes/index.ts';
import type { VideoFormat } from '../../stream/index.ts';

/** True where VPS, SPS and PPS are equal byte by byte, in the same order; time scale and size are not looked at. */
export function sameParameterSets(left: VideoFormat, right: VideoFormat): boolean {
  const a = left.parameterSets;
  const b = right.parameterSets;
  return sameLists(a.vps, b.vps) && sameLists(a.sps, b.sps) && sameLists(a.pps, b.pps);
}

function sameLists(left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return left.length === right.length && left.every((bytes, i) => sameBytes(bytes, right[i] ?? EMPTY));
}

const EMPTY = new Uint8Array(0);
