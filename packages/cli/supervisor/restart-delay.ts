/**
 * How long a process that ended waits before it is started again: at once the first time, then doubling to a limit, so
 * that a broken process neither stays away nor burns the machine. Time up resets it.
 */
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** A process that was up this long has shown that it works. */
const PROVEN_AFTER_MS = 60_000;

/** Counts quick deaths and gives the wait before the next start. */
export class RestartDelay {
  #quickDeaths = 0;

  /** @param upMs how long the process that just ended had been up. @returns milliseconds to wait. */
  afterDeath(upMs: number): number {
    if (upMs >= PROVEN_AFTER_MS) this.#quickDeaths = 0;
    this.#quickDeaths += 1;
    if (this.#quickDeaths === 1) return 0;
    return Math.min(FIRST_DELAY_MS * 2 ** (this.#quickDeaths - 2), LONGEST_DELAY_MS);
  }
}
