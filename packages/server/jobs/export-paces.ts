/** How fast exports are prepared and sent on this machine: learned from those that were, so that the next one's time is foretold. */

/** Until one was prepared: 24 h of 1-s fragments take about 1.5 s on the slowest machine that was measured. */
const PREPARE_MS_AN_HOUR = 60;
/** Until one was fetched: a network of 100 Mbit/s. */
const BYTES_A_SECOND = 12_500_000;
/** How much the newest one tells. */
const NEWEST_SHARE = 0.3;
/** Less says more about the start than about the pace. */
const LEAST_PREPARED_MS = 60_000;
const LEAST_SENT_BYTES = 1_000_000;
const HOUR_MS = 3_600_000;

/** Kept in memory: a new process begins with the constants above. */
export class ExportPaces {
  #prepareMsAnHour = PREPARE_MS_AN_HOUR;
  #bytesASecond = BYTES_A_SECOND;

  /** A camera's plan was made. */
  prepared(recordedMs: number, tookMs: number): void {
    if (recordedMs < LEAST_PREPARED_MS) return;
    this.#prepareMsAnHour = mixed(this.#prepareMsAnHour, (tookMs * HOUR_MS) / recordedMs);
  }

  /** A file or a ZIP was sent to its end. */
  sent(bytes: number, tookMs: number): void {
    if (bytes < LEAST_SENT_BYTES) return;
    this.#bytesASecond = mixed(this.#bytesASecond, (bytes * 1000) / Math.max(1, tookMs));
  }

  prepareMs(recordedMs: number): number {
    return Math.ceil((recordedMs * this.#prepareMsAnHour) / HOUR_MS);
  }

  sendMs(bytes: number): number {
    return Math.ceil((bytes * 1000) / this.#bytesASecond);
  }
}

function mixed(before: number, newest: number): number {
  return before * (1 - NEWEST_SHARE) + newest * NEWEST_SHARE;
}
