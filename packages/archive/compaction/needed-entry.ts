/**
 * Which lines of an old journal file still say something. A line goes only where the index holds what took its place (a
 * checkpoint, a stretch of retention): never because the index knows nothing of it, so that a lost index costs no line.
 */
import type { IndexQueries } from '../index/index-queries.ts';
import type { CheckpointRow } from '../index/index-rows.ts';
import type {
  CheckpointEntry,
  GapEntry,
  HeadEntry,
  JournalEntry,
  RunEntry,
} from '../journal/journal-entry.ts';
import type { StreamKey } from '../port/stream-key.ts';

/** Events and repairs tell of footage; they stay this long at least, and as long as any footage is older. */
export const EVENTS_KEPT_MS = 400 * 86_400_000;

/** `eventsBeforeUnixMs`: events and repairs of before that are not needed. */
export function isNeeded(index: IndexQueries, entry: JournalEntry, eventsBeforeUnixMs: number): boolean {
  switch (entry.type) {
    case 'segment':
    case 'tombstone':
      return checkpointFor(index, entry, entry.seq) === null;
    case 'head':
      return isHeadNeeded(index, entry);
    case 'checkpoint':
      return isCheckpointNeeded(index, entry);
    case 'gap':
      return isGapNeeded(index, entry);
    case 'run':
      return isRunNeeded(index, entry);
    case 'event':
    case 'repair':
      return entry.atUnixMs >= eventsBeforeUnixMs;
    case 'deletion-key':
    case 'seal':
      // Where a line stays that it signs: see `JournalCompaction`.
      return false;
    case 'started':
    case 'stopped':
      // The newest of each is all that counts, see `JournalCompaction`.
      return false;
    case 'hold':
    case 'lift':
    case 'lost':
    case 'adopted':
      break;
  }
  return true;
}

function checkpointFor(index: IndexQueries, key: StreamKey, seq: number): CheckpointRow | null {
  const stream = index.stream(key);
  return stream === null ? null : index.checkpointOf(stream.id, seq);
}

function isHeadNeeded(index: IndexQueries, entry: HeadEntry): boolean {
  const checkpoint = checkpointFor(index, entry, entry.seq);
  return checkpoint === null || checkpoint.toSeq === entry.seq;
}

/** Not where a larger one took its place. */
function isCheckpointNeeded(index: IndexQueries, { fromSeq, toSeq, ...key }: CheckpointEntry): boolean {
  const known = checkpointFor(index, key, fromSeq);
  return known === null || known.toSeq < toSeq || (known.fromSeq === fromSeq && known.toSeq === toSeq);
}

function isGapNeeded(index: IndexQueries, entry: GapEntry): boolean {
  const stream = index.stream(entry);
  if (stream === null) return true;
  const { startUnixMs, endUnixMs, cause } = entry;
  const rows = index.gapsOverlapping(
    stream.id,
    startUnixMs,
    Math.max(endUnixMs ?? startUnixMs, startUnixMs) + 1,
  );
  const same = rows.some(
    (row) =>
      row.startUnixMs === startUnixMs &&
      row.cause === cause &&
      (endUnixMs === null || row.endUnixMs === endUnixMs),
  );
  if (same) return true;
  const endsAtMs = endUnixMs ?? startUnixMs + 1;
  return !rows.some(
    (row) =>
      row.cause === 'retention' &&
      row.startUnixMs <= startUnixMs &&
      row.endUnixMs !== null &&
      row.endUnixMs >= endsAtMs,
  );
}

/** Not where a checkpoint tells that the time it began in is gone, and it has no segment left. */
function isRunNeeded(index: IndexQueries, entry: RunEntry): boolean {
  const stream = index.stream(entry);
  if (stream === null || index.run(entry.run) !== null) return true;
  if (entry.run >= Number(index.meta('nextRunId') ?? '1') - 1) return true;
  return !index
    .checkpoints(stream.id)
    .some(({ startUnixMs, endUnixMs }) => entry.startUnixMs >= startUnixMs && entry.startUnixMs < endUnixMs);
}
