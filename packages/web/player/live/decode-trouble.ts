/** Whether a stream comes and shows nothing: its decoder can't be opened, gives up, or says nothing at all. Pure. */

/** A picture is on show long before; a key frame may be that far away where the channel does not say that it waits for one. */
const PATIENCE_MS = 10_000;
/** A stream that could not be shown is opened again after this; each time twice as long, as nothing has changed by itself. */
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;
/** Once may be a picture that was damaged on its way: said from the second time on. */
const SAID_FROM = 2;

/** One for each stream that is shown, over all its channels. Instants are of one monotonic clock. */
export class DecodeTrouble {
  #sinceMs: number | null = null;
  #failures = 0;

  /** Pictures came, or something is to bring them: from now on one has to be shown. */
  expect(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  /** Nothing has to be shown for now: the stream itself waits, or is closed. */
  expectNothing(): void {
    this.#sinceMs = null;
  }

  /** A picture is on show. @returns whether there had been trouble */
  shown(): boolean {
    const had = this.#failures >= SAID_FROM;
    this.#sinceMs = null;
    this.#failures = 0;
    return had;
  }

  /** Whether it was waited for long enough. */
  isOverdue(nowMs: number): boolean {
    return this.#sinceMs !== null && nowMs - this.#sinceMs > PATIENCE_MS;
  }

  /** It could not be shown. @returns after how long to open it again, and whether that is to be said */
  failed(): { readonly retryMs: number; readonly said: boolean } {
    this.#sinceMs = null;
    this.#failures += 1;
    const retryMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    return { retryMs, said: this.#failures >= SAID_FROM };
  }
}
