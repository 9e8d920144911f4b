/**
 * The questions to an index, the same for the writer's connection and for readers'. Spans include their start and
 * exclude their end. Nothing here writes.
 */
import { type JournalPosition, parsePosition } from '../journal/read-journal.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import type {
  ActivityRow,
  ActivityStepMs,
  CheckpointRow,
  EventRow,
  GapRow,
  HashedSegmentRow,
  HeadRow,
  HoldRow,
  RunRow,
  SegmentFragmentsRow,
  SegmentRow,
  SegmentSum,
  StreamRow,
  TombstoneRow,
} from './index-rows.ts';
import { activityRowMs } from './roll-up.ts';
import {
  activityRowOf,
  checkpointRowOf,
  eventRowOf,
  gapRowOf,
  hashedSegmentRowOf,
  headRowOf,
  holdRowOf,
  nullable,
  numberOf,
  runRowOf,
  segmentFragmentsRowOf,
  segmentRowOf,
  segmentSumOf,
  streamRowOf,
  textOf,
  tombstoneRowOf,
} from './row-mapping.ts';
import type { StatementCache } from './statement-cache.ts';

const SEGMENT_COLUMNS =
  'id, stream_id, seq, run_id, state, start_unix_ms, end_unix_ms, start_ticks, duration_ticks, size_bytes, sync_seq';

/** A run's start is told before its first picture has its final place in time. */
const RUN_START_SLACK_MS = 10_000;

/** Synchronous. A value that the schema does not allow throws ArchiveError `index-damaged`. */
export class IndexQueries {
  readonly #sql: StatementCache;
  #checkpoints = false;

  constructor(sql: StatementCache) {
    this.#sql = sql;
  }

  meta(key: string): string | null {
    return this.#sql.first((row) => textOf(row, 'value'), 'SELECT value FROM meta WHERE key = ?', key);
  }

  /** Up to where the index has followed the journal; null: nothing yet. */
  get journalPosition(): JournalPosition | null {
    return parsePosition(this.meta('journalPosition'));
  }

  /** Up to where no tombstone's file is still to be unlinked; null: not known. */
  get unlinkedPosition(): JournalPosition | null {
    return parsePosition(this.meta('unlinkedPosition'));
  }

  streams(): StreamRow[] {
    return this.#sql.all(streamRowOf, 'SELECT id, camera_id, kind, next_seq, chain FROM stream ORDER BY id');
  }

  stream(key: StreamKey): StreamRow | null {
    return this.#sql.first(
      streamRowOf,
      'SELECT id, camera_id, kind, next_seq, chain FROM stream WHERE camera_id = ? AND kind = ?',
      key.cameraId,
      key.kind,
    );
  }

  run(id: number): RunRow | null {
    return this.#sql.first(runRowOf, 'SELECT * FROM run WHERE id = ?', id);
  }

  /** Runs in the order they began; `beforeUnixMs` leaves out later ones. */
  runs(streamId: number, beforeUnixMs = Number.MAX_SAFE_INTEGER): RunRow[] {
    return this.#sql.all(
      runRowOf,
      'SELECT * FROM run WHERE stream_id = ? AND start_unix_ms < ? ORDER BY start_unix_ms, id',
      streamId,
      beforeUnixMs,
    );
  }

  newestRun(streamId: number): RunRow | null {
    return this.#sql.first(
      runRowOf,
      'SELECT * FROM run WHERE stream_id = ? ORDER BY start_unix_ms DESC, id DESC LIMIT 1',
      streamId,
    );
  }

  /**
   * Segments with footage in the span in the order of `seq` (the order recorded, also where an hour exists twice).
   * An open one is in the answer when it begins before `toUnixMs`, however long ago (at most `MAX_SEGMENT_SPAN_MS`): how
   * far it reaches, its file says.
   */
  segmentsOverlapping(streamId: number, fromUnixMs: number, toUnixMs: number): SegmentRow[] {
    return this.#sql.all(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment
       WHERE stream_id = ? AND start_unix_ms >= ? AND start_unix_ms < ? AND (end_unix_ms > ? OR state = 0)
       ORDER BY seq`,
      streamId,
      fromUnixMs - MAX_SEGMENT_SPAN_MS,
      toUnixMs,
      fromUnixMs,
    );
  }

  segment(streamId: number, seq: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND seq = ?`,
      streamId,
      seq,
    );
  }

  /** The next one by `seq`, or null. */
  segmentAfter(streamId: number, seq: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND seq > ? ORDER BY seq LIMIT 1`,
      streamId,
      seq,
    );
  }

  /** The one before by `seq`, or null. */
  segmentBefore(streamId: number, seq: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1`,
      streamId,
      seq,
    );
  }

  /** In the order of `seq`, `limit` at a time: for walks over everything. */
  segmentsFrom(streamId: number, fromSeq: number, limit: number): SegmentRow[] {
    return this.#sql.all(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND seq >= ? ORDER BY seq LIMIT ?`,
      streamId,
      fromSeq,
      limit,
    );
  }

  /** As `segmentsFrom`, each with the hash that is kept of it; null of an open one. */
  hashedSegmentsFrom(streamId: number, fromSeq: number, limit: number): HashedSegmentRow[] {
    return this.#sql.all(
      hashedSegmentRowOf,
      `SELECT ${SEGMENT_COLUMNS}, hash FROM segment LEFT JOIN segment_fragments ON segment_id = segment.id
       WHERE stream_id = ? AND seq >= ? ORDER BY seq LIMIT ?`,
      streamId,
      fromSeq,
      limit,
    );
  }

  /** The one that begins first at or after an instant, or null. */
  firstSegmentStartingAt(streamId: number, fromUnixMs: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND start_unix_ms >= ?
       ORDER BY start_unix_ms LIMIT 1`,
      streamId,
      fromUnixMs,
    );
  }

  /** The next one by start and `seq`: a walk in order of time, with `seq` -1 and the first instant at the beginning. */
  nextByStart(streamId: number, startUnixMs: number, afterSeq: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment
       WHERE stream_id = ? AND start_unix_ms >= ? AND (start_unix_ms > ? OR seq > ?)
       ORDER BY start_unix_ms, seq LIMIT 1`,
      streamId,
      startUnixMs,
      startUnixMs,
      afterSeq,
    );
  }

  /** The next one by number that doesn't touch the span, or null. */
  segmentAfterOutside(
    streamId: number,
    seq: number,
    span: { readonly startUnixMs: number; readonly endUnixMs: number },
  ): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment
       WHERE stream_id = ? AND seq > ? AND (start_unix_ms >= ? OR MAX(end_unix_ms, start_unix_ms + 1) <= ?)
       ORDER BY seq LIMIT 1`,
      streamId,
      seq,
      span.endUnixMs,
      span.startUnixMs,
    );
  }

  /** The next one by number that ends at or before an instant, or null. */
  segmentAfterEndingBy(streamId: number, seq: number, endUnixMs: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? AND seq > ? AND end_unix_ms <= ? ORDER BY seq LIMIT 1`,
      streamId,
      seq,
      endUnixMs,
    );
  }

  /** By how much the clock was set ahead, all in all, behind a run while the same process went on with the stream. */
  clockStepsAfterMs(streamId: number, runId: number): number {
    let stepsMs = 0;
    for (let run = this.#stepOrStartAfter(streamId, runId); run?.reason === 'clock-step'; ) {
      const first = this.#firstSegmentOf(run);
      const before = first === null ? null : this.segmentBefore(streamId, first.seq);
      if (first !== null && before !== null) stepsMs += first.startUnixMs - before.endUnixMs;
      run = this.#stepOrStartAfter(streamId, run.id);
    }
    return stepsMs;
  }

  #stepOrStartAfter(streamId: number, runId: number): RunRow | null {
    const id = this.#sql.first(
      (row) => nullable(row, 'id', numberOf),
      `SELECT MIN(id) AS id FROM run INDEXED BY run_by_stream
       WHERE stream_id = ? AND id > ? AND reason IN ('start', 'clock-step')`,
      streamId,
      runId,
    );
    return id === null ? null : this.run(id);
  }

  #firstSegmentOf({ id, streamId, startUnixMs }: RunRow): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment INDEXED BY segment_by_time
       WHERE stream_id = ? AND start_unix_ms >= ? AND run_id = ? ORDER BY start_unix_ms, seq LIMIT 1`,
      streamId,
      startUnixMs - RUN_START_SLACK_MS,
      id,
    );
  }

  /** The one that begins last, or null. */
  newestSegment(streamId: number): SegmentRow | null {
    return this.#sql.first(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE stream_id = ? ORDER BY start_unix_ms DESC, seq DESC LIMIT 1`,
      streamId,
    );
  }

  openSegments(): SegmentRow[] {
    return this.#sql.all(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE state = 0 ORDER BY stream_id, seq`,
    );
  }

  /** Of one stream. Told which index to take: by itself SQLite walks all segments to have them in order. */
  openSegmentsOf(streamId: number): SegmentRow[] {
    return this.#sql.all(
      segmentRowOf,
      `SELECT ${SEGMENT_COLUMNS} FROM segment INDEXED BY segment_open WHERE stream_id = ? AND state = 0`,
      streamId,
    );
  }

  /** Null for an open segment. */
  segmentFragments(segmentId: number): SegmentFragmentsRow | null {
    return this.#sql.first(
      segmentFragmentsRowOf,
      'SELECT fragments, leaves, hash FROM segment_fragments WHERE segment_id = ?',
      segmentId,
    );
  }

  gapsOverlapping(streamId: number, fromUnixMs: number, toUnixMs: number): GapRow[] {
    return this.#sql.all(
      gapRowOf,
      `SELECT * FROM gap WHERE stream_id = ? AND start_unix_ms < ? AND (end_unix_ms IS NULL OR end_unix_ms > ?)
       ORDER BY start_unix_ms, id`,
      streamId,
      toUnixMs,
      fromUnixMs,
    );
  }

  openGap(streamId: number): GapRow | null {
    return this.#sql.first(
      gapRowOf,
      'SELECT * FROM gap WHERE stream_id = ? AND end_unix_ms IS NULL',
      streamId,
    );
  }

  /** The last gap of cause `retention` that begins at or before an instant, or null. */
  retentionGapBefore(streamId: number, unixMs: number): GapRow | null {
    return this.#sql.first(
      gapRowOf,
      `SELECT * FROM gap WHERE stream_id = ? AND start_unix_ms <= ? AND cause = 'retention'
       ORDER BY start_unix_ms DESC LIMIT 1`,
      streamId,
      unixMs,
    );
  }

  /** The first gap of cause `retention` that begins at or after an instant, or null. */
  retentionGapAfter(streamId: number, unixMs: number): GapRow | null {
    return this.#sql.first(
      gapRowOf,
      `SELECT * FROM gap WHERE stream_id = ? AND start_unix_ms >= ? AND cause = 'retention'
       ORDER BY start_unix_ms LIMIT 1`,
      streamId,
      unixMs,
    );
  }

  /** The closed gap that ends last, or null. */
  newestClosedGap(streamId: number): GapRow | null {
    return this.#sql.first(
      gapRowOf,
      `SELECT * FROM gap WHERE stream_id = ? AND end_unix_ms IS NOT NULL ORDER BY start_unix_ms DESC, id DESC LIMIT 1`,
      streamId,
    );
  }

  /** Holds that are not lifted and touch the span. */
  activeHolds(cameraId: string, fromUnixMs: number, toUnixMs: number): HoldRow[] {
    return this.#sql.all(
      holdRowOf,
      `SELECT * FROM hold WHERE camera_id = ? AND lifted_unix_ms IS NULL AND start_unix_ms < ? AND end_unix_ms > ?
       ORDER BY start_unix_ms, id`,
      cameraId,
      toUnixMs,
      fromUnixMs,
    );
  }

  /** All that ever were, lifted ones too. */
  holds(): HoldRow[] {
    return this.#sql.all(holdRowOf, 'SELECT * FROM hold ORDER BY id');
  }

  hold(id: string): HoldRow | null {
    return this.#sql.first(holdRowOf, 'SELECT * FROM hold WHERE id = ?', id);
  }

  /**
   * Rows that may reach into the span, by start. Rows of step 1000 are one a segment and may share a second at their
   * seams: the greater value counts.
   */
  activity(streamId: number, stepMs: ActivityStepMs, fromUnixMs: number, toUnixMs: number): ActivityRow[] {
    return this.#sql.all(
      activityRowOf,
      `SELECT start_unix_ms, "values" FROM activity
       WHERE stream_id = ? AND step_ms = ? AND start_unix_ms > ? AND start_unix_ms < ? ORDER BY start_unix_ms`,
      streamId,
      stepMs,
      fromUnixMs - activityRowMs(stepMs),
      toUnixMs,
    );
  }

  events(fromUnixMs: number, toUnixMs: number): EventRow[] {
    return this.#sql.all(
      eventRowOf,
      'SELECT * FROM event WHERE at_unix_ms >= ? AND at_unix_ms < ? ORDER BY at_unix_ms, id',
      fromUnixMs,
      toUnixMs,
    );
  }

  heads(streamId: number): HeadRow[] {
    return this.#sql.all(
      headRowOf,
      'SELECT * FROM head WHERE stream_id = ? ORDER BY seq, signed_unix_ms',
      streamId,
    );
  }

  newestHead(streamId: number): HeadRow | null {
    return this.#sql.first(
      headRowOf,
      'SELECT * FROM head WHERE stream_id = ? ORDER BY seq DESC, signed_unix_ms DESC LIMIT 1',
      streamId,
    );
  }

  /** In the order of `seq`, `limit` at a time. */
  tombstonesFrom(streamId: number, fromSeq: number, limit: number): TombstoneRow[] {
    return this.#sql.all(
      tombstoneRowOf,
      'SELECT * FROM tombstone WHERE stream_id = ? AND seq >= ? ORDER BY seq LIMIT ?',
      streamId,
      fromSeq,
      limit,
    );
  }

  tombstone(streamId: number, seq: number): TombstoneRow | null {
    return this.#sql.first(
      tombstoneRowOf,
      'SELECT * FROM tombstone WHERE stream_id = ? AND seq = ?',
      streamId,
      seq,
    );
  }

  /** When the first deletion was that still has its tombstone; null without any. Looks at each of them. */
  oldestDeletionUnixMs(streamId: number): number | null {
    return this.#sql.first(
      (row) => nullable(row, 'oldest', numberOf),
      'SELECT MIN(deleted_unix_ms) AS oldest FROM tombstone WHERE stream_id = ?',
      streamId,
    );
  }

  /** Deleted until then, from `fromSeq` on, in the order of `seq`. */
  oldTombstonesFrom(
    streamId: number,
    fromSeq: number,
    deletedUntilUnixMs: number,
    limit: number,
  ): TombstoneRow[] {
    return this.#sql.all(
      tombstoneRowOf,
      'SELECT * FROM tombstone WHERE stream_id = ? AND seq >= ? AND deleted_unix_ms <= ? ORDER BY seq LIMIT ?',
      streamId,
      fromSeq,
      deletedUntilUnixMs,
      limit,
    );
  }

  /** In the order of `seq`. */
  checkpoints(streamId: number): CheckpointRow[] {
    if (!this.#knowsCheckpoints()) return [];
    return this.#sql.all(
      checkpointRowOf,
      'SELECT * FROM checkpoint WHERE stream_id = ? ORDER BY from_seq',
      streamId,
    );
  }

  /** The last one that begins at `seq` or before. */
  checkpointUpTo(streamId: number, seq: number): CheckpointRow | null {
    if (!this.#knowsCheckpoints()) return null;
    return this.#sql.first(
      checkpointRowOf,
      'SELECT * FROM checkpoint WHERE stream_id = ? AND from_seq <= ? ORDER BY from_seq DESC LIMIT 1',
      streamId,
      seq,
    );
  }

  /** The one that stands for a deleted segment. */
  checkpointOf(streamId: number, seq: number): CheckpointRow | null {
    const found = this.checkpointUpTo(streamId, seq);
    return found !== null && found.toSeq >= seq ? found : null;
  }

  /** Whether a segment was deleted, said by its tombstone or by a checkpoint. */
  isDeleted(streamId: number, seq: number): boolean {
    return this.tombstone(streamId, seq) !== null || this.checkpointOf(streamId, seq) !== null;
  }

  /** Where the newest footage ends, or a newer closed gap; null for a stream that has neither. */
  lastEndUnixMs(streamId: number): number | null {
    const segment = this.segmentBefore(streamId, Number.MAX_SAFE_INTEGER);
    const gap = this.newestClosedGap(streamId);
    if (segment === null && gap === null) return null;
    return Math.max(segment?.endUnixMs ?? 0, gap?.endUnixMs ?? 0);
  }

  /** The segment whose chain value the stream's row holds, deleted ones too; null before the first. */
  newestCompleteSeq(streamId: number): number | null {
    return this.#sql.first(
      (row) => nullable(row, 'seq', numberOf),
      `SELECT MAX(seq) AS seq FROM (
         SELECT * FROM (SELECT seq FROM segment WHERE stream_id = ?1 AND state = 1 ORDER BY seq DESC LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT seq FROM tombstone WHERE stream_id = ?1 AND hash IS NOT NULL ORDER BY seq DESC LIMIT 1))`,
      streamId,
    );
  }

  /** What closed segments that lie wholly inside a span add up to. Walks the covering index of that span. */
  segmentSum(streamId: number, fromUnixMs: number, toUnixMs: number): SegmentSum {
    return (
      this.#sql.first(
        segmentSumOf,
        `SELECT COALESCE(SUM(size_bytes), 0) AS bytes, COALESCE(SUM(end_unix_ms - start_unix_ms), 0) AS recorded_ms,
           MIN(start_unix_ms) AS first_unix_ms, MAX(end_unix_ms) AS last_unix_ms
         FROM segment INDEXED BY segment_by_time
         WHERE stream_id = ? AND start_unix_ms >= ? AND start_unix_ms < ? AND end_unix_ms <= ? AND state != 0`,
        streamId,
        fromUnixMs,
        toUnixMs,
        toUnixMs,
      ) ?? { bytes: 0, recordedMs: 0, firstUnixMs: null, lastUnixMs: null }
    );
  }

  /** Bytes of segments that begin in a span. Walks the covering index of that span. */
  startedBytes(streamId: number, fromUnixMs: number, toUnixMs: number): number {
    return (
      this.#sql.first(
        (row) => numberOf(row, 'bytes'),
        `SELECT COALESCE(SUM(size_bytes), 0) AS bytes FROM segment INDEXED BY segment_by_time
         WHERE stream_id = ? AND start_unix_ms >= ? AND start_unix_ms < ?`,
        streamId,
        fromUnixMs,
        toUnixMs,
      ) ?? 0
    );
  }

  /** Bytes of a camera's segments. */
  cameraBytes(cameraId: string): number {
    return (
      this.#sql.first(
        (row) => numberOf(row, 'bytes'),
        `SELECT COALESCE(SUM(size_bytes), 0) AS bytes FROM segment
         WHERE stream_id IN (SELECT id FROM stream WHERE camera_id = ?)`,
        cameraId,
      ) ?? 0
    );
  }

  /** Bytes of all segments that are not open. Walks the covering index. */
  segmentBytes(): number {
    return (
      this.#sql.first(
        (row) => numberOf(row, 'bytes'),
        'SELECT COALESCE(SUM(size_bytes), 0) AS bytes FROM segment',
      ) ?? 0
    );
  }

  /** An index of version 1 on a disk that is mounted read-only has no such table. */
  #knowsCheckpoints(): boolean {
    this.#checkpoints ||=
      this.#sql.first(() => true, "SELECT 1 AS one FROM sqlite_schema WHERE name = 'checkpoint'") === true;
    return this.#checkpoints;
  }
}
