/** Limits that H.264 and H.265 share. */

/** Largest side that we take for a picture: level 6.2 of both codecs ends at 16,888 luma samples. */
export const MAX_SIDE_PIXELS = 16_888;

/** Both codecs allow at most 16 pictures in the decoded picture buffer, so none can be passed by more. */
export const MAX_REORDER_DEPTH = 16;

/** A declared frame duration beyond this is nonsense (cameras write 0xffffffff): one frame in 10 minutes. */
const MAX_DECLARED_FRAME_SECONDS = 600;

/** Ticks of `timescale` for a declared duration; null where it makes no sense. */
export function declaredFrameTicks(seconds: number, timescale: number): number | null {
  if (!(seconds > 0 && seconds <= MAX_DECLARED_FRAME_SECONDS)) return null;
  const ticks = Math.round(seconds * timescale);
  return ticks > 0 ? ticks : null;
}

/** NAL units may carry zero bytes behind their end (trailing_zero_8bits); a view without them. */
export function withoutTrailingZeros(nal: Uint8Array): Uint8Array {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return end === nal.length ? nal : nal.subarray(0, end);
}
