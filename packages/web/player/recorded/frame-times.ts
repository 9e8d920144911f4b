/** When each picture of loaded footage is shown: what steps from frame to frame go by. Pure. */
import { parseFragment } from '../parse-fragment.ts';

/**
 * Where the pictures of a fragment lie on their run's media time, in order of presentation (ISO/IEC 14496-12, 8.8.8: decode time and
 * composition offset).
 * @returns ticks of the run's timescale; null: it is no fragment of ours
 */
export function presentationTicksOf(
  fragment: Uint8Array,
): { readonly startTicks: number; readonly endTicks: number; readonly pictures: readonly number[] } | null {
  const found = parseFragment(fragment);
  if (found === null) return null;
  const pictures = found.samples.map((sample) => sample.dtsTicks + sample.compositionOffsetTicks);
  const endTicks = found.samples.reduce((end, { durationTicks }) => end + durationTicks, found.startTicks);
  return { startTicks: found.startTicks, endTicks, pictures: pictures.toSorted((a, b) => a - b) };
}

/** Two times closer than this are one picture: media time is kept in microseconds, 240 pictures a second are 4 ms apart. */
const SAME_MS = 1;
/** Pictures that an interval is made of: asked for ten times a second. */
const INTERVALS = 50;

/** Instants of pictures that follow each other without anything unknown between them. */
export class FrameTimes {
  #times: number[] = [];

  get length(): number {
    return this.#times.length;
  }

  /** In any order, again and again: each picture counts once. */
  add(unixMs: number): void {
    const at = this.#firstFrom(unixMs - SAME_MS);
    const there = this.#times[at];
    if (there !== undefined && there <= unixMs + SAME_MS) return;
    this.#times.splice(at, 0, unixMs);
  }

  /** The picture on show at an instant: the last one that begins then or before; null: none is known. */
  at(unixMs: number): number | null {
    return this.#times[this.#firstFrom(unixMs + SAME_MS, true) - 1] ?? null;
  }

  /** The one behind the picture on show. */
  after(unixMs: number): number | null {
    return this.#times[this.#firstFrom(unixMs + SAME_MS, true)] ?? null;
  }

  /** The one before the picture on show. */
  before(unixMs: number): number | null {
    const shown = this.#firstFrom(unixMs + SAME_MS, true) - 1;
    return shown < 1 ? null : (this.#times[shown - 1] ?? null);
  }

  /** Between pictures, by the middle of the newest that are known; null: too few are. */
  intervalMs(): number | null {
    const newest = this.#times.slice(-INTERVALS);
    const steps = newest.slice(1).map((time, index) => time - (newest[index] ?? time));
    return steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? null;
  }

  /** Forgets what is earlier. */
  dropBefore(unixMs: number): void {
    this.#times.splice(0, this.#firstFrom(unixMs));
  }

  clear(): void {
    this.#times = [];
  }

  /** Number of the first that is not before the instant; `beyond`: that is behind it. */
  #firstFrom(unixMs: number, beyond = false): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const time = this.#times[middle] ?? 0;
      if (beyond ? time <= unixMs : time < unixMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
