/** RTP's clock of video, which all our video has. */

/** Ticks a second. */
export const VIDEO_TIMESCALE = 90_000;

const TICKS_A_MS = VIDEO_TIMESCALE / 1000;

/** Milliseconds, with their fraction. */
export function msOfTicks(ticks: number): number {
  return ticks / TICKS_A_MS;
}
