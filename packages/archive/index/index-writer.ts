/**
 * The one writing connection to a volume's index. Every commit is durable (WAL, synchronous=FULL) and carries the journal
 * position up to which the index has followed, so that recovery replays exactly what is missing.
 */
import { DatabaseSync } from 'node:sqlite';
import type { SegmentActivity } from '../activity/activity-meter.ts';
import { type JournalPosition, positionText } from '../journal/read-journal.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { SegmentSummary } from '../segment/segment-content.ts';
import { IndexQueries } from './index-queries.ts';
import type { ActivityStepMs, RunRow, StreamRow } from './index-rows.ts';
import { mergeActivity, ROLL_UPS, rollUp } from './roll-up.ts';
import { activityRowOf, numberOf } from './row-mapping.ts';
import {
  CHECKPOINT_TABLE_SQL,
  INDEX_APPLICATION_ID,
  INDEX_SCHEMA_BEFORE_CHECKPOINTS,
  INDEX_SCHEMA_SQL,
  INDEX_SCHEMA_VERSION,
} from './schema.ts';
import { StatementCache } from './statement-cache.ts';

/** Readers never block the writer in WAL mode; a checkpoint of another connection may for a moment. */
const BUSY_TIMEOUT_MS = 2000;
/** The WAL is written back at this many pages: 4 MiB. */
const CHECKPOINT_PAGES = 1000;

/**
 * Which file, and whose: `volumeId` and `nowUnixMs` are written into an index that is made. The path's directory must
 * be there.
 */
export interface IndexWriterOptions {
  readonly path: string;
  readonly volumeId: string;
  readonly nowUnixMs: number;
  /** Called behind each commit; for tests that record what was durable when. */
  readonly afterCommit?: (() => void) | undefined;
}

/**
 * A row as it is before its file exists: open, without size and duration. Both ids must have rows, and `seq` must be
 * new in the stream.
 */
export interface NewSegment {
  readonly streamId: number;
  readonly seq: number;
  readonly runId: number;
  readonly startUnixMs: number;
  readonly startTicks: number;
  readonly syncSeq: number;
}

/** Everything that writes belongs inside `transaction`. */
export class IndexWriter extends IndexQueries {
  readonly sql: StatementCache;
  readonly #database: DatabaseSync;
  readonly #afterCommit: (() => void) | undefined;
  #unlinked: JournalPosition | null = null;

  private constructor(database: DatabaseSync, sql: StatementCache, options: IndexWriterOptions) {
    super(sql);
    this.sql = sql;
    this.#database = database;
    this.#afterCommit = options.afterCommit;
  }

  /**
   * Opens, or makes, the index.
   * @throws ArchiveError `index-version`, `index-damaged`; SQLite's errors where the disk refuses
   */
  static open(options: IndexWriterOptions): IndexWriter {
    const database = new DatabaseSync(options.path, { timeout: BUSY_TIMEOUT_MS });
    try {
      database.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA journal_size_limit = 67108864;`,
      );
      const index = new IndexWriter(database, new StatementCache(database), options);
      index.#prepare(options);
      return index;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** All of `write` or nothing. `position`: the journal's, after the entries that `write` follows. */
  transaction(position: JournalPosition | null, write: () => void): void {
    const unlinked = this.#unlinked;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      write();
      if (position !== null) this.setMeta('journalPosition', positionText(position));
      if (unlinked !== null) this.setMeta('unlinkedPosition', positionText(unlinked));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    this.#unlinked = null;
    this.#afterCommit?.();
  }

  /**
   * All files whose tombstones lie before `position` are unlinked, durably. Written with the next commit: a start in between looks
   * at a few lines more.
   */
  noteUnlinked(position: JournalPosition | null): void {
    this.#unlinked = position;
  }

  setMeta(key: string, value: string): void {
    this.sql.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }

  /** The number that the next run gets. */
  get nextRunId(): number {
    return Number(this.meta('nextRunId') ?? '1');
  }

  /** The stream's row, made where it is new. */
  ensureStream(key: StreamKey): StreamRow {
    const found = this.stream(key);
    if (found !== null) return found;
    this.sql.run('INSERT INTO stream (camera_id, kind) VALUES (?, ?)', key.cameraId, key.kind);
    const made = this.stream(key);
    if (made === null)
      throw new ArchiveError('index-damaged', 'a stream vanished', { cameraId: key.cameraId });
    return made;
  }

  insertRun(run: RunRow): void {
    this.sql.run(
      `INSERT INTO run (id, stream_id, start_unix_ms, reason, codec, codec_string, width_pixels, height_pixels, timescale, init)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      run.id,
      run.streamId,
      run.startUnixMs,
      run.reason,
      run.codec,
      run.codecString,
      run.widthPixels,
      run.heightPixels,
      run.timescale,
      run.init,
    );
    this.reserveRunId(run.id + 1);
  }

  /** Lower numbers are not given to runs any more. */
  reserveRunId(nextId: number): void {
    if (nextId > this.nextRunId) this.setMeta('nextRunId', String(nextId));
  }

  /** Lower numbers are not given to segments of the stream any more. */
  reserveSeq(streamId: number, nextSeq: number): void {
    this.sql.run('UPDATE stream SET next_seq = MAX(next_seq, ?) WHERE id = ?', nextSeq, streamId);
  }

  /** The row of a file about to be made; returns its id. */
  insertOpenSegment(segment: NewSegment): number {
    this.reserveSeq(segment.streamId, segment.seq + 1);
    return this.sql.insert(
      `INSERT INTO segment (stream_id, seq, run_id, state, start_unix_ms, end_unix_ms, start_ticks, duration_ticks, size_bytes, sync_seq)
       VALUES (?, ?, ?, 0, ?, ?, ?, 0, 0, ?)`,
      segment.streamId,
      segment.seq,
      segment.runId,
      segment.startUnixMs,
      segment.startUnixMs,
      segment.startTicks,
      segment.syncSeq,
    );
  }

  /** Fills in what is final; the chain is the caller's business. */
  completeSegment(
    segmentId: number,
    state: 'complete' | 'unproven',
    endUnixMs: number,
    summary: SegmentSummary,
  ): void {
    this.sql.run(
      'UPDATE segment SET state = ?, end_unix_ms = ?, duration_ticks = ?, size_bytes = ? WHERE id = ?',
      state === 'complete' ? 1 : 2,
      endUnixMs,
      summary.durationTicks,
      summary.sizeBytes,
      segmentId,
    );
    this.sql.run(
      `INSERT INTO segment_fragments (segment_id, fragments, leaves, hash) VALUES (?, ?, ?, ?)
       ON CONFLICT (segment_id) DO UPDATE SET fragments = excluded.fragments, leaves = excluded.leaves, hash = excluded.hash`,
      segmentId,
      summary.fragments,
      summary.leaves,
      summary.hash,
    );
  }

  setChain(streamId: number, chain: Uint8Array): void {
    this.sql.run('UPDATE stream SET chain = ? WHERE id = ?', chain, streamId);
  }

  /** The seconds of a segment, and what they change in the roll-ups. */
  addActivity(streamId: number, seconds: SegmentActivity): void {
    if (seconds.values.length === 0) return;
    this.#mergeActivity(streamId, 1000, seconds.startUnixMs, seconds.values);
    for (const patch of rollUp(seconds)) {
      this.#mergeActivity(streamId, patch.stepMs, patch.rowStartUnixMs, patch.values);
    }
  }

  /** Of all steps: rows that end before the stream's first footage, or all where none is left. */
  forgetActivityBefore(streamId: number, firstUnixMs: number | null): void {
    for (const { stepMs, rowMs } of [{ stepMs: 1000, rowMs: 1000 }, ...ROLL_UPS]) {
      this.sql.run(
        'DELETE FROM activity WHERE stream_id = ? AND step_ms = ? AND start_unix_ms < ?',
        streamId,
        stepMs,
        firstUnixMs === null ? Number.MAX_SAFE_INTEGER : Math.floor(firstUnixMs / rowMs) * rowMs,
      );
    }
  }

  /** Rows of the roll-ups that touch the span and have no footage any more. */
  forgetActivityWithoutFootage(streamId: number, startUnixMs: number, endUnixMs: number): void {
    for (const { stepMs, rowMs } of ROLL_UPS) {
      for (const row of this.activity(streamId, stepMs, startUnixMs, endUnixMs)) {
        if (this.segmentsOverlapping(streamId, row.startUnixMs, row.startUnixMs + rowMs).length > 0) continue;
        this.sql.run(
          'DELETE FROM activity WHERE stream_id = ? AND step_ms = ? AND start_unix_ms = ?',
          streamId,
          stepMs,
          row.startUnixMs,
        );
      }
    }
  }

  forgetEventsBefore(unixMs: number): void {
    this.sql.run('DELETE FROM event WHERE at_unix_ms < ?', unixMs);
  }

  #mergeActivity(streamId: number, stepMs: ActivityStepMs, startUnixMs: number, values: Uint8Array): void {
    const found = this.sql.first(
      activityRowOf,
      'SELECT start_unix_ms, "values" FROM activity WHERE stream_id = ? AND step_ms = ? AND start_unix_ms = ?',
      streamId,
      stepMs,
      startUnixMs,
    );
    this.sql.run(
      'INSERT OR REPLACE INTO activity (stream_id, step_ms, start_unix_ms, "values") VALUES (?, ?, ?, ?)',
      streamId,
      stepMs,
      startUnixMs,
      found === null ? values : mergeActivity(found.values, values),
    );
  }

  close(): void {
    this.#database.close();
  }

  #prepare(options: IndexWriterOptions): void {
    const pragma = (name: 'application_id' | 'user_version'): number =>
      this.sql.first((row) => numberOf(row, name), `PRAGMA ${name}`) ?? 0;
    const version = pragma('user_version');
    const applicationId = pragma('application_id');
    if (version === 0 && applicationId === 0) {
      this.transaction(null, () => {
        this.#database.exec(INDEX_SCHEMA_SQL);
        this.#database.exec(
          `PRAGMA application_id = ${INDEX_APPLICATION_ID}; PRAGMA user_version = ${INDEX_SCHEMA_VERSION}`,
        );
        this.setMeta('volumeId', options.volumeId);
        this.setMeta('createdUnixMs', String(options.nowUnixMs));
      });
      return;
    }
    if (applicationId !== INDEX_APPLICATION_ID) {
      throw new ArchiveError('index-damaged', `${options.path} is not an index of an archive`, {
        path: options.path,
      });
    }
    if (version === INDEX_SCHEMA_BEFORE_CHECKPOINTS) {
      this.transaction(null, () => {
        this.#database.exec(CHECKPOINT_TABLE_SQL);
        this.#database.exec(`PRAGMA user_version = ${INDEX_SCHEMA_VERSION}`);
      });
      return;
    }
    if (version !== INDEX_SCHEMA_VERSION) {
      throw new ArchiveError('index-version', `${options.path} has version ${version}`, { version });
    }
  }
}
