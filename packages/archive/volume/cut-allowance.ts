/**
 * How many segments a volume ends in a while. To end one and begin the next takes five syncs; cameras that began together, as
 * after a start or midnight, would all do so in the same second, minute after minute (128 streams: 1.7 s of the thread's time,
 * in which nothing is appended). Those beyond the allowance go on to a later sync sample: their segments are up to
 * `SEGMENT_LATEST_MS` long once, and from then on the cuts lie apart.
 */

/** So many at once cost less than 0.1 s: few streams never wait. */
const BURST = 8;
/** 128 streams spread over the 15 s from SEGMENT_TARGET_MS to SEGMENT_LATEST_MS. */
const PER_SECOND = 8;

/** One for each volume. */
export class CutAllowance {
  #left = BURST;
  #atMs = Number.NEGATIVE_INFINITY;

  /** Whether a segment that may go on should be cut now; takes the cut when it says so. */
  take(nowMonotonicMs: number): boolean {
    this.#refill(nowMonotonicMs);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** A segment had to be cut: what may wait makes room for it. */
  taken(nowMonotonicMs: number): void {
    this.#refill(nowMonotonicMs);
    this.#left = Math.max(0, this.#left - 1);
  }

  #refill(nowMonotonicMs: number): void {
    const passedMs = Math.max(0, nowMonotonicMs - this.#atMs);
    this.#left = Math.min(BURST, this.#left + (passedMs * PER_SECOND) / 1000);
    this.#atMs = Math.max(this.#atMs, nowMonotonicMs);
  }
}
