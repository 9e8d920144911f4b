/**
 * Site time: the wall time of everything recorded. It is the monotonic clock plus an offset that follows the system clock
 * by at most 500 ppm, so that a correction by NTP neither repeats nor skips a moment of footage. A step of more than 1 s
 * (NTP's first answer after a power cut without a battery, or a person) would take more than half an hour to slew away: it is an event.
 */
import type { Clocks } from './clocks.ts';

/** The rate at which adjtime slews, and what a 1 s error needs 33 minutes for. */
export const MAX_SLEW_PPM = 500;
/** Slewing away a second takes 33 minutes; more is a step. */
export const STEP_THRESHOLD_MS = 1000;
/** How often `follow` should be called. */
export const FOLLOW_INTERVAL_MS = 250;

/** Between the readings of both clocks less than this must pass, or they are taken again: the process may be preempted. */
const MAX_READING_MS = 2;
const MAX_READINGS = 5;

/** What site time would have been, and what it is from here on, at one moment. */
export interface ClockStep {
  readonly beforeUnixMs: number;
  readonly afterUnixMs: number;
}

/** One for each process that records. */
export class SiteClock {
  readonly #clocks: Clocks;
  #offsetMs: number;
  #systemOffsetMs: number;
  #followedMonotonicMs: number;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
    const reading = this.#read();
    this.#offsetMs = reading.systemOffsetMs;
    this.#systemOffsetMs = reading.systemOffsetMs;
    this.#followedMonotonicMs = reading.monotonicMs;
  }

  /** Site time now; between two steps it never runs backwards. Not rounded. */
  nowUnixMs(): number {
    return this.#clocks.monotonicMs() + this.#offsetMs;
  }

  /** Site time of a monotonic instant not long ago. Not rounded. */
  atUnixMs(monotonicMs: number): number {
    return monotonicMs + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#clocks.monotonicMs();
  }

  /** Site time minus system time at the last `follow`: what is still to be slewed away. */
  get aheadMs(): number {
    return this.#offsetMs - this.#systemOffsetMs;
  }

  /** Moves towards the system clock; call it every FOLLOW_INTERVAL_MS. Returns the step that was taken, else null. */
  follow(): ClockStep | null {
    const { monotonicMs, systemOffsetMs } = this.#read();
    const elapsedMs = monotonicMs - this.#followedMonotonicMs;
    this.#followedMonotonicMs = monotonicMs;
    this.#systemOffsetMs = systemOffsetMs;
    const behindMs = systemOffsetMs - this.#offsetMs;
    if (Math.abs(behindMs) > STEP_THRESHOLD_MS) {
      const beforeUnixMs = monotonicMs + this.#offsetMs;
      this.#offsetMs = systemOffsetMs;
      return {
        beforeUnixMs: Math.round(beforeUnixMs),
        afterUnixMs: Math.round(monotonicMs + systemOffsetMs),
      };
    }
    const mostMs = (elapsedMs * MAX_SLEW_PPM) / 1e6;
    this.#offsetMs += Math.max(-mostMs, Math.min(mostMs, behindMs));
    return null;
  }

  #read(): { monotonicMs: number; systemOffsetMs: number } {
    for (let reading = 1; ; reading += 1) {
      const before = this.#clocks.monotonicMs();
      const systemUnixMs = this.#clocks.systemUnixMs();
      const after = this.#clocks.monotonicMs();
      if (after - before <= MAX_READING_MS || reading === MAX_READINGS) {
        return { monotonicMs: after, systemOffsetMs: systemUnixMs - (before + after) / 2 };
      }
    }
  }
}
