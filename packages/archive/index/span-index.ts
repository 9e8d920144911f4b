/**
 * What a stream recorded in a span, out of the covering index, in as few rows as that takes: SQLite adds up what lies
 * between two beginnings of runs, six hours at most, and answers one row where no tick is missing in it (nearly always).
 * 16 streams of one day are 23,000 segments: 5 ms added up, 13 ms as rows. With stretches that don't end where a run does,
 * each that holds a reconnection is added up in vain and costs both.
 *
 * Nothing is kept between two questions: what would tell that a kept sum still holds costs half of adding up.
 *
 * A connection of its own beside `IndexReader`: these statements answer arrays.
 */
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import { INDEX_FILE } from '../segment/segment-path.ts';
import { openReadOnly } from './open-read-only.ts';

/** Columns of a segment that spans are made of, in the order recorded. */
export interface SegmentExtent {
  readonly runKey: string | number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
}

const STRETCH_MS = 6 * 3_600_000;
/** A stretch with more runs is read row by row at once: 20 rows cost what the statements for one sum do. */
const MAX_RUNS_OF_STRETCH = 16;

/** One segment, or many of a run that follow each other. */
export interface RecordedExtent extends SegmentExtent {
  /** Of the first segment. */
  readonly seq: number;
  /** Its end is only in its file. */
  readonly open: boolean;
}

const STRETCH = `FROM segment INDEXED BY segment_by_time
  WHERE stream_id = ? AND start_unix_ms >= ? AND start_unix_ms < ?`;
const COLUMNS = 'run_id, state, seq, start_unix_ms, end_unix_ms, start_ticks, duration_ticks';
const FIRST_SQL = `SELECT ${COLUMNS} ${STRETCH} ORDER BY start_unix_ms LIMIT 1`;
const LAST_SQL = `SELECT start_ticks + duration_ticks ${STRETCH} ORDER BY start_unix_ms DESC LIMIT 1`;
const SUM_SQL = `SELECT MIN(run_id), MAX(run_id), MAX(end_unix_ms), SUM(duration_ticks) ${STRETCH}`;
const ROWS_SQL = `SELECT ${COLUMNS} ${STRETCH} AND (end_unix_ms > ? OR state = 0)`;
const RUN_STARTS_SQL = `SELECT start_unix_ms FROM run
  WHERE stream_id = ? AND start_unix_ms > ? AND start_unix_ms < ? ORDER BY start_unix_ms LIMIT ${MAX_RUNS_OF_STRETCH}`;
const FRAGMENT_TABLE_SQL = 'SELECT fragments FROM segment_fragments WHERE segment_id = ?';
const OLDEST_OPEN_SQL = `SELECT MIN(start_unix_ms) FROM segment INDEXED BY segment_open
  WHERE stream_id = ? AND state = 0`;

/** A read-only connection to one volume's index; whoever makes it closes it. */
export class SpanIndex {
  readonly #database: DatabaseSync;
  readonly #first: StatementSync;
  readonly #last: StatementSync;
  readonly #sum: StatementSync;
  readonly #rows: StatementSync;
  readonly #runStarts: StatementSync;
  readonly #oldestOpen: StatementSync;
  readonly #fragmentTable: StatementSync;

  /** @throws SQLite's error where the index can't be opened */
  constructor(volumePath: string) {
    this.#database = openReadOnly(join(volumePath, INDEX_FILE));
    this.#first = this.#prepare(FIRST_SQL);
    this.#last = this.#prepare(LAST_SQL);
    this.#sum = this.#prepare(SUM_SQL);
    this.#rows = this.#prepare(ROWS_SQL);
    this.#runStarts = this.#prepare(RUN_STARTS_SQL);
    this.#oldestOpen = this.#prepare(OLDEST_OPEN_SQL);
    this.#fragmentTable = this.#prepare(FRAGMENT_TABLE_SQL);
  }

  /** In the order of `seq`: the order recorded, also where an hour exists twice. One state of the index. */
  extents(streamId: number, fromUnixMs: number, toUnixMs: number): RecordedExtent[] {
    // What commits between two statements would be seen by one of them.
    this.#database.exec('BEGIN');
    try {
      return this.#extents(streamId, fromUnixMs, toUnixMs).sort((a, b) => a.seq - b.seq);
    } finally {
      this.#database.exec('ROLLBACK');
    }
  }

  /** The packed fragments of a segment without their hashes, which are as large; null for an open segment. */
  fragmentTable(segmentId: number): Uint8Array | null {
    const row: unknown = this.#fragmentTable.get(segmentId);
    const table: unknown = Array.isArray(row) ? row[0] : null;
    return table instanceof Uint8Array ? table : null;
  }

  #extents(streamId: number, fromUnixMs: number, toUnixMs: number): RecordedExtent[] {
    const found: RecordedExtent[] = [];
    // What reaches into the span from before: a few rows, each with an end of its own.
    this.#readRows(streamId, fromUnixMs - MAX_SEGMENT_SPAN_MS, fromUnixMs, fromUnixMs, found);
    const oldestOpen: unknown = this.#oldestOpen.get(streamId);
    const openUnixMs = numbersOf(oldestOpen, Number.POSITIVE_INFINITY)[0] ?? 0;
    for (let start = fromUnixMs; start < toUnixMs; start += STRETCH_MS) {
      const end = Math.min(start + STRETCH_MS, toUnixMs);
      const runStarts = this.#runStarts.all(streamId, start, end);
      if (runStarts.length === MAX_RUNS_OF_STRETCH) {
        this.#readRows(streamId, start, end, fromUnixMs, found);
        continue;
      }
      const cuts = [...runStarts.map((row) => numbersOf(row)[0] ?? start), end];
      for (const [at, cut] of cuts.entries()) {
        const from = cuts[at - 1] ?? start;
        if (openUnixMs >= cut && this.#addUp(streamId, from, cut, found)) continue;
        this.#readRows(streamId, from, cut, fromUnixMs, found);
      }
    }
    return found;
  }

  /**
   * One extent for the stretch, in which no segment is open; false where it is more than one. Segments of a run follow
   * each other in time as they do in ticks and never overlap: together as long as from the first one's start to the last
   * one's end means that none is missing.
   */
  #addUp(streamId: number, start: number, end: number, found: RecordedExtent[]): boolean {
    const row = this.#first.get(streamId, start, end);
    if (row === undefined) return true;
    const first = extentOf(numbersOf(row));
    const [runKey, lastRunKey, endUnixMs = 0, durationTicks = 0] = numbersOf(
      this.#sum.get(streamId, start, end),
    );
    const [endTicks = 0] = numbersOf(this.#last.get(streamId, start, end));
    if (runKey !== lastRunKey || endTicks - first.startTicks !== durationTicks) return false;
    found.push({ ...first, endUnixMs, durationTicks });
    return true;
  }

  #readRows(streamId: number, start: number, end: number, fromUnixMs: number, found: RecordedExtent[]): void {
    for (const row of this.#rows.all(streamId, start, end, fromUnixMs)) found.push(extentOf(numbersOf(row)));
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  }

  close(): void {
    this.#database.close();
  }
}

function extentOf(row: readonly number[]): RecordedExtent {
  const [runKey = 0, state, seq = 0, startUnixMs = 0, endUnixMs = 0, startTicks = 0, durationTicks = 0] = row;
  return { runKey, seq, open: state === 0, startUnixMs, endUnixMs, startTicks, durationTicks };
}

/** The columns are STRICT integers; what is added up or sought in nothing is NULL. */
function numbersOf(row: unknown, ofNull = 0): number[] {
  if (!Array.isArray(row)) throw new TypeError('row: not an array');
  const columns: readonly unknown[] = row;
  return columns.map((column) => (typeof column === 'number' ? column : ofNull));
}
