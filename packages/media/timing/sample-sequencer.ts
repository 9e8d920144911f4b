/** Gives access units of one run their decode times and durations. */
import type { AccessUnit } from '../stream/index.ts';
import type { NewRunNeeded } from './placement.ts';

/** What a sequencer reads of a unit: an AccessUnit, with picture order where the depacketizer knows it. */
export type SequencedUnit = Pick<AccessUnit, 'ptsTicks' | 'durationTicks'> & {
  readonly pictureOrderCount?: number | null;
  readonly startsOrder?: boolean;
};

export interface SequencerOptions {
  readonly timescale: number;
  /** Of the format, or learned in an earlier run; null: unknown, starts at 0 and learns. */
  readonly reorderDepth: number | null;
  /** Of the format; only for padding and the first prediction. */
  readonly declaredFrameTicks: number | null;
}

/** A unit in its place. The true duration is known when the next one is placed. */
export interface SequencedSample {
  readonly kind: 'placed';
  readonly dtsTicks: number;
  readonly compositionOffsetTicks: number;
  /** Best guess for a fragment that can't wait for the next unit. */
  readonly predictedDurationTicks: number;
  /** True duration of the unit pushed before this one; null for the first of the run. */
  readonly previousDurationTicks: number | null;
  /** How far the presentation time was moved ahead; 0 for a camera that keeps time. */
  readonly movedTicks: number;
}

/** One run's order: make a new one for each run. */
export interface SampleSequencerShape {
  push(unit: SequencedUnit): SequencedSample | NewRunNeeded;
  /** Duration to write for the last unit when the run ends: the prediction. Null: nothing was placed. */
  lastDurationTicks(): number | null;
  /** Depth in use. */
  readonly reorderDepth: number;
}
