/**
 * An element that has footage and does not go on: Chromium may stay at its last picture after it ran dry, though what comes next was appended
 * meanwhile over what it was decoding. Placed anew where it stands it goes on.
 */

/** Longer than any decoder takes that has begun. */
const PATIENCE_MS = 2000;
/** So much lies before it: more than a browser keeps back. */
const LEAST_AHEAD_S = 0.5;

/** Of one element. */
export class StalledDecoder {
  #sinceMs: number | null = null;

  /** @param nowMs monotonic; called some times a second */
  look(element: HTMLVideoElement, nowMs: number): void {
    const { seeking, readyState, error } = element;
    const isStalled =
      error === null &&
      !seeking &&
      readyState === HTMLMediaElement.HAVE_CURRENT_DATA &&
      aheadS(element) > LEAST_AHEAD_S;
    if (!isStalled) {
      this.#sinceMs = null;
      return;
    }
    this.#sinceMs ??= nowMs;
    if (nowMs - this.#sinceMs < PATIENCE_MS) return;
    this.#sinceMs = null;
    const { currentTime } = element;
    element.currentTime = currentTime;
  }
}

/** @returns how much is buffered without a hole from where the element stands, in seconds */
function aheadS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range += 1)
    if (buffered.start(range) <= currentTime && buffered.end(range) > currentTime)
      return buffered.end(range) - currentTime;
  return 0;
}
