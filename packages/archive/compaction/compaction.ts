/**
 * What keeps index and journal as small as the footage they tell of: once a day, signed tombstones become checkpoints, then the
 * old journal files lose what the checkpoints stand for. docs/design/archive.md, Compaction.
 */

import type { VolumeContext } from '../commit/volume-context.ts';
import { INDEX_INCOMPLETE, type StreamRow } from '../index/index-rows.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { JournalCompaction } from './compact-journal.ts';
import { letGoAside } from './let-go-aside.ts';
import { makeCheckpoint } from './make-checkpoint.ts';
import { SealScan } from './seal-scan.ts';

const PASS_EVERY_MS = 86_400_000;

/** Of one opened volume; remembers where the pass of today is, nothing else. */
export class Compaction {
  readonly #context: VolumeContext;
  #dueMs = 0;
  #isGivenUp = false;
  #streams: StreamRow[] = [];
  #scan: SealScan | null = null;
  #isScanned = false;
  #journal: JournalCompaction | null = null;

  constructor(context: VolumeContext) {
    this.#context = context;
  }

  /**
   * A step, but where the index has a row that says nothing: then there is no compaction until the volume is opened again, and
   * a warning says so once. Recording goes on without it for years.
   */
  advance(time: VolumeTime): void {
    if (this.#isGivenUp) return;
    try {
      this.#step(time);
    } catch (error) {
      if (!(error instanceof ArchiveError && error.code === 'index-damaged')) throw error;
      this.#isGivenUp = true;
      this.#context.output.warning(
        `nothing is compacted, the index is damaged (${error.message}): run "matlang check --rebuild"`,
      );
    }
  }

  /**
   * A small step: one commit of one stream, or one slice of a journal file. Nothing while the index lacks segments that the
   * journal knows: then it can't tell what is needed.
   * @throws the system's or SQLite's error
   */
  #step(time: VolumeTime): void {
    const { index } = this.#context;
    if (index.meta(INDEX_INCOMPLETE) !== null) return;
    if (this.#scan === null && this.#journal === null) {
      if (time.monotonicMs < this.#dueMs) return;
      this.#dueMs = time.monotonicMs + PASS_EVERY_MS;
      this.#scan = new SealScan(this.#context);
      this.#isScanned = false;
    }
    if (this.#scan !== null && !this.#fold(this.#scan, time)) return;
    this.#scan = null;
    this.#journal ??= new JournalCompaction(this.#context, time);
    if (!this.#journal.advance(time)) this.#journal = null;
  }

  /** True: all is folded that can be. */
  #fold(scan: SealScan, time: VolumeTime): boolean {
    if (!this.#isScanned) {
      if (scan.advance()) return false;
      this.#isScanned = true;
      // Before their tombstones are folded.
      letGoAside(this.#context, scan, time);
      this.#streams = this.#context.index.streams();
    }
    const [stream] = this.#streams;
    if (stream === undefined) return true;
    if (!makeCheckpoint(this.#context, stream, scan, time)) this.#streams.shift();
    return this.#streams.length === 0;
  }
}
