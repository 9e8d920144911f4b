/** Writes a fragment: `prft`, `moof` and `mdat` of one track, in one buffer for one append. */
import type { Sample } from '../stream/index.ts';

export interface FragmentOptions {
  /** `mfhd` counts fragments from 1 within a segment file (or a live channel). */
  readonly sequenceNumber: number;
  /** Site time of the first sample in decoding order; milliseconds survive `prft` exactly. */
  readonly wallStartUnixMs: number;
  /** In decoding order, at least one. Each next `dtsTicks` is the one before plus its `durationTicks`. */
  readonly samples: readonly Sample[];
  /** The bytes of each sample, `sizeBytes` long. Only read; free again on return. */
  readonly data: readonly Uint8Array[];
  /** False leaves `prft` out: live fragments of one access unit carry their wall time beside them. */
  readonly prft?: boolean;
}

/** What a fragment weighs besides its samples: `prft` (unless left out), `moof`, and the header of `mdat`. */
export function fragmentOverheadBytes(sampleCount: number, prft = true): number {
  return sampleCount * 16 + (prft ? 32 : 0) + 8;
}

/** The fragment, in a buffer of its own. */
export function writeFragment(options: FragmentOptions): Uint8Array {
  throw new Error(`not yet: ${options.sequenceNumber}`);
}
