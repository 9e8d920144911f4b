/** Joins segments into the spans that a time line draws. */
import type { SegmentExtent } from '../index/span-index.ts';

/**
 * Runs that come closer than this are drawn as one span: a frame at 4 fps. A reconnection takes longer; a new format or
 * a disk change touches exactly, and site time between two runs is known to some tens of milliseconds.
 */
export const SPAN_TOUCH_MS = 250;

/**
 * Footage without a visible interruption, the end excluded. Belongs to its merger: the end moves while segments follow.
 */
export interface Span {
  readonly startUnixMs: number;
  endUnixMs: number;
}

/** Takes segments one after the other; `spans` is the answer at any time, clipped to the asked span. */
export class SpanMerger {
  readonly spans: Span[] = [];
  readonly #fromUnixMs: number;
  readonly #toUnixMs: number;
  #runKey: string | number = '';
  #endTicks = -1;
  #endUnixMs = Number.NEGATIVE_INFINITY;
  /** Something came apart since the last span, perhaps outside of what is asked. */
  #apart = true;

  constructor(fromUnixMs: number, toUnixMs: number) {
    this.#fromUnixMs = fromUnixMs;
    this.#toUnixMs = toUnixMs;
  }

  /**
   * Segments of one run whose ticks follow each other belong together whatever their wall times say (they are
   * estimates); others only where they touch. A clock that went back begins a new span.
   */
  push(segment: SegmentExtent): void {
    const goesOn = segment.runKey === this.#runKey && segment.startTicks === this.#endTicks;
    const touches = Math.abs(segment.startUnixMs - this.#endUnixMs) <= SPAN_TOUCH_MS;
    this.#apart ||= !goesOn && !touches;
    this.#runKey = segment.runKey;
    this.#endTicks = segment.startTicks + segment.durationTicks;
    this.#endUnixMs = segment.endUnixMs;
    const startUnixMs = Math.max(segment.startUnixMs, this.#fromUnixMs);
    const endUnixMs = Math.min(segment.endUnixMs, this.#toUnixMs);
    if (endUnixMs <= startUnixMs) return;
    const last = this.spans.at(-1);
    if (last !== undefined && !this.#apart) last.endUnixMs = Math.max(last.endUnixMs, endUnixMs);
    else this.spans.push({ startUnixMs, endUnixMs });
    this.#apart = false;
  }
}
