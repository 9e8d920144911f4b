/** Deleting segments: tombstones and one gap a stretch to journal and index, then the files. */

import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { SegmentRow, StreamRow } from '../index/index-rows.ts';
import type { GapEntry, JournalEntry, TombstoneEntry, TombstoneReason } from '../journal/journal-entry.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { toHex } from '../proof/digest.ts';
import { segmentDirectories, segmentPath } from '../segment/segment-path.ts';
import { systemErrorCode } from '../storage/storage.ts';

/** One segment that is to go, with its stream. */
export interface Doomed {
  readonly stream: StreamRow;
  readonly segment: SegmentRow;
}

/** Why, for the tombstones; and what the gap says, English. */
export interface Deletion {
  readonly reason: TombstoneReason;
  readonly detail: string | null;
}

/**
 * One commit for all. Returns the bytes freed. Nothing is asked about holds here: the caller has.
 * @throws the system's or SQLite's error; what was committed is then finished by recovery
 */
export function deleteSegments(
  context: VolumeContext,
  doomed: readonly Doomed[],
  deletion: Deletion,
  time: VolumeTime,
): number {
  if (doomed.length === 0) return 0;
  const { index } = context;
  const entries: JournalEntry[] = doomed.map((one) => tombstoneOf(context, one, deletion.reason, time));
  const streams = new Map(doomed.map(({ stream }) => [stream.id, stream]));
  for (const stream of streams.values()) {
    const segments = doomed.filter((one) => one.stream.id === stream.id).map((one) => one.segment);
    entries.push(...gapsOf(context, stream, segments, deletion.detail));
  }
  commit(context, entries, time.unixMs, () => {
    for (const id of streams.keys()) {
      const first = index.firstSegmentStartingAt(id, Number.MIN_SAFE_INTEGER);
      index.forgetActivityBefore(id, first?.startUnixMs ?? null);
    }
  });
  unlinkAll(context, doomed);
  return doomed.reduce((sum, { segment }) => sum + segment.sizeBytes, 0);
}

function tombstoneOf(
  { index }: VolumeContext,
  { stream, segment }: Doomed,
  reason: TombstoneReason,
  time: VolumeTime,
): TombstoneEntry {
  const proven = segment.state === 'complete' ? index.segmentFragments(segment.id) : null;
  return {
    type: 'tombstone',
    ...stream.stream,
    seq: segment.seq,
    startUnixMs: segment.startUnixMs,
    endUnixMs: segment.endUnixMs,
    sizeBytes: segment.sizeBytes,
    hash: proven === null ? null : toHex(proven.hash),
    reason,
    atUnixMs: time.unixMs,
  };
}

/**
 * Stretches of `retention`, joined with those from earlier where no footage is left between: one row a stream in the end,
 * however long it runs.
 */
function gapsOf(
  { index }: VolumeContext,
  stream: StreamRow,
  segments: readonly SegmentRow[],
  detail: string | null,
): GapEntry[] {
  const gone = new Set(segments.map((segment) => segment.id));
  const nothingLeft = (fromUnixMs: number, toUnixMs: number): boolean =>
    index
      .segmentsOverlapping(stream.id, fromUnixMs, toUnixMs)
      .every((row) => gone.has(row.id) || row.endUnixMs <= fromUnixMs);
  const spans: { startUnixMs: number; endUnixMs: number }[] = [];
  for (const { startUnixMs, endUnixMs } of segments.toSorted((a, b) => a.startUnixMs - b.startUnixMs)) {
    const last = spans.at(-1);
    if (last !== undefined && nothingLeft(last.endUnixMs, startUnixMs)) {
      last.endUnixMs = Math.max(last.endUnixMs, endUnixMs);
    } else {
      spans.push({ startUnixMs, endUnixMs });
    }
  }
  for (const span of spans) {
    for (const gap of [
      index.retentionGapBefore(stream.id, span.startUnixMs),
      index.retentionGapAfter(stream.id, span.endUnixMs),
    ]) {
      if (gap === null || gap.endUnixMs === null) continue;
      const [from, to] =
        gap.startUnixMs < span.startUnixMs
          ? [gap.endUnixMs, span.startUnixMs]
          : [span.endUnixMs, gap.startUnixMs];
      if (!nothingLeft(from, to)) continue;
      span.startUnixMs = Math.min(span.startUnixMs, gap.startUnixMs);
      span.endUnixMs = Math.max(span.endUnixMs, gap.endUnixMs);
    }
  }
  return spans.map((span) => ({ type: 'gap', ...stream.stream, ...span, cause: 'retention', detail }));
}

function unlinkAll({ storage, root }: VolumeContext, doomed: readonly Doomed[]): void {
  const directories = new Set<string>();
  for (const { stream, segment } of doomed) {
    try {
      storage.unlink(`${root}/${segmentPath({ ...segment, stream: stream.stream })}`);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
    directories.add(segmentDirectories(stream.stream, segment.startUnixMs)[2]);
  }
  for (const directory of directories) {
    const path = `${root}/${directory}`;
    if (storage.status(path) === null) continue;
    storage.syncDirectory(path);
    if (storage.list(path).length === 0) storage.removeDirectory(path);
  }
}
