/**
 * Whether the clock may be believed when footage is deleted for its age. A clock that is wrong is put right again; what was
 * deleted meanwhile is gone. So age counts only while the clock agrees with what it said before, or has held long enough.
 */
import type { VolumeTime } from '../port/volume-time.ts';

/** Retention is in days: by so much the clock may be set without anybody's footage missing. */
export const MAX_CLOCK_STEP_MS = 3_600_000;
/** Between two starts a machine may be off so long (a night) without its clock being doubted. A clock that is wrong by less costs no more than that. */
const MAX_OFF_MS = 86_400_000;
/**
 * So long a doubted clock must go on without a step. NTP asks again within 34 minutes, so that 6 hours without a correction are a
 * dozen answers or a machine without any, whose clock a person would have to set. More would be too much where a machine runs by day
 * only, after every weekend.
 */
const CLOCK_HOLDS_AFTER_MS = 6 * 3_600_000;

/** Of one opened volume: told of each instant that matters, answers for it. */
export class ClockTrust {
  #knownUnixMs: number | null;
  /** When `knownUnixMs` was; null of what a start finds written down. */
  #knownMonotonicMs: number | null = null;
  /** Site time minus monotonic time of the clock in doubt, and since when it is that. */
  #doubted: { readonly offsetMs: number; readonly sinceMonotonicMs: number } | null = null;

  /** `knownUnixMs`: the newest instant at which the clock was believed; null where nothing was recorded yet. */
  constructor(knownUnixMs: number | null) {
    this.#knownUnixMs = knownUnixMs;
  }

  /** The newest instant at which the clock was believed: to be kept over restarts. */
  get knownUnixMs(): number | null {
    return this.#knownUnixMs;
  }

  /** True: what is too old by this clock is. */
  holds(time: VolumeTime): boolean {
    if (!this.#agrees(time) && !this.#heldLong(time)) return false;
    this.#knownUnixMs = time.unixMs;
    this.#knownMonotonicMs = time.monotonicMs;
    this.#doubted = null;
    return true;
  }

  #agrees({ unixMs, monotonicMs }: VolumeTime): boolean {
    if (this.#knownUnixMs === null) return true;
    const offByMs = unixMs - this.#knownUnixMs;
    if (this.#knownMonotonicMs === null) return offByMs >= -MAX_CLOCK_STEP_MS && offByMs <= MAX_OFF_MS;
    return Math.abs(offByMs - (monotonicMs - this.#knownMonotonicMs)) <= MAX_CLOCK_STEP_MS;
  }

  #heldLong({ unixMs, monotonicMs }: VolumeTime): boolean {
    const offsetMs = unixMs - monotonicMs;
    if (this.#doubted === null || Math.abs(offsetMs - this.#doubted.offsetMs) > MAX_CLOCK_STEP_MS) {
      this.#doubted = { offsetMs, sinceMonotonicMs: monotonicMs };
    }
    return monotonicMs - this.#doubted.sinceMonotonicMs >= CLOCK_HOLDS_AFTER_MS;
  }
}
