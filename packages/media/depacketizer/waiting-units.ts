/** Whole units until they are pulled, for sound and pictures alike. */
import type { DepacketizedUnit } from './depacketizer.ts';

/** One packet can hold hundreds of units of AAC, and several pictures; more than this means that nobody pulls. */
export const MAX_WAITING_UNITS = 1024;

/** First in, first out; a packet can exceed the limit by what it holds itself. */
export class WaitingUnits {
  #units: DepacketizedUnit[] = [];
  #next = 0;

  push(unit: DepacketizedUnit): void {
    this.#units.push(unit);
  }

  pull(): DepacketizedUnit | null {
    const unit = this.#units[this.#next];
    if (unit === undefined) return null;
    this.#next += 1;
    if (this.#next === this.#units.length) {
      this.#units = [];
      this.#next = 0;
    }
    return unit;
  }

  /** TypeError: the caller doesn't pull. */
  requirePulled(): void {
    const count = this.#units.length - this.#next;
    if (count < MAX_WAITING_UNITS) return;
    throw new TypeError(`pull() must be called until null after each push(): ${count} units wait`);
  }
}
