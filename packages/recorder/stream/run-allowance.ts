/**
 * How often a stream may begin a run. Each run costs the disk several syncs: a camera whose times or formats jump with every
 * picture would keep all others from being written.
 */

/** Reconnections, a new format and learning the reorder depth come close together; more is no camera at work. */
const BURST_RUNS = 10;
const ONE_MORE_EVERY_MS = 2_000;

/** One for each stream. */
export class RunAllowance {
  #left = BURST_RUNS;
  #countedMonotonicMs = Number.NEGATIVE_INFINITY;

  /** True: a run may begin, and is counted. */
  take(nowMonotonicMs: number): boolean {
    const earned = Math.floor((nowMonotonicMs - this.#countedMonotonicMs) / ONE_MORE_EVERY_MS);
    if (this.#left + earned >= BURST_RUNS) {
      this.#left = BURST_RUNS;
      this.#countedMonotonicMs = nowMonotonicMs;
    } else {
      this.#left += earned;
      this.#countedMonotonicMs += earned * ONE_MORE_EVERY_MS;
    }
    if (this.#left === 0) {
      return false;
    }
    this.#left -= 1;
    return true;
  }
}
