/** How much of a disk stays free. */

const GIB = 2 ** 30;

/** Less than this and SQLite, logs and the system itself have no room: below it nothing can even be deleted in order. */
export const LEAST_FLOOR_BYTES = 2 * GIB;
/** Of the whole disk, between the two bounds. */
export const FLOOR_SHARE = 0.05;
/** 5 % of a large disk is footage that somebody wants: an hour of 64 cameras at 4 Mbit/s is 115 GB, a floor needs minutes. */
export const MOST_FLOOR_BYTES = 20 * GIB;

/** The floor of a volume unless one is given: 5 %, at least 2 GiB, at most 20 GiB. */
export function defaultFloorBytes(totalBytes: number): number {
  return Math.min(MOST_FLOOR_BYTES, Math.max(LEAST_FLOOR_BYTES, Math.floor(totalBytes * FLOOR_SHARE)));
}
