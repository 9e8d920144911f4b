/** A window that slides over a file: few reads, no copy, never more than asked for by much. */
import type { ReadAt } from './read-at.ts';

/** One read fetches at least this much: the table of a typical fragment of 1 s (25 samples, 528 bytes) many times over. */
const MIN_READ_BYTES = 4096;

/** Keeps the last piece read, 4 KiB or what was asked for; the file may grow between calls. */
export class FileWindow {
  readonly #readAt: ReadAt;
  #bytes: Uint8Array = new Uint8Array(0);
  #startBytes = 0;

  constructor(readAt: ReadAt) {
    this.#readAt = readAt;
  }

  /** A view of `lengthBytes` from `offsetBytes`, good until the next call; null where the file ends before that. */
  view(offsetBytes: number, lengthBytes: number): DataView | null {
    const within = offsetBytes - this.#startBytes;
    if (within < 0 || within + lengthBytes > this.#bytes.length) {
      this.#bytes = this.#readAt(offsetBytes, Math.max(lengthBytes, MIN_READ_BYTES));
      this.#startBytes = offsetBytes;
      if (this.#bytes.length < lengthBytes) return null;
    }
    const start = this.#bytes.byteOffset + (offsetBytes - this.#startBytes);
    return new DataView(this.#bytes.buffer, start, lengthBytes);
  }
}
