/**
 * What the index must say, by the journal alone: its lines applied, by the code that the recorder and a rebuild use, to an
 * empty index in a temporary file that SQLite keeps (and that nobody sees). Segments are not in it: they are compared line
 * by line, see `check-journal.ts`.
 */
import { applyEntry, insertTombstone } from '../index/apply-entry.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { numberOf, type Row, textOf } from '../index/row-mapping.ts';
import type { JournalEntry, TombstoneEntry } from '../journal/journal-entry.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';

/** A run as its newest line says it. */
export interface JournalledRun {
  /** `camera/kind`. */
  readonly stream: string;
  readonly startUnixMs: number;
  readonly reason: string;
  /** SHA-256 of the init segment, hex. */
  readonly initHash: string;
}

/** Fed inside `fill`; read afterwards; closed when done. */
export class ReplayedIndex {
  readonly index: IndexWriter;
  readonly #streamIds = new Map<string, number>();

  constructor(volumeId: string) {
    this.index = IndexWriter.open({ path: '', volumeId, nowUnixMs: 0 });
    this.index.transaction(null, () => {
      this.index.sql.run(`CREATE TABLE run_line (run INTEGER PRIMARY KEY, stream TEXT NOT NULL, start_unix_ms INTEGER NOT NULL,
         reason TEXT NOT NULL, init_hash TEXT NOT NULL) STRICT`);
    });
  }

  /** All that is taken between is one transaction. */
  fill(take: () => void): void {
    this.index.transaction(null, take);
  }

  take(entry: JournalEntry): void {
    if (entry.type === 'segment') return;
    if (entry.type === 'tombstone') {
      this.#takeTombstone(entry);
      return;
    }
    // A number that comes again replaces the earlier one.
    if (entry.type === 'run')
      this.index.sql.run(
        'INSERT OR REPLACE INTO run_line (run, stream, start_unix_ms, reason, init_hash) VALUES (?, ?, ?, ?, ?)',
        entry.run,
        streamName(entry),
        entry.startUnixMs,
        entry.reason,
        entry.initHash,
      );
    applyEntry(this.index, entry);
  }

  /** The newest line of a run's number; null without one. */
  run(id: number): JournalledRun | null {
    return this.index.sql.first(journalledRunOf, 'SELECT * FROM run_line WHERE run = ?', id);
  }

  /** Null for a stream that no line of that kind names. */
  streamId(stream: StreamKey): number | null {
    return this.index.stream(stream)?.id ?? null;
  }

  close(): void {
    this.index.close();
  }

  /** `applyEntry` also looks for a segment: a month's hundred thousands would cost a minute. */
  #takeTombstone(entry: TombstoneEntry): void {
    const name = streamName(entry);
    const id = this.#streamIds.get(name) ?? this.index.ensureStream(entry).id;
    this.#streamIds.set(name, id);
    insertTombstone(this.index, id, entry);
  }
}

function journalledRunOf(row: Row): JournalledRun {
  return {
    stream: textOf(row, 'stream'),
    startUnixMs: numberOf(row, 'start_unix_ms'),
    reason: textOf(row, 'reason'),
    initHash: textOf(row, 'init_hash'),
  };
}
