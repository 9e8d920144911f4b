/** What a camera simulator must know of NAL units: their kinds, by codec. */
import type { VideoCodec } from '@matlang/media/stream';

/** `sets`: VPS, SPS, PPS. `sync`: IDR, and for H.265 CRA and BLA. `before`: belongs to the picture that follows it. */
export type NalKind = 'sets' | 'sync' | 'picture' | 'before' | 'other';

/** By the type in the header alone. */
export function nalKind(codec: VideoCodec, nal: Uint8Array): NalKind {
  const first = nal[0] ?? 0;
  if (codec === 'h264') {
    const type = first & 31;
    if (type === 7 || type === 8) return 'sets';
    if (type === 5) return 'sync';
    if (type >= 1 && type <= 4) return 'picture';
    return type === 6 || type === 9 || (type >= 14 && type <= 18) ? 'before' : 'other';
  }
  const type = (first >> 1) & 63;
  if (type >= 32 && type <= 34) return 'sets';
  if (type >= 16 && type <= 23) return 'sync';
  if (type < 32) return 'picture';
  return type === 35 || type === 39 || (type >= 41 && type <= 44) || (type >= 48 && type <= 55)
    ? 'before'
    : 'other';
}

/** first_mb_in_slice is 0, or first_slice_segment_in_pic_flag is 1: both show in the first bit behind the header. */
export function beginsPicture(codec: VideoCodec, nal: Uint8Array): boolean {
  return ((nal[codec === 'h264' ? 1 : 2] ?? 0) & 0x80) !== 0;
}

/** Access unit delimiter: the only thing that comes before parameter sets. */
export function isDelimiter(codec: VideoCodec, nal: Uint8Array): boolean {
  return codec === 'h264' ? ((nal[0] ?? 0) & 31) === 9 : (((nal[0] ?? 0) >> 1) & 63) === 35;
}

/** Which list of a format a parameter set belongs to. */
export function parameterSetList(codec: VideoCodec, nal: Uint8Array): 'vps' | 'sps' | 'pps' | null {
  const type = codec === 'h264' ? (nal[0] ?? 0) & 31 : ((nal[0] ?? 0) >> 1) & 63;
  if (codec === 'h264') return type === 7 ? 'sps' : type === 8 ? 'pps' : null;
  return type === 32 ? 'vps' : type === 33 ? 'sps' : type === 34 ? 'pps' : null;
}
