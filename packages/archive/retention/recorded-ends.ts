/** When segments were recorded, where the clock was set meanwhile: what is deleted for its age must be as old as it looks. */
import type { IndexQueries } from '../index/index-queries.ts';
import type { SegmentRow } from '../index/index-rows.ts';
import { MAX_CLOCK_STEP_MS } from './clock-trust.ts';

/** Of one stream, at one instant. */
export class RecordedEnds {
  readonly #index: IndexQueries;
  readonly #streamId: number;
  readonly #latestUnixMs: number;
  /** By run: how much the clock was set ahead later. */
  readonly #stepsMs = new Map<number, number>();
  #dated: SegmentRow | null = null;

  constructor(index: IndexQueries, streamId: number, nowUnixMs: number) {
    this.#index = index;
    this.#streamId = streamId;
    this.#latestUnixMs = nowUnixMs + MAX_CLOCK_STEP_MS;
  }

  /**
   * The segment's end by the clock as it was set afterwards. One in the future was recorded by a wrong clock: it is as old as the
   * next one that isn't; infinite where none is.
   */
  of(segment: SegmentRow): number {
    const endUnixMs = this.#corrected(segment);
    if (endUnixMs <= this.#latestUnixMs) return endUnixMs;
    if (this.#dated === null || this.#dated.seq <= segment.seq) {
      this.#dated = this.#index.segmentAfterEndingBy(this.#streamId, segment.seq, this.#latestUnixMs);
    }
    return this.#dated === null ? Number.POSITIVE_INFINITY : this.#corrected(this.#dated);
  }

  #corrected({ runId, endUnixMs }: SegmentRow): number {
    let stepsMs = this.#stepsMs.get(runId);
    if (stepsMs === undefined) {
      stepsMs = this.#index.clockStepsAfterMs(this.#streamId, runId);
      this.#stepsMs.set(runId, stepsMs);
    }
    return endUnixMs + stepsMs;
  }
}
