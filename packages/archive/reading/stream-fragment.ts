/** A fragment on its way to a player. */
import type { SegmentReference } from './segment-reference.ts';

/**
 * One fragment with its bytes. Instants are site time, the end excluded; ticks are decode time of the run and not
 * comparable across a discontinuity.
 */
export interface StreamFragment {
  readonly segment: SegmentReference;
  /** Set with the first fragment and where a player must begin anew: another run, or something is missing before. */
  readonly discontinuity: {
    /** The run's init segment (ftyp + moov). */
    readonly init: Uint8Array;
    readonly codecString: string;
    readonly reason: string;
  } | null;
  readonly wallStartUnixMs: number;
  readonly wallEndUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly timescale: number;
  readonly startsOnSync: boolean;
  /** prft + moof + mdat; belongs to who takes it. */
  readonly bytes: Uint8Array;
}
