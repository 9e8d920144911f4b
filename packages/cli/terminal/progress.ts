/** One line of progress for long work, rewritten in place on a terminal and silent elsewhere. */
import type { WriteStream } from 'node:tty';

/** More often than this nobody can read it. */
const REDRAW_MS = 200;

/** Draws `label 42 % (3.1 of 7.4 GB) 12 s left` on standard error. */
export class ProgressLine {
  readonly #out: WriteStream;
  readonly #label: string;
  readonly #startedMs = performance.now();
  #drawnMs = -Infinity;

  constructor(label: string, out: WriteStream = process.stderr) {
    this.#label = label;
    this.#out = out;
  }

  /** @param done and @param total in one unit; @param describe turns such a figure into words. */
  update(done: number, total: number, describe: (figure: number) => string): void {
    const nowMs = performance.now();
    if (!this.#out.isTTY || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    const share = total === 0 ? 1 : done / total;
    const leftS = share > 0 ? ((nowMs - this.#startedMs) * (1 - share)) / share / 1000 : Number.NaN;
    const left = Number.isFinite(leftS) ? `, ${Math.ceil(leftS)} s left` : '';
    this.#out.write(
      `\r\u001b[K${this.#label} ${Math.floor(share * 100)} % (${describe(done)} of ${describe(total)}${left})`,
    );
  }

  /** Wipes the line: the result is printed by whoever did the work. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
  }
}
