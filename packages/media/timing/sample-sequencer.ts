/**
 * Gives the access units of one run their decode times and durations. A sample's true duration is the distance to the
 * next decode time and so known one unit later; a fragment that can't wait writes the prediction.
 */
import type { AccessUnit } from '../stream/index.ts';
import { DecodeOrder } from './decode-order.ts';
import type { NewRunNeeded } from './placement.ts';

/** What a sequencer reads of a unit: an AccessUnit, with picture order where the depacketizer knows it. */
export type SequencedUnit = Pick<AccessUnit, 'ptsTicks' | 'durationTicks'> & {
  readonly pictureOrderCount?: number | null;
  readonly startsOrder?: boolean;
  readonly leadingMayFollow?: boolean;
};

/** What is known of the run's stream before its first unit. */
export interface SequencerOptions {
  readonly timescale: number;
  /** Of the format, or learned in an earlier run; null: unknown, starts at 0 and learns. Sound: 0. */
  readonly reorderDepth: number | null;
  /** Of the format; only for padding and the first prediction. */
  readonly declaredFrameTicks: number | null;
}

/** A unit in its place. Its true duration is the distance to the next one's decode time. */
export interface SequencedSample {
  readonly kind: 'placed';
  readonly dtsTicks: number;
  /** Never negative. */
  readonly compositionOffsetTicks: number;
  /** Best guess for a fragment that can't wait for the next unit; at least 1. */
  readonly predictedDurationTicks: number;
  /** How far the presentation time was moved ahead; 0 for a camera that keeps time. */
  readonly movedTicks: number;
}

/** First prediction where nothing is declared: 15 frames a second. */
const FIRST_GUESS_SECONDS = 1 / 15;

/** One run's order: make a new one for each run. */
export class SampleSequencer {
  readonly #order: DecodeOrder;
  #predictedTicks: number;
  #lastDtsTicks: number | null = null;
  #placedUnits = 0;

  constructor(options: SequencerOptions) {
    this.#order = new DecodeOrder(options);
    this.#predictedTicks =
      options.declaredFrameTicks ?? Math.max(1, Math.round(FIRST_GUESS_SECONDS * options.timescale));
  }

  /** Depth in use. */
  get reorderDepth(): number {
    return this.#order.reorderDepth;
  }

  /** Units in the order in which the depacketizer gave them. */
  push(unit: SequencedUnit): SequencedSample | NewRunNeeded {
    const placement = this.#order.place(unit);
    if (placement.kind === 'new-run') return placement;
    const { dtsTicks, compositionOffsetTicks, movedTicks } = placement;
    // Padding at the start of a run is no frame distance.
    const measured =
      this.#lastDtsTicks !== null && this.#placedUnits > this.#order.reorderDepth
        ? dtsTicks - this.#lastDtsTicks
        : null;
    this.#predictedTicks = unit.durationTicks ?? measured ?? this.#predictedTicks;
    this.#lastDtsTicks = dtsTicks;
    this.#placedUnits += 1;
    return {
      kind: 'placed',
      dtsTicks,
      compositionOffsetTicks,
      predictedDurationTicks: Math.max(1, this.#predictedTicks),
      movedTicks,
    };
  }

  /** Duration to write for the last unit when the run ends: the prediction. Null: nothing was placed. */
  lastDurationTicks(): number | null {
    return this.#lastDtsTicks === null ? null : Math.max(1, this.#predictedTicks);
  }
}
