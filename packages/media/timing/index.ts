export type { NewRunNeeded, NewRunReason, Placed, Placement } from './placement.ts';
export type { SequencedSample, SequencedUnit, SequencerOptions } from './sample-sequencer.ts';
