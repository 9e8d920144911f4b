/** One line of progress for long work, rewritten in place on a terminal and silent elsewhere. */
import type { WriteStream } from 'node:tty';

/** More often than this nobody can read it. */
const REDRAW_MS = 200;

/** How far the work is. */
export interface Progress {
  readonly percent: number;
  /** At the pace until now; null while nothing can be said. */
  readonly leftMs: number | null;
}

/** Draws on standard error. */
export class ProgressLine {
  readonly #out: WriteStream;
  readonly #startedMs = performance.now();
  #drawnMs = -Infinity;

  constructor(out: WriteStream = process.stderr) {
    this.#out = out;
  }

  /** @param done and @param total in one unit; @param describe makes the line, and is called only when it is drawn. */
  update(done: number, total: number, describe: (progress: Progress) => string): void {
    const nowMs = performance.now();
    if (!this.#out.isTTY || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    const share = total === 0 ? 1 : done / total;
    const leftMs = share > 0 ? ((nowMs - this.#startedMs) * (1 - share)) / share : null;
    this.#out.write(`\r\u001b[K${describe({ percent: Math.floor(share * 100), leftMs })}`);
  }

  /** Wipes the line: the result is printed by whoever did the work. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
  }
}
