/**
 * Numbers pictures in a user-data SEI of our own, so that a test can tell which one is missing without decoding:
 * payload type 5 (H.264 D.1.7, H.265 D.2.7), our UUID, then the number as eight hexadecimal letters. ASCII needs no
 * emulation prevention.
 */
import type { VideoCodec } from '@matlang/media/stream';

/** 6d61746c-616e-672d-9f1e-6e756d626572: "matlang-", two bytes, "number". */
const UUID = Uint8Array.from([
  0x6d, 0x61, 0x74, 0x6c, 0x61, 0x6e, 0x67, 0x2d, 0x9f, 0x1e, 0x6e, 0x75, 0x6d, 0x62, 0x65, 0x72,
]);
const USER_DATA_UNREGISTERED = 5;
const NUMBER_DIGITS = 8;
const H264_SEI = 6;
const H265_PREFIX_SEI = 39;

/** A whole NAL unit without start code. */
export function writeFrameNumberSei(codec: VideoCodec, frameNumber: number): Uint8Array {
  const header = codec === 'h264' ? [H264_SEI] : [H265_PREFIX_SEI << 1, 1];
  const digits = (frameNumber >>> 0).toString(16).padStart(NUMBER_DIGITS, '0');
  return Uint8Array.of(
    ...header,
    USER_DATA_UNREGISTERED,
    UUID.length + NUMBER_DIGITS,
    ...UUID,
    ...Array.from(digits, (digit) => digit.charCodeAt(0)),
    0x80,
  );
}

/** The number in a NAL unit of ours; null for any other. */
export function readFrameNumberSei(codec: VideoCodec, nal: Uint8Array): number | null {
  const headerBytes = codec === 'h264' ? 1 : 2;
  const first = nal[0] ?? 0;
  const isSei = codec === 'h264' ? (first & 31) === H264_SEI : ((first >> 1) & 63) === H265_PREFIX_SEI;
  const uuidAt = headerBytes + 2;
  const numberAt = uuidAt + UUID.length;
  if (!isSei || nal.length < numberAt + NUMBER_DIGITS || nal[headerBytes] !== USER_DATA_UNREGISTERED)
    return null;
  for (const [i, byte] of UUID.entries()) if (nal[uuidAt + i] !== byte) return null;
  const digits = String.fromCharCode(...nal.subarray(numberAt, numberAt + NUMBER_DIGITS));
  return /^[0-9a-f]+$/.test(digits) ? Number.parseInt(digits, 16) : null;
}

/** The number of a picture given as its NAL units; null where it has none. */
export function readFrameNumber(codec: VideoCodec, nals: readonly Uint8Array[]): number | null {
  for (const nal of nals) {
    const frameNumber = readFrameNumberSei(codec, nal);
    if (frameNumber !== null) return frameNumber;
  }
  return null;
}
