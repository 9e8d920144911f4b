/** A stretch of site time: includes its start, excludes its end. */
import { accept, type Checked, refuse } from '../law/checked.ts';

/** Start and end in milliseconds since 1970, UTC; of site time, so that a clock step may make two spans overlap. */
export interface Span {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

const MAX_SPAN_DAYS = 31;
/** Longer spans are several questions: it bounds the work of one. */
export const MAX_SPAN_MS = MAX_SPAN_DAYS * 24 * 3_600_000;

/** Refuses spans that are empty, end before they begin, or are longer than MAX_SPAN_MS; the field named is `to`. */
export function checkSpan(startUnixMs: number, endUnixMs: number): Checked<Span> {
  return endUnixMs === startUnixMs ? refuse('to', 'span-order') : checkSpanOrMoment(startUnixMs, endUnixMs);
}

/** The same, but what ends as it begins is a moment. */
export function checkSpanOrMoment(startUnixMs: number, endUnixMs: number): Checked<Span> {
  if (endUnixMs < startUnixMs) return refuse('to', 'span-order');
  return endUnixMs - startUnixMs > MAX_SPAN_MS
    ? refuse('to', 'span-too-long', MAX_SPAN_DAYS)
    : accept({ startUnixMs, endUnixMs });
}
