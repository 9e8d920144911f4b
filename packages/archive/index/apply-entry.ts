/**
 * What a journal entry does to the index: used when it is written, when recovery replays it, and when everything is
 * rebuilt. Applying an entry twice changes nothing. Segments need their file's content too: see `completeFromEntry`.
 */
import type { SegmentActivity } from '../activity/activity-meter.ts';
import {
  type CheckpointEntry,
  type GapEntry,
  type HeadEntry,
  type HoldEntry,
  type JournalEntry,
  REFUSED_ELSEWHERE,
  type SegmentEntry,
  type TombstoneEntry,
} from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { fromHex, toHex } from '../proof/digest.ts';
import { EMPTY_CHAIN } from '../proof/segment-hash.ts';
import type { SegmentSummary } from '../segment/segment-content.ts';
import { DELETIONS_SIGNED } from './index-rows.ts';
import type { IndexWriter } from './index-writer.ts';

/** Every entry but `segment`; of `run` only its number: the rest needs bytes. Inside a transaction. */
export function applyEntry(index: IndexWriter, entry: Exclude<JournalEntry, SegmentEntry>): void {
  switch (entry.type) {
    case 'started':
      index.setMeta('bootId', entry.bootId);
      index.setMeta('running', '1');
      return;
    case 'stopped':
      index.setMeta('running', '0');
      return;
    case 'gap':
      applyGap(index, entry);
      return;
    case 'hold':
      applyHold(index, entry);
      return;
    case 'lift':
      index.sql.run(
        'UPDATE hold SET lifted_unix_ms = ?, lifted_by = ? WHERE id = ? AND lifted_unix_ms IS NULL',
        entry.atUnixMs,
        entry.by,
        entry.id,
      );
      return;
    case 'tombstone':
      applyTombstone(index, entry);
      return;
    case 'checkpoint':
      applyCheckpoint(index, entry);
      return;
    case 'head':
      applyHead(index, entry);
      return;
    case 'event':
      applyEvent(index, entry.atUnixMs, entry.event, JSON.stringify(entry.detail));
      return;
    case 'run':
      index.reserveRunId(entry.run + 1);
      return;
    case 'lost':
      index.reserveSeq(index.ensureStream(entry).id, entry.toSeq + 1);
      return;
    case 'adopted':
      index.setMeta(DELETIONS_SIGNED, String(entry.atUnixMs));
      return;
    case 'deletion-key':
    case 'seal':
    case 'repair':
      return;
  }
}

/** A segment becomes complete, with its place in the chain. */
export function completeFromEntry(
  index: IndexWriter,
  segmentId: number,
  entry: SegmentEntry,
  summary: SegmentSummary,
  activity: SegmentActivity | null,
): void {
  const stream = index.ensureStream(entry);
  const row = index.segment(stream.id, entry.seq);
  if (row === null || row.id !== segmentId) {
    throw new ArchiveError('index-damaged', `no row for segment ${entry.seq}`, { seq: entry.seq });
  }
  if (row.state === 'complete') return;
  index.completeSegment(segmentId, 'complete', entry.endUnixMs, summary);
  index.setChain(stream.id, fromHex(entry.chain));
  if (activity !== null) index.addActivity(stream.id, activity);
}

function applyGap(index: IndexWriter, entry: GapEntry): void {
  const { startUnixMs, endUnixMs, cause, detail } = entry;
  const stream = index.ensureStream(entry);
  if (cause === 'retention' && endUnixMs !== null) {
    // It says more than all that is closed inside it: the ledger stays short however long a camera runs.
    index.sql.run(
      'DELETE FROM gap WHERE stream_id = ? AND start_unix_ms >= ? AND end_unix_ms <= ?',
      stream.id,
      startUnixMs,
      endUnixMs,
    );
  } else {
    index.sql.run(
      'DELETE FROM gap WHERE stream_id = ? AND start_unix_ms = ? AND cause <> ?',
      stream.id,
      startUnixMs,
      'retention',
    );
    // At most one gap of a stream is open.
    index.sql.run(
      'UPDATE gap SET end_unix_ms = MAX(?, start_unix_ms) WHERE stream_id = ? AND end_unix_ms IS NULL',
      startUnixMs,
      stream.id,
    );
  }
  if (endUnixMs !== null && endUnixMs <= startUnixMs) return;
  index.sql.run(
    'INSERT INTO gap (stream_id, start_unix_ms, end_unix_ms, cause, detail) VALUES (?, ?, ?, ?, ?)',
    stream.id,
    startUnixMs,
    endUnixMs,
    cause,
    detail,
  );
}

function applyHold(index: IndexWriter, entry: HoldEntry): void {
  // One that another volume refused may be placed once more; what a person lifted stays lifted.
  index.sql.run(
    `INSERT INTO hold
       (id, camera_id, start_unix_ms, end_unix_ms, reason, owner, review_unix_ms, created_unix_ms, lifted_unix_ms, lifted_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)
     ON CONFLICT (id) DO UPDATE SET lifted_unix_ms = NULL, lifted_by = NULL, created_unix_ms = excluded.created_unix_ms
       WHERE lifted_by = ?`,
    entry.id,
    entry.cameraId,
    entry.startUnixMs,
    entry.endUnixMs,
    entry.reason,
    entry.owner,
    entry.reviewUnixMs,
    entry.createdUnixMs,
    REFUSED_ELSEWHERE,
  );
}

/** The row alone; one that is there stays as it is. */
export function insertTombstone(index: IndexWriter, streamId: number, entry: TombstoneEntry): void {
  index.sql.run(
    `INSERT OR IGNORE INTO tombstone (stream_id, seq, start_unix_ms, end_unix_ms, size_bytes, hash, reason, deleted_unix_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    streamId,
    entry.seq,
    entry.startUnixMs,
    entry.endUnixMs,
    entry.sizeBytes,
    entry.hash === null ? null : fromHex(entry.hash),
    entry.reason,
    entry.atUnixMs,
  );
}

function applyTombstone(index: IndexWriter, entry: TombstoneEntry): void {
  const stream = index.ensureStream(entry);
  if (index.checkpointOf(stream.id, entry.seq) !== null) return;
  insertTombstone(index, stream.id, entry);
  index.reserveSeq(stream.id, entry.seq + 1);
  const segment = index.segment(stream.id, entry.seq);
  if (segment === null) return;
  index.sql.run('DELETE FROM segment_fragments WHERE segment_id = ?', segment.id);
  index.sql.run('DELETE FROM segment WHERE id = ?', segment.id);
  index.sql.run(
    'DELETE FROM activity WHERE stream_id = ? AND step_ms = 1000 AND start_unix_ms = ?',
    stream.id,
    Math.floor(segment.startUnixMs / 1000) * 1000,
  );
  // The numbers of a run's segments follow each other, so that a neighbour tells whether the run has any left.
  const neighbours = [index.segmentBefore(stream.id, entry.seq), index.segmentAfter(stream.id, entry.seq)];
  if (neighbours.some((row) => row?.runId === segment.runId)) return;
  index.sql.run('DELETE FROM run WHERE id = ?', segment.runId);
}

function applyCheckpoint(index: IndexWriter, entry: CheckpointEntry): void {
  const stream = index.ensureStream(entry);
  const { fromSeq, toSeq } = entry;
  const known = index.checkpointOf(stream.id, fromSeq);
  if (known !== null && known.toSeq >= toSeq) return;
  const before = index.checkpoints(stream.id).filter((row) => row.fromSeq >= fromSeq && row.toSeq <= toSeq);
  // In an index made anew nothing else may tell where the chain goes on: the lines are gone.
  const chain = toHex(stream.chain);
  if (chain === toHex(EMPTY_CHAIN) || before.some((row) => toHex(row.chainAfter) === chain))
    index.setChain(stream.id, fromHex(entry.chainAfter));
  index.reserveSeq(stream.id, toSeq + 1);
  for (const row of before)
    index.sql.run('DELETE FROM checkpoint WHERE stream_id = ? AND from_seq = ?', stream.id, row.fromSeq);
  index.sql.run(
    `INSERT INTO checkpoint (stream_id, from_seq, to_seq, chain_before, chain_after, start_unix_ms, end_unix_ms,
       segments, size_bytes, reasons, made_unix_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    stream.id,
    fromSeq,
    toSeq,
    fromHex(entry.chainBefore),
    fromHex(entry.chainAfter),
    entry.startUnixMs,
    entry.endUnixMs,
    entry.segments,
    entry.sizeBytes,
    JSON.stringify(entry.reasons),
    entry.atUnixMs,
  );
  index.sql.run(
    'DELETE FROM tombstone WHERE stream_id = ? AND seq BETWEEN ? AND ?',
    stream.id,
    fromSeq,
    toSeq,
  );
  index.sql.run('DELETE FROM head WHERE stream_id = ? AND seq >= ? AND seq < ?', stream.id, fromSeq, toSeq);
}

function applyHead(index: IndexWriter, entry: HeadEntry): void {
  const stream = index.ensureStream(entry);
  // A segment of that number was: where nothing tells of it any more, its number stays a hole.
  index.reserveSeq(stream.id, entry.seq + 1);
  // Of what a checkpoint stands for, only the head at its end stays.
  const checkpoint = index.checkpointOf(stream.id, entry.seq);
  if (checkpoint !== null && checkpoint.toSeq !== entry.seq) return;
  index.sql.run(
    'INSERT OR IGNORE INTO head (stream_id, seq, chain, signed_unix_ms, key_id, signature) VALUES (?, ?, ?, ?, ?, ?)',
    stream.id,
    entry.seq,
    fromHex(entry.chain),
    entry.signedUnixMs,
    entry.keyId,
    fromHex(entry.signature),
  );
}

function applyEvent(index: IndexWriter, atUnixMs: number, kind: string, detail: string): void {
  const known = index.sql.first(
    () => true,
    'SELECT 1 AS one FROM event WHERE at_unix_ms = ? AND kind = ? AND detail = ?',
    atUnixMs,
    kind,
    detail,
  );
  if (known === null)
    index.sql.run('INSERT INTO event (at_unix_ms, kind, detail) VALUES (?, ?, ?)', atUnixMs, kind, detail);
}
