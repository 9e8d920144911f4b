/** How large an export will be, and what it will show: out of the index alone, a few statements a stream, nothing planned. */
import type { SegmentRow } from '../index/index-rows.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { loadSegment } from '../reading/loaded-segment.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import { type StreamOnVolume, streamOnVolumes } from '../timeline/streams-on-volumes.ts';

/** Of one stream in a span. Sizes are those of the segments: the movie's own tables take about as much as theirs did. */
export interface ExportEstimate {
  /** 0 where nothing was recorded. */
  readonly bytes: number;
  readonly recordedMs: number;
  /** The outermost recorded instants of the span; null where nothing was recorded. */
  readonly firstUnixMs: number | null;
  readonly lastUnixMs: number | null;
  /** Of the first run of the span. */
  readonly codecString: string | null;
}

const NOTHING: ExportEstimate = {
  bytes: 0,
  recordedMs: 0,
  firstUnixMs: null,
  lastUnixMs: null,
  codecString: null,
};

/** Over all volumes. Segments that reach over an end of the span count with their share of it. */
export async function estimateExportOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): Promise<ExportEstimate> {
  let found = NOTHING;
  for (const place of streamOnVolumes(volumes, stream)) {
    found = together(found, wholeSegments(place, fromUnixMs, toUnixMs));
    for (const row of edgeRows(place, fromUnixMs, toUnixMs))
      found = together(found, await shareOf(place, row, fromUnixMs, toUnixMs));
  }
  return found;
}

function wholeSegments({ volume, streamId }: StreamOnVolume, from: number, to: number): ExportEstimate {
  const { bytes, recordedMs, firstUnixMs, lastUnixMs } = volume.index.segmentSum(streamId, from, to);
  if (firstUnixMs === null) return NOTHING;
  const row = volume.index.nextByStart(streamId, firstUnixMs, -1);
  const codecString = row === null ? null : volume.run(row.runId).codecString;
  return { bytes, recordedMs, firstUnixMs, lastUnixMs, codecString };
}

/** Those that reach over an end, and those that are still written. */
function edgeRows({ volume: { index }, streamId }: StreamOnVolume, from: number, to: number): SegmentRow[] {
  const rows = new Map<number, SegmentRow>();
  for (const row of [
    ...index.segmentsOverlapping(streamId, from, from + 1),
    ...index.segmentsOverlapping(streamId, to - 1, to),
    ...index.openSegmentsOf(streamId),
  ]) {
    const whole = row.state !== 'open' && row.startUnixMs >= from && row.endUnixMs <= to;
    if (!whole && row.startUnixMs < to) rows.set(row.seq, row);
  }
  return [...rows.values()];
}

async function shareOf(
  { volume, stream }: StreamOnVolume,
  row: SegmentRow,
  from: number,
  to: number,
): Promise<ExportEstimate> {
  const known = row.state === 'open' ? await loadSegment({ volume, stream, row }) : row;
  if (known === null) return NOTHING;
  const firstUnixMs = Math.max(from, row.startUnixMs);
  const lastUnixMs = Math.min(to, known.endUnixMs);
  const lengthMs = known.endUnixMs - row.startUnixMs;
  const recordedMs = lastUnixMs - firstUnixMs;
  if (recordedMs <= 0 || lengthMs <= 0) return NOTHING;
  return {
    bytes: Math.round((known.sizeBytes * recordedMs) / lengthMs),
    recordedMs,
    firstUnixMs,
    lastUnixMs,
    codecString: volume.run(row.runId).codecString,
  };
}

function together(a: ExportEstimate, b: ExportEstimate): ExportEstimate {
  if (b.firstUnixMs === null || b.lastUnixMs === null) return a;
  if (a.firstUnixMs === null || a.lastUnixMs === null) return b;
  return {
    bytes: a.bytes + b.bytes,
    recordedMs: a.recordedMs + b.recordedMs,
    firstUnixMs: Math.min(a.firstUnixMs, b.firstUnixMs),
    lastUnixMs: Math.max(a.lastUnixMs, b.lastUnixMs),
    codecString: b.firstUnixMs < a.firstUnixMs ? b.codecString : a.codecString,
  };
}
