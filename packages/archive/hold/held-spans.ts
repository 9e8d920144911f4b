/** Which spans of a stream nobody may delete: holds, and leases of exports that are being read. */
import type { IndexQueries } from '../index/index-queries.ts';
import type { StreamRow } from '../index/index-rows.ts';

/** Includes its start, excludes its end. */
export interface HeldSpan {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/**
 * The spans of one stream, merged and in order. A hold also keeps what is needed to decode its first picture: where its
 * first segment doesn't begin on a sync sample, back to the segment that has it.
 */
export function heldSpans(index: IndexQueries, stream: StreamRow, leases: readonly HeldSpan[]): HeldSpan[] {
  const holds = index.activeHolds(stream.stream.cameraId, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const spans = [...holds, ...leases].map((span) => ({
    startUnixMs: decodableFrom(index, stream.id, span),
    endUnixMs: span.endUnixMs,
  }));
  return mergeSpans(spans);
}

/** Overlapping and touching spans become one; in order of their starts. */
export function mergeSpans(spans: readonly HeldSpan[]): HeldSpan[] {
  const merged: HeldSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.startUnixMs - b.startUnixMs)) {
    const last = merged.at(-1);
    if (last !== undefined && span.startUnixMs <= last.endUnixMs) {
      merged[merged.length - 1] = { ...last, endUnixMs: Math.max(last.endUnixMs, span.endUnixMs) };
    } else {
      merged.push({ startUnixMs: span.startUnixMs, endUnixMs: span.endUnixMs });
    }
  }
  return merged;
}

/** The span that holds any of `[startUnixMs, endUnixMs)`, or null. */
export function spanTouching(
  spans: readonly HeldSpan[],
  startUnixMs: number,
  endUnixMs: number,
): HeldSpan | null {
  return spans.find((span) => span.startUnixMs < endUnixMs && span.endUnixMs > startUnixMs) ?? null;
}

/** Bytes of complete segments in the spans. */
export function heldBytes(index: IndexQueries, streamId: number, spans: readonly HeldSpan[]): number {
  const counted = new Map<number, number>();
  for (const span of spans) {
    for (const row of index.segmentsOverlapping(streamId, span.startUnixMs, span.endUnixMs)) {
      counted.set(row.id, row.sizeBytes);
    }
  }
  let sumBytes = 0;
  for (const sizeBytes of counted.values()) sumBytes += sizeBytes;
  return sumBytes;
}

function decodableFrom(index: IndexQueries, streamId: number, span: HeldSpan): number {
  const [first] = index.segmentsOverlapping(streamId, span.startUnixMs, span.endUnixMs);
  if (first === undefined || first.syncSeq === first.seq) return span.startUnixMs;
  const sync = index.segment(streamId, first.syncSeq);
  return sync === null ? span.startUnixMs : Math.min(span.startUnixMs, sync.startUnixMs);
}
