export {
  DecodeOrder,
  type DecodeOrderOptions,
  MAX_HOLE_SECONDS,
  MAX_MOVED_SECONDS,
  type OrderedUnit,
} from './decode-order.ts';
export type { NewRunNeeded, NewRunReason, Placed, Placement } from './placement.ts';
export {
  SampleSequencer,
  type SequencedSample,
  type SequencedUnit,
  type SequencerOptions,
} from './sample-sequencer.ts';
