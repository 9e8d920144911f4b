/** Site time as a page takes it to be: what the server told, run on by this machine's monotonic clock. The desk's own time of day never counts. */

/** The two clocks of the page drift apart by more only when the machine slept or its clock was set. */
const SLEPT_MS = 2000;
/** The site's clock is slewed by at most 500 ppm, and crystals differ by 100. */
const DRIFT_PPM = 600;
/** What is told so late waited behind pictures on a slow network, as the newest of them does; or the site's clock was set back. A new connection tells. */
const QUEUED_MS = 30_000;

/** The two clocks of a page, in milliseconds. */
export interface PageClocks {
  readonly monotonicMs: () => number;
  /** Goes on while the machine sleeps, as the monotonic clock does not. */
  readonly wallMs: () => number;
}

const BROWSER: PageClocks = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/** One for each page, over all its connections. */
export class SiteClock {
  readonly #clocks: PageClocks;
  /** Site time minus this machine's monotonic clock. */
  #offsetMs: number | null = null;
  /** When that was told, by the monotonic clock. */
  #toldAtMs = 0;
  /** Wall clock minus monotonic clock when it was told. */
  #clocksApartMs = 0;

  constructor(clocks: PageClocks = BROWSER) {
    this.#clocks = clocks;
  }

  /** Null until it was told, and after the machine slept until it is told again. */
  unixMs(): number | null {
    return this.#offsetMs === null || this.#slept() ? null : this.#clocks.monotonicMs() + this.#offsetMs;
  }

  /**
   * Takes what the server told. It waits in line behind pictures, and on a slow network for long: believed as it comes, it would
   * make those pictures young. So what came faster stays, but for what the clocks may drift.
   * @param isFirst the first of its connection, which waited behind nothing
   * @returns false: it may have waited for very long, or been told before a sleep; another connection has to tell
   */
  hear(siteTimeUnixMs: number, isFirst: boolean): boolean {
    const nowMs = this.#clocks.monotonicMs();
    const toldMs = siteTimeUnixMs - nowMs;
    const keptMs = this.#keptOffsetMs(nowMs);
    const isLittleLate = keptMs !== null && keptMs - toldMs <= QUEUED_MS;
    if (!isLittleLate && !isFirst) return false;
    this.#offsetMs = isLittleLate ? Math.max(toldMs, keptMs) : toldMs;
    this.#toldAtMs = nowMs;
    this.#clocksApartMs = this.#clocks.wallMs() - nowMs;
    return true;
  }

  /** The least that the offset can be by now. */
  #keptOffsetMs(nowMs: number): number | null {
    if (this.#offsetMs === null || this.#slept()) return null;
    return this.#offsetMs - ((nowMs - this.#toldAtMs) * DRIFT_PPM) / 1e6;
  }

  #slept(): boolean {
    const { monotonicMs, wallMs } = this.#clocks;
    return Math.abs(wallMs() - monotonicMs() - this.#clocksApartMs) > SLEPT_MS;
  }
}
