/**
 * How long one waits while another process holds the database's lock, without holding up anybody else: SQLite's own waiting stops the
 * thread, and with it all live pictures. Patience is one for all who ask: twenty changes that come at once are refused after one wait,
 * not after twenty.
 */

const SQLITE_BUSY = 5;
/** Time between two tries. */
const EVERY_MS = 20;

/** One for each connection. */
export class LockPatience {
  readonly #limitMs: number;
  /** Since when it was found locked without anybody getting through; null: not, as far as is known. */
  #lockedMonotonicMs: number | null = null;
  #lastTryMonotonicMs = 0;

  /** @param limitMs from when it was found locked first */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Does `work`, again where the lock kept it from being done. @throws what `work` throws, the lock's refusal after the limit */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await work();
        this.#lockedMonotonicMs = null;
        return result;
      } catch (error) {
        if (!isBusy(error) || !this.#mayWait()) throw error;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, EVERY_MS);
      });
    }
  }

  #mayWait(): boolean {
    const now = performance.now();
    // Nobody tried for so long: what was known of the lock says nothing any more.
    if (now - this.#lastTryMonotonicMs > this.#limitMs) this.#lockedMonotonicMs = null;
    this.#lastTryMonotonicMs = now;
    this.#lockedMonotonicMs ??= now;
    return now - this.#lockedMonotonicMs < this.#limitMs;
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}
