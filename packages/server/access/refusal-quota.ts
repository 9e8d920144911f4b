/** How many refusals may be written down: a flood of wrong tries must not fill the audit log. */

/** A minute; more of them are counted in the next entry. */
const REFUSALS_A_MINUTE = 60;

/** One for a server. */
export class RefusalQuota {
  readonly #monotonicMs: () => number;
  #minute = -1;
  #written = 0;
  #unwritten = 0;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** How many were left out since the last one; null: this one is left out as well. */
  take(): number | null {
    const minute = Math.floor(this.#monotonicMs() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#written = 0;
    }
    if (this.#written >= REFUSALS_A_MINUTE) {
      this.#unwritten += 1;
      return null;
    }
    this.#written += 1;
    const unwritten = this.#unwritten;
    this.#unwritten = 0;
    return unwritten;
  }
}
