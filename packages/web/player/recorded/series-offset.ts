/** Where series of fragments are placed on the wall time that all players share. Pure. */

/** Where a series goes on its media time runs on; estimates of wall time differ by less. */
const SAME_SERIES_S = 0.25;
/** Series remembered: those of a day with a reconnection every quarter of an hour. */
const MAX_KNOWN = 100;

/**
 * Offsets from media time to seconds since a base. A series that was seen before is placed where it was, whatever its newest estimate of
 * wall time says: footage that is fetched again lies exactly on what is there.
 */
export class SeriesOffsets {
  #known: { readonly timescale: number; readonly offsetS: number }[] = [];
  #timescale = 90_000;
  #offsetS: number | null = null;

  /** Another run, something is missing before, or another piece of the same. */
  begin(timescale: number): void {
    this.#timescale = timescale;
    this.#offsetS = null;
  }

  /** What is added to the media time of a fragment that begins at `startS`. */
  offsetOf(startS: number, ticks: number): number {
    if (this.#offsetS !== null) return this.#offsetS;
    const timescale = this.#timescale;
    const offsetS = startS - ticks / timescale;
    const same = this.#known.find(
      (one) => one.timescale === timescale && Math.abs(one.offsetS - offsetS) <= SAME_SERIES_S,
    );
    if (same === undefined) this.#known = [{ timescale, offsetS }, ...this.#known].slice(0, MAX_KNOWN);
    this.#offsetS = same?.offsetS ?? offsetS;
    return this.#offsetS;
  }
}
