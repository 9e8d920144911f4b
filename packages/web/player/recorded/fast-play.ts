/** From which speed on a page decodes key frames only. Pure. */

/**
 * Pixels a second that a page is asked to decode at most. Two cores without a graphics card kept up with 1080p at 15 pictures a second
 * 8 times as fast, 249 million a second on a whole core, and stalled at 16 times (docs/design/watching.md): half of that leaves the page
 * and the other programs of an office machine their share.
 */
const MOST_PIXELS_PER_SECOND = 125e6;
/** Of a camera whose pictures were not seen yet: 720p at 15 a second. */
const USUAL_PIXELS_PER_SECOND = 1280 * 720 * 15;

/** @param pixelsPerSecond of each camera at its own speed; null: not known yet. */
export function needsKeyFrames(rate: number, pixelsPerSecond: readonly (number | null)[]): boolean {
  // Backwards there is no other way: a decoder goes forward only.
  if (rate < 0) return true;
  // At its own speed and slower everything is shown, as long as the decoder follows: `PlaybackControl` looks.
  if (rate <= 1) return false;
  let sum = 0;
  for (const one of pixelsPerSecond) sum += one ?? USUAL_PIXELS_PER_SECOND;
  return sum * rate > MOST_PIXELS_PER_SECOND;
}
