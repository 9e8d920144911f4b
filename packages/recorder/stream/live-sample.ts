/** A sample on its way to viewers, and what makes a fragment of it: one access unit with the predicted duration (tfdt rules). */
import { writeFragmentHead } from '@matlang/media/mp4';
import type { AccessUnit } from '@matlang/media/stream';

/** The unit is shared with cache and fragment collector: nobody writes into it. */
export interface LiveSample {
  readonly kind: 'sample';
  readonly unit: AccessUnit;
  readonly dtsTicks: number;
  readonly compositionOffsetTicks: number;
  /** How far its presentation time was moved ahead; 0 for a camera that keeps time. */
  readonly movedTicks: number;
  /** Predicted; true once the next one came. */
  readonly durationTicks: number;
  readonly wallStartUnixMs: number;
  /** Counts samples of a stream from 1; wraps as mfhd does. */
  readonly sequenceNumber: number;
}

/** moof and the header of mdat: with the unit's bytes behind them they are its fragment. Without prft: the wall time travels beside it. */
export function writeLiveHead(sample: LiveSample): Uint8Array {
  const { unit } = sample;
  return writeFragmentHead({
    sequenceNumber: sample.sequenceNumber,
    wallStartUnixMs: sample.wallStartUnixMs,
    samples: [
      {
        dtsTicks: sample.dtsTicks,
        compositionOffsetTicks: sample.compositionOffsetTicks,
        durationTicks: sample.durationTicks,
        sizeBytes: unit.data.length,
        sync: unit.sync,
        leading: unit.leading,
        disposable: unit.disposable,
      },
    ],
    prft: false,
  });
}
