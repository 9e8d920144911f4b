/** What an export does not show of the span asked for, and why: the gaps that were written down explain it. */
import { SEAM_TOLERANCE_MS } from '../segment/segment-limits.ts';
import type { RecordedGap } from '../timeline/recorded-gaps.ts';
import { SPAN_TOUCH_MS } from '../timeline/span-merge.ts';
import type { ExportGap } from './export-plan.ts';

interface Shown {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/** Before, between and behind what is shown; what touches within `SPAN_TOUCH_MS` has nothing missing between. */
export function missingSpans(shown: readonly Shown[], fromUnixMs: number, toUnixMs: number): Shown[] {
  const missing: Shown[] = [];
  let endUnixMs = fromUnixMs;
  for (const span of shown) {
    if (span.startUnixMs - endUnixMs > SPAN_TOUCH_MS)
      missing.push({ startUnixMs: endUnixMs, endUnixMs: span.startUnixMs });
    endUnixMs = span.endUnixMs;
  }
  if (toUnixMs - endUnixMs > SPAN_TOUCH_MS) missing.push({ startUnixMs: endUnixMs, endUnixMs: toUnixMs });
  return missing;
}

/**
 * One missing span in as many pieces as it has causes, end to end; what no gap covers has the cause null. A rest of up
 * to `SEAM_TOLERANCE_MS` beside a gap belongs to it: where footage ended is an estimate.
 * @param gaps by start, those that touch the span
 */
export function explainMissing(missing: Shown, gaps: readonly RecordedGap[]): ExportGap[] {
  const pieces: ExportGap[] = [];
  let at = missing.startUnixMs;
  for (const { startUnixMs, endUnixMs, cause } of gaps) {
    const end = Math.min(endUnixMs ?? missing.endUnixMs, missing.endUnixMs);
    if (end <= at || startUnixMs >= missing.endUnixMs) continue;
    const start = startUnixMs - at > SEAM_TOLERANCE_MS ? startUnixMs : at;
    if (start > at) pieces.push({ startUnixMs: at, endUnixMs: start, cause: null });
    pieces.push({ startUnixMs: start, endUnixMs: end, cause });
    at = end;
  }
  const last = pieces.at(-1);
  if (last !== undefined && missing.endUnixMs - at <= SEAM_TOLERANCE_MS) {
    pieces[pieces.length - 1] = { ...last, endUnixMs: missing.endUnixMs };
  } else if (at < missing.endUnixMs) {
    pieces.push({ startUnixMs: at, endUnixMs: missing.endUnixMs, cause: null });
  }
  return pieces;
}
