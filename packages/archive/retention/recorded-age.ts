/** How old segments are where the clock was set meanwhile: what is deleted for its age must be as old as it looks. */
import type { IndexQueries } from '../index/index-queries.ts';
import type { SegmentRow } from '../index/index-rows.ts';
import { MAX_CLOCK_STEP_MS } from './clock-trust.ts';

/** Of one stream, at one instant. */
export class RecordedAge {
  readonly #index: IndexQueries;
  readonly #streamId: number;
  readonly #cutoffUnixMs: number;
  readonly #latestUnixMs: number;
  /** By run: how much the clock was set ahead later. */
  readonly #stepsMs = new Map<number, number>();
  #dated: SegmentRow | null = null;

  /** Too old is what ended at `cutoffUnixMs` or before. */
  constructor(index: IndexQueries, streamId: number, cutoffUnixMs: number, nowUnixMs: number) {
    this.#index = index;
    this.#streamId = streamId;
    this.#cutoffUnixMs = cutoffUnixMs;
    this.#latestUnixMs = nowUnixMs + MAX_CLOCK_STEP_MS;
  }

  /**
   * By the clock as it was set afterwards, where the segment looks too old or lies in the future (one that looks young costs
   * no statement). One that lies in the future all the same is as old as the next one that doesn't.
   */
  isTooOld(segment: SegmentRow): boolean {
    const { endUnixMs } = segment;
    if (endUnixMs > this.#cutoffUnixMs && endUnixMs <= this.#latestUnixMs) return false;
    const correctedUnixMs = endUnixMs + this.#stepsAfterMs(segment.runId);
    if (correctedUnixMs <= this.#latestUnixMs) return correctedUnixMs <= this.#cutoffUnixMs;
    if (this.#dated === null || this.#dated.seq <= segment.seq) {
      this.#dated = this.#index.segmentAfterEndingBy(this.#streamId, segment.seq, this.#latestUnixMs);
    }
    if (this.#dated === null) return false;
    return this.#dated.endUnixMs + this.#stepsAfterMs(this.#dated.runId) <= this.#cutoffUnixMs;
  }

  #stepsAfterMs(runId: number): number {
    let stepsMs = this.#stepsMs.get(runId);
    if (stepsMs === undefined) {
      stepsMs = this.#index.clockStepsAfterMs(this.#streamId, runId);
      this.#stepsMs.set(runId, stepsMs);
    }
    return stepsMs;
  }
}
