/** The answers of decode ordering: data, because every one of them comes from what a camera sends. */

/** Why the unit can't follow the one before it in the same run. */
export type NewRunReason = 'reorder-depth-raised' | 'time-jumped-ahead' | 'time-jumped-back';

/** A unit's place in decoding order. */
export interface Placed {
  readonly kind: 'placed';
  readonly dtsTicks: number;
  /** Presentation minus decode time; never negative. */
  readonly compositionOffsetTicks: number;
  /** How far the presentation time was moved ahead to stay after its predecessor; 0 for a camera that keeps time. */
  readonly movedTicks: number;
}

/**
 * The unit was not placed. Whoever owns the run ends it, makes a new sequencer with `reorderDepth`, and pushes from
 * the next sync unit on (this one, if it is sync).
 */
export interface NewRunNeeded {
  readonly kind: 'new-run';
  readonly reason: NewRunReason;
  /** The depth to start the new run with; worth keeping for the camera's next connection. Null: still unknown. */
  readonly reorderDepth: number | null;
}

/** A place in the run, or the reason why the unit must begin a new one. */
export type Placement = Placed | NewRunNeeded;
