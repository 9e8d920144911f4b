/** How many entries a playlist may have, and how long they are for that. */
import type { GroupLimits } from './fragment-groups.ts';

/** Longer spans that are past get an entry a segment: a day in 1,440 entries instead of 43,200. */
const FINE_SPAN_MS = 2 * 3_600_000;
/** Shorter entries make long playlists and many requests. */
const FINE_SECONDS = 2;
/** Of what is recorded more than two hours behind the beginning of a span that still grows. */
const COARSE_SECONDS = 6;
/** Of a longer GOP an entry begins in its middle, so that a live viewer doesn't wait for the end of it. */
export const MAX_GROUP_SECONDS = 10;
/**
 * Of any playlist: a month of a camera that reconnects every minute, three days up to now; 7 MB of text. Each segment file is
 * an entry at least, so that beyond it a shorter span must be asked for.
 */
export const MAX_PLAYLIST_ENTRIES = 50_000;

/**
 * Of the entries of a segment that begins `sinceStartMs` behind the beginning of the span. Never by what time it is: a
 * growing playlist that is asked for again has the same entries.
 */
export function groupLimits(spanMs: number, live: boolean, sinceStartMs: number): GroupLimits {
  if (!live && spanMs > FINE_SPAN_MS) {
    return { minSeconds: Number.POSITIVE_INFINITY, maxSeconds: Number.POSITIVE_INFINITY };
  }
  const minSeconds = sinceStartMs < FINE_SPAN_MS ? FINE_SECONDS : COARSE_SECONDS;
  return { minSeconds, maxSeconds: MAX_GROUP_SECONDS };
}
