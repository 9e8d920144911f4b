/**
 * From media time to site time within one run. Media time is what the camera stamps and is never bent; this finds out what
 * wall time it stands for, from arrivals only.
 *
 * A unit arrives at media time + offset + delay with a delay that is never negative: the offset is the lower envelope of
 * (arrival - media time). It is taken as the least value of the last WINDOW_MS, which holds many units without delay even on
 * bad wifi, and the offset in use slews to it: jitter does not show, and as the window moves on, drift does not grow.
 *
 * Error against the envelope, with a drift of d ppm: at most WINDOW_MS * d / 1e6 (100 ppm: 6 ms), plus the least delay within
 * a window, plus half a ms of rounding. A lull or burst shorter than the window adds nothing.
 */

/** Longer than any burst that the stall watchdog lets through (a 20 s loss of wifi comes out in one burst). */
export const WINDOW_MS = 60_000;
const BUCKET_MS = 2_000;
const BUCKETS = WINDOW_MS / BUCKET_MS;

/** Follows a camera whose "25 fps" is 24.8 (8000 ppm); an error of 100 ms is gone in 10 s. */
const SLEW_LIMIT = 0.01;
/**
 * Cameras answer PLAY with pictures they had kept: the first ones are seconds late, the envelope is found within moments.
 * Until then the offset may fall fast; wall time still runs forward at half speed.
 */
const SETTLING_MS = 10_000;
const SETTLING_SLEW_LIMIT = 0.5;

/** One for each run. */
export class RunClock {
  readonly #msPerTick: number;
  /** Least offset of each BUCKET_MS of arrival, a ring; +Infinity where nothing came. */
  readonly #buckets = new Float64Array(BUCKETS).fill(Number.POSITIVE_INFINITY);
  #bucketNumber = Number.NaN;
  /** Least of all buckets. */
  #targetMs = Number.POSITIVE_INFINITY;
  /** In use since the first mark. */
  #offsetMs = Number.NaN;
  #firstMediaMs = Number.NaN;
  #markedMediaMs = Number.NaN;
  #markedUnixMs = Number.NEGATIVE_INFINITY;

  constructor(timescale: number) {
    if (!(timescale > 0)) {
      throw new TypeError(`timescale: ${timescale}`);
    }
    this.#msPerTick = 1000 / timescale;
  }

  /** A unit with decode time `dtsTicks` came in at this site time. */
  observe(dtsTicks: number, arrivalUnixMs: number): void {
    const offsetMs = arrivalUnixMs - dtsTicks * this.#msPerTick;
    const bucketNumber = Math.floor(arrivalUnixMs / BUCKET_MS);
    // Packets that UDP put out of order come with their own, earlier arrival: they count for the newest bucket.
    if (!(bucketNumber <= this.#bucketNumber)) {
      this.#moveTo(bucketNumber);
    }
    const index = this.#bucketNumber % BUCKETS;
    if (offsetMs < (this.#buckets[index] ?? 0)) {
      this.#buckets[index] = offsetMs;
      this.#targetMs = Math.min(this.#targetMs, offsetMs);
    }
  }

  #moveTo(bucketNumber: number): void {
    const passed = bucketNumber - this.#bucketNumber;
    if (!(passed < BUCKETS)) {
      this.#buckets.fill(Number.POSITIVE_INFINITY);
    } else {
      for (let number = this.#bucketNumber + 1; number <= bucketNumber; number += 1) {
        this.#buckets[number % BUCKETS] = Number.POSITIVE_INFINITY;
      }
    }
    this.#bucketNumber = bucketNumber;
    this.#targetMs = Math.min(...this.#buckets);
  }

  /**
   * The site time of `dtsTicks`, fixed from here on: a border between fragments. Call it in the order of media time, at least
   * one unit having been observed. Whole ms, and never before the mark before it.
   */
  mark(dtsTicks: number): number {
    const mediaMs = dtsTicks * this.#msPerTick;
    if (Number.isNaN(this.#offsetMs)) {
      if (this.#targetMs === Number.POSITIVE_INFINITY) {
        throw new TypeError('mark: no unit was observed');
      }
      this.#offsetMs = this.#targetMs;
      this.#firstMediaMs = mediaMs;
    } else {
      this.#slew(mediaMs);
    }
    this.#markedMediaMs = mediaMs;
    this.#markedUnixMs = Math.max(this.#markedUnixMs, Math.round(mediaMs + this.#offsetMs));
    return this.#markedUnixMs;
  }

  #slew(mediaMs: number): void {
    const limit = mediaMs - this.#firstMediaMs < SETTLING_MS ? SETTLING_SLEW_LIMIT : SLEW_LIMIT;
    const elapsedMs = Math.max(0, mediaMs - this.#markedMediaMs);
    const risesAtMostMs = elapsedMs * SLEW_LIMIT;
    const fallsAtMostMs = elapsedMs * limit;
    if (this.#targetMs === Number.POSITIVE_INFINITY) {
      return;
    }
    this.#offsetMs += Math.max(-fallsAtMostMs, Math.min(risesAtMostMs, this.#targetMs - this.#offsetMs));
  }

  /** The site time of `dtsTicks` as it looks now; fixes nothing. For live fragments. Whole ms. */
  estimate(dtsTicks: number): number {
    const offsetMs = Number.isNaN(this.#offsetMs) ? this.#targetMs : this.#offsetMs;
    return Math.round(dtsTicks * this.#msPerTick + offsetMs);
  }
}
