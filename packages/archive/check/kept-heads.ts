/**
 * Signed heads that were kept outside of the volumes, all of them: each must still be told of by its volume. They lie in a temporary
 * file that SQLite keeps, so that ten years of them (280,000 a year for 16 cameras with two streams) take no memory.
 */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import type { KeptHead } from '../port/writer.ts';

/** The heads of one number; more than one chain value: the stream was recorded twice. */
export interface KeptChains {
  readonly seq: number;
  /** Hex. */
  readonly chains: readonly string[];
}

/** What is known of one stream's heads. */
export interface KeptStream {
  readonly stream: StreamKey;
  /** When a head was kept of a lower number than one before it, or another one of the same number, for the first time. Null: never. */
  readonly wentBackUnixMs: number | null;
}

interface StreamState {
  readonly stream: StreamKey;
  seq: number;
  chain: string;
  wentBackUnixMs: number | null;
}

interface VolumeState {
  readonly firstUnixMs: number;
  readonly streams: Map<string, StreamState>;
}

/** Filled in the order in which they were kept, then asked by checks; `close` it afterwards. */
export class KeptHeads {
  readonly #database = new DatabaseSync('');
  readonly #volumes = new Map<string, VolumeState>();
  readonly #accepted = new Map<string, { readonly untilUnixMs: number; heads: number }>();
  readonly #insert;
  readonly #from;
  readonly #unmet;
  readonly #meet;

  constructor() {
    this.#database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      CREATE TABLE head (volume TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, chain TEXT NOT NULL,
        met INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (volume, stream, seq, chain)) STRICT, WITHOUT ROWID;
      BEGIN`);
    const rows = (where: string): string => `SELECT seq, group_concat(chain) AS chains FROM head
      WHERE volume = ? AND stream = ? AND seq >= ? ${where} GROUP BY seq ORDER BY seq LIMIT ?`;
    this.#insert = this.#database.prepare(
      'INSERT OR IGNORE INTO head (volume, stream, seq, chain) VALUES (?, ?, ?, ?)',
    );
    this.#from = this.#database.prepare(rows(''));
    this.#unmet = this.#database.prepare(rows('AND met = 0'));
    this.#meet = this.#database.prepare(
      'UPDATE head SET met = 1 WHERE volume = ? AND stream = ? AND seq = ?',
    );
  }

  /** What was kept of a volume up to then is not added: its loss is known. To be said before heads are. */
  accept(volumeId: string, untilUnixMs: number): void {
    this.#accepted.set(volumeId, { untilUnixMs, heads: 0 });
  }

  /** Heads that were left out. Null: nothing was accepted of that volume. */
  accepted(volumeId: string): { readonly untilUnixMs: number; readonly heads: number } | null {
    return this.#accepted.get(volumeId) ?? null;
  }

  /** `atUnixMs`: when it was kept. */
  add(volumeId: string, { stream, seq, chain }: KeptHead, atUnixMs: number): void {
    const accepted = this.#accepted.get(volumeId);
    if (accepted !== undefined && atUnixMs <= accepted.untilUnixMs) {
      accepted.heads += 1;
      return;
    }
    const volume = this.#volumes.get(volumeId) ?? { firstUnixMs: atUnixMs, streams: new Map() };
    this.#volumes.set(volumeId, volume);
    const name = streamName(stream);
    this.#insert.run(volumeId, name, seq, chain);
    const state = volume.streams.get(name);
    if (state === undefined) {
      volume.streams.set(name, { stream, seq, chain, wentBackUnixMs: null });
      return;
    }
    if (seq < state.seq || (seq === state.seq && chain !== state.chain)) state.wentBackUnixMs ??= atUnixMs;
    if (seq > state.seq) Object.assign(state, { seq, chain });
  }

  /** When the first head of a volume was kept; null: none was. */
  firstUnixMs(volumeId: string): number | null {
    return this.#volumes.get(volumeId)?.firstUnixMs ?? null;
  }

  streams(volumeId: string): readonly KeptStream[] {
    return [...(this.#volumes.get(volumeId)?.streams.values() ?? [])];
  }

  /** By number, at most `limit` of them. */
  from(volumeId: string, stream: StreamKey, fromSeq: number, limit: number): KeptChains[] {
    return this.#from.all(volumeId, streamName(stream), fromSeq, limit).map(chainsOf);
  }

  /** What nothing was said of since `forget`. */
  nextUnmet(volumeId: string, stream: StreamKey, fromSeq: number): KeptChains | null {
    return this.#unmet.all(volumeId, streamName(stream), fromSeq, 1).map(chainsOf)[0] ?? null;
  }

  /** The volume tells of that number. */
  meet(volumeId: string, stream: StreamKey, seq: number): void {
    this.#meet.run(volumeId, streamName(stream), seq);
  }

  /** A check of that volume begins. */
  forget(volumeId: string): void {
    this.#database.prepare('UPDATE head SET met = 0 WHERE volume = ?').run(volumeId);
  }

  /** Numbers that were signed with more than one chain value: the lowest, and how many. */
  signedTwice(volumeId: string, stream: StreamKey): { readonly seq: number; readonly count: number } | null {
    const found = this.#database
      .prepare(
        `SELECT min(seq) AS seq, count(*) AS count FROM
         (SELECT seq FROM head WHERE volume = ? AND stream = ? GROUP BY seq HAVING count(*) > 1)`,
      )
      .get(volumeId, streamName(stream));
    const seq = found?.['seq'];
    return typeof seq === 'number' ? { seq, count: Number(found?.['count']) } : null;
  }

  close(): void {
    this.#database.close();
  }
}

function chainsOf(row: Record<string, SQLOutputValue>): KeptChains {
  return { seq: Number(row['seq']), chains: String(row['chains']).split(',') };
}
