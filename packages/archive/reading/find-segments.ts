/** Segments of one stream in a span of time, over all volumes. */
import { setImmediate } from 'node:timers/promises';
import type { SegmentRow } from '../index/index-rows.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { FoundSegment } from './loaded-segment.ts';
import { mergeInOrder } from './merge-in-order.ts';
import type { OpenVolume } from './volume-set.ts';

/** 720 segments a statement: a few milliseconds. */
const WINDOW_MS = 12 * 3_600_000;

/**
 * In the order recorded: within a volume by `seq`, between volumes by start. Open segments come along when they
 * may reach into the span.
 */
export async function findSegments(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): Promise<FoundSegment[]> {
  const lists: FoundSegment[][] = [];
  for (const volume of volumes) {
    const streamRow = volume.index.stream(stream);
    if (streamRow === null) continue;
    const rows: SegmentRow[] = [];
    for (let from = fromUnixMs; from < toUnixMs; from += WINDOW_MS) {
      const to = Math.min(from + WINDOW_MS, toUnixMs);
      for (const row of volume.index.segmentsOverlapping(streamRow.id, from, to)) {
        if (from === fromUnixMs || row.startUnixMs >= from) rows.push(row);
      }
      if (to < toUnixMs) await setImmediate();
    }
    rows.sort((a, b) => a.seq - b.seq);
    if (rows.length > 0) lists.push(rows.map((row) => ({ volume, stream, row })));
  }
  return mergeInOrder(lists, ({ row }) => row.startUnixMs);
}
