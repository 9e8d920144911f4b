/**
 * Cuts long work over many segments into slices: SQLite answers synchronously, so that without them whoever else is served
 * would wait for the whole.
 */
import { setImmediate } from 'node:timers/promises';
import { ArchiveReadError } from './archive-read-error.ts';

/** About 1 ms: so long others wait, however many askers there are. */
const SLICE_SEGMENTS = 16;
const SLICE_FRAGMENTS = 4096;

/** Node runs all due immediates before it looks at sockets again: slices stand in line, one a turn of the event loop. */
let line: Promise<void> = Promise.resolve();

function nextTurn(): Promise<void> {
  line = line.then(() => setImmediate());
  return line;
}

/** One piece of work, as slow as the others let it be. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #segments = 0;
  #fragments = 0;

  /** `signal`: nobody waits for the work any more. */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** After each segment. @throws ArchiveReadError `closed` where nobody waits any more */
  async spend(fragments: number): Promise<void> {
    this.#segments += 1;
    this.#fragments += fragments;
    if (this.#segments >= SLICE_SEGMENTS || this.#fragments >= SLICE_FRAGMENTS) {
      this.#segments = 0;
      this.#fragments = 0;
      await nextTurn();
    }
    if (this.#signal?.aborted === true) throw new ArchiveReadError('closed', 'the question was given up');
  }
}
