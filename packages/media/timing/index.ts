export { DecodeOrder, type OrderedUnit } from './decode-order.ts';
export type { NewRunNeeded, NewRunReason, Placed, Placement } from './placement.ts';
export { SampleSequencer } from './sample-sequencer.ts';
