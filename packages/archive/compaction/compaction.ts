/**
 * What keeps index and journal as small as the footage they tell of: once a day, tombstones become checkpoints, then the
 * old journal files lose what the checkpoints stand for. docs/design/archive.md, Compaction.
 */

import type { VolumeContext, VolumeTime } from '../commit/volume-context.ts';
import { INDEX_INCOMPLETE, type StreamRow } from '../index/index-rows.ts';
import { JournalCompaction } from './compact-journal.ts';
import { makeCheckpoint } from './make-checkpoint.ts';

const PASS_EVERY_MS = 86_400_000;

/** Of one opened volume; remembers where the pass of today is, nothing else. */
export class Compaction {
  readonly #context: VolumeContext;
  #dueMs = 0;
  #streams: StreamRow[] = [];
  #journal: JournalCompaction | null = null;

  constructor(context: VolumeContext) {
    this.#context = context;
  }

  /**
   * A small step: one commit of one stream, or one slice of a journal file. Nothing while the index lacks segments that the
   * journal knows: then it can't tell what is needed.
   * @throws the system's or SQLite's error
   */
  advance(time: VolumeTime): void {
    const { index } = this.#context;
    if (index.meta(INDEX_INCOMPLETE) !== null) return;
    if (this.#streams.length === 0 && this.#journal === null) {
      if (time.monotonicMs < this.#dueMs) return;
      this.#dueMs = time.monotonicMs + PASS_EVERY_MS;
      this.#streams = index.streams();
    }
    const [stream] = this.#streams;
    if (stream !== undefined) {
      if (!makeCheckpoint(this.#context, stream, time)) this.#streams.shift();
      if (this.#streams.length > 0) return;
    }
    this.#journal ??= new JournalCompaction(this.#context, time);
    if (!this.#journal.advance(time)) this.#journal = null;
  }
}
