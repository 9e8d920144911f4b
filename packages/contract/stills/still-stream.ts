/**
 * A strip of still pictures as one answer, in the order of time, each picture once:
 *
 *     u32 length of what follows (big-endian), f64 site time in Unix ms at which the picture came on, JPEG
 *
 * Where nothing was recorded there is no picture; the time line says why.
 */

/** Media type of such an answer. */
export const STILL_STREAM_TYPE = 'application/vnd.matlang.stills';
/** Of one still.jpg: site time in Unix ms at which the picture came on. */
export const PICTURE_AT_HEADER = 'matlang-picture-at';

const LENGTH_BYTES = 4;
const INSTANT_BYTES = 8;

/** One picture of a strip. */
export interface StripStill {
  readonly takenUnixMs: number;
  readonly jpeg: Uint8Array;
}

/** @returns what stands in front of the JPEG's own bytes. */
export function encodeStillFields({ takenUnixMs, jpeg }: StripStill): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LENGTH_BYTES + INSTANT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, INSTANT_BYTES + jpeg.length);
  view.setFloat64(LENGTH_BYTES, takenUnixMs);
  return bytes;
}

/**
 * Cuts an answer into pictures while it comes: give it everything that came so far. JPEGs are views of `bytes`.
 * @returns the pictures that are whole, and where the next one begins
 * @throws Error for bytes that make no sense
 */
export function decodeStillStream(bytes: Uint8Array): {
  readonly stills: readonly StripStill[];
  readonly endBytes: number;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stills: StripStill[] = [];
  let at = 0;
  while (at + LENGTH_BYTES + INSTANT_BYTES <= bytes.length) {
    const end = at + LENGTH_BYTES + view.getUint32(at);
    const takenUnixMs = view.getFloat64(at + LENGTH_BYTES);
    const start = at + LENGTH_BYTES + INSTANT_BYTES;
    if (end <= start || !Number.isSafeInteger(takenUnixMs))
      throw new Error(`a picture at byte ${at} makes no sense`);
    if (end > bytes.length) break;
    stills.push({ takenUnixMs, jpeg: bytes.subarray(start, end) });
    at = end;
  }
  return { stills, endBytes: at };
}
