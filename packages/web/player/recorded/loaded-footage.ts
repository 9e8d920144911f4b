/** What is known of the footage that a player has fetched: from when to when, its pictures' times, and where nothing was recorded. Pure. */
import { FrameTimes } from './frame-times.ts';

/** A picture that is on for longer than this and three of its neighbours is followed by a hole. */
export const HELD_MS = 3000;

/** Of one stretch without holes but those of the recording; `begin` forgets it for another. */
export class LoadedFootage {
  readonly frames = new FrameTimes();
  fromUnixMs = 0;
  toUnixMs = 0;
  /** Nothing was recorded here, by the last answers. */
  #emptyFromUnixMs = 0;
  #emptyToUnixMs = 0;

  /** Another stretch, of which nothing is here yet; that nothing was recorded somewhere stays true. */
  begin(unixMs: number): void {
    this.frames.clear();
    this.fromUnixMs = Math.floor(unixMs);
    this.toUnixMs = this.fromUnixMs;
  }

  /** Whether what was recorded then is here. */
  has(unixMs: number): boolean {
    return unixMs >= this.fromUnixMs && unixMs < this.toUnixMs;
  }

  /**
   * Whether the archive said that there is nothing at the instant, or has given what there is and no picture lies near.
   * @param allPictures the times of all pictures are known, not of key frames only
   */
  isEmptyAt(unixMs: number, allPictures: boolean): boolean {
    if (unixMs >= this.#emptyFromUnixMs && unixMs < this.#emptyToUnixMs) return true;
    const picture = allPictures && this.has(unixMs) ? this.frames.at(unixMs) : null;
    return picture !== null && unixMs - picture > HELD_MS + 3 * (this.frames.intervalMs() ?? 0);
  }

  /** The archive has nothing of this stretch; stretches that touch are one. */
  setEmpty(fromUnixMs: number, toUnixMs: number): void {
    const goesOn = fromUnixMs <= this.#emptyToUnixMs && toUnixMs >= this.#emptyFromUnixMs;
    this.#emptyFromUnixMs = goesOn ? Math.min(fromUnixMs, this.#emptyFromUnixMs) : fromUnixMs;
    this.#emptyToUnixMs = goesOn ? Math.max(toUnixMs, this.#emptyToUnixMs) : toUnixMs;
  }

  /** There is something from then on: what was just recorded reaches the disk later than it is asked for. */
  setRecordedFrom(unixMs: number): void {
    if (unixMs >= this.#emptyFromUnixMs) this.#emptyToUnixMs = Math.min(this.#emptyToUnixMs, unixMs);
  }

  /** Forgets what is earlier. */
  dropBefore(unixMs: number): void {
    this.frames.dropBefore(unixMs);
    this.fromUnixMs = unixMs;
  }
}
