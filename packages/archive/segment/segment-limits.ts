/** When a segment is cut. */

/** Cut here when a fragment starts on a sync sample: a minute is a good unit to delete, to prove and to lose. */
export const SEGMENT_TARGET_MS = 60_000;
/** Cut here at any fragment (cameras with minutes between key frames); the row points back to the sync sample. */
export const SEGMENT_LATEST_MS = 75_000;
/** Offsets in the fragment table are 32 bits; 1 GiB is 140 Mbit/s for a minute. */
export const MAX_SEGMENT_BYTES = 2 ** 30;
/** A fragment a picture at 60 fps for `SEGMENT_LATEST_MS`. */
export const MAX_SEGMENT_FRAGMENTS = 4500;
/** A fragment that begins so much before the one in front of it belongs to another time. */
export const MAX_BACKWARD_MS = 1000;
/** Estimates of where a fragment ends and the next begins differ by jitter; up to here they are one instant. */
export const SEAM_TOLERANCE_MS = 1000;
/**
 * No segment is longer: the writer cuts long before, and cuts what one fragment claims beyond it. It bounds how far
 * before a span a segment that reaches into it can begin.
 */
export const MAX_SEGMENT_SPAN_MS = 600_000;
