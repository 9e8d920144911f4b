/**
 * What a stream recorded in a span, out of the covering index, in as few rows as that takes: where a stretch of six
 * hours is one run without a missing tick (nearly always), SQLite adds it up itself and answers one row. 32 streams of one
 * day are 46,000 segments: 25 ms added up, 49 ms as plain rows, 260 ms as objects of the domain (measured under load).
 *
 * A connection of its own beside `IndexReader`: these statements answer arrays.
 */
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import { INDEX_FILE } from '../segment/segment-path.ts';

/** Columns of a segment that spans are made of, in the order recorded. */
export interface SegmentExtent {
  readonly runKey: string | number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
}

const STRETCH_MS = 6 * 3_600_000;
const BUSY_TIMEOUT_MS = 1000;

/** One segment, or many of a run that follow each other. */
export interface RecordedExtent extends SegmentExtent {
  /** Of the first segment. */
  readonly seq: number;
  /** Its end is only in its file. */
  readonly open: boolean;
}

const CONDITION = `FROM segment INDEXED BY segment_by_time
  WHERE stream_id = ? AND start_unix_ms >= ? AND start_unix_ms < ? AND (end_unix_ms > ? OR state = 0)`;
const SUM_SQL = `SELECT COUNT(*), MIN(run_id), MAX(run_id), MIN(state), MIN(seq), MIN(start_unix_ms), MAX(end_unix_ms),
  MIN(start_ticks), MAX(start_ticks + duration_ticks), SUM(duration_ticks) ${CONDITION}`;
const ROWS_SQL = `SELECT run_id, state, seq, start_unix_ms, end_unix_ms, start_ticks, duration_ticks ${CONDITION}`;

/** A read-only connection to one volume's index; whoever makes it closes it. */
export class SpanIndex {
  readonly #database: DatabaseSync;
  readonly #sum: StatementSync;
  readonly #rows: StatementSync;

  /** @throws SQLite's error where the index can't be opened */
  constructor(volumePath: string) {
    this.#database = openReadOnly(join(volumePath, INDEX_FILE));
    this.#sum = this.#database.prepare(SUM_SQL);
    this.#rows = this.#database.prepare(ROWS_SQL);
    this.#sum.setReturnArrays(true);
    this.#rows.setReturnArrays(true);
  }

  /** In the order of `seq`: the order recorded, also where an hour exists twice. */
  extents(streamId: number, fromUnixMs: number, toUnixMs: number): RecordedExtent[] {
    const found: RecordedExtent[] = [];
    let start = fromUnixMs - MAX_SEGMENT_SPAN_MS;
    for (let end = fromUnixMs; end < toUnixMs; start = end) {
      end = Math.min(end + STRETCH_MS, toUnixMs);
      this.#stretch(streamId, start, end, fromUnixMs, found);
    }
    return found.sort((a, b) => a.seq - b.seq);
  }

  #stretch(streamId: number, start: number, end: number, fromUnixMs: number, found: RecordedExtent[]): void {
    const sum = numbersOf(this.#sum.get(streamId, start, end, fromUnixMs));
    const [count = 0, runKey = 0, lastRun, state, seq = 0, startUnixMs = 0, endUnixMs = 0] = sum;
    const [startTicks = 0, endTicks = 0, durationTicks = 0] = sum.slice(7);
    if (count === 0) return;
    if (runKey === lastRun && state !== 0 && endTicks - startTicks === durationTicks) {
      found.push({ runKey, seq, open: false, startUnixMs, endUnixMs, startTicks, durationTicks });
      return;
    }
    for (const row of this.#rows.all(streamId, start, end, fromUnixMs)) found.push(extentOf(numbersOf(row)));
  }

  close(): void {
    this.#database.close();
  }
}

function extentOf(row: readonly number[]): RecordedExtent {
  const [runKey = 0, state, seq = 0, startUnixMs = 0, endUnixMs = 0, startTicks = 0, durationTicks = 0] = row;
  return { runKey, seq, open: state === 0, startUnixMs, endUnixMs, startTicks, durationTicks };
}

/** The columns are STRICT integers; sums over nothing are NULL and count as 0. */
function numbersOf(row: unknown): number[] {
  if (!Array.isArray(row)) throw new TypeError('row: not an array');
  const columns: readonly unknown[] = row;
  return columns.map((column) => (typeof column === 'number' ? column : 0));
}

/** A WAL index on a read-only disk can be opened only as immutable; `IndexReader` has checked that it is an index. */
function openReadOnly(path: string): DatabaseSync {
  const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS };
  const database = new DatabaseSync(path, options);
  try {
    database.prepare('SELECT 1 FROM sqlite_schema').get();
    return database;
  } catch {
    database.close();
    return new DatabaseSync(new URL('?immutable=1', pathToFileURL(path)), options);
  }
}
