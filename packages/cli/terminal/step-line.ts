/** One line that says what long work is doing when its end can't be foretold; rewritten in place, silent without a terminal. */
import type { WriteStream } from 'node:tty';

const REDRAW_MS = 200;

/** Shows the newest step on standard error. */
export class StepLine {
  readonly #out: WriteStream;
  #drawnMs = -Infinity;

  constructor(out: WriteStream = process.stderr) {
    this.#out = out;
  }

  /** @param text is called only when the line is drawn. */
  show(text: () => string): void {
    const nowMs = performance.now();
    if (!this.#out.isTTY || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#out.write(`\r\u001b[K${text()}`);
  }

  /** Wipes the line. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
  }
}
