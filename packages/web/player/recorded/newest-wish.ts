/** While a pointer looks for something: one question at a time, the newest wish first, what was wished in between never. */

/** One for each player; `stop` when something else is shown. */
export class NewestWish {
  readonly #show: (unixMs: number, signal: AbortSignal) => Promise<void>;
  #wishUnixMs: number | null = null;
  #looking: AbortController | null = null;

  /** @param show asks for the instant and shows it; what it throws is forgotten, as the next move asks again */
  constructor(show: (unixMs: number, signal: AbortSignal) => Promise<void>) {
    this.#show = show;
  }

  /** What is being looked for; null: nothing is. */
  get unixMs(): number | null {
    return this.#wishUnixMs;
  }

  wish(unixMs: number): void {
    this.#wishUnixMs = unixMs;
    if (this.#looking === null) void this.#look();
  }

  stop(): void {
    this.#wishUnixMs = null;
    this.#looking?.abort();
    this.#looking = null;
  }

  async #look(): Promise<void> {
    const looking = new AbortController();
    const { signal } = looking;
    this.#looking = looking;
    let shownUnixMs: number | null = null;
    while (!signal.aborted && this.#wishUnixMs !== null && this.#wishUnixMs !== shownUnixMs) {
      const unixMs: number = this.#wishUnixMs;
      try {
        await this.#show(unixMs, signal);
      } catch {
        // The next move of the pointer asks again.
      }
      shownUnixMs = unixMs;
    }
    if (signal.aborted) return;
    this.#looking = null;
    this.#wishUnixMs = null;
  }
}
