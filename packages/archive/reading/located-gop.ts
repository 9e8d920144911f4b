/** Where the pictures around an instant lie. */
import type { ByteRange, SegmentReference } from './segment-reference.ts';

/** Bytes that follow each other in one segment file: one read. */
export interface GopPiece extends ByteRange {
  readonly segment: SegmentReference;
}

/**
 * A GOP by the bytes that hold it, for whoever reads them himself. The recording may go on: of the newest GOP it is
 * what was complete.
 */
export interface LocatedGop {
  /** The segment that begins the GOP. Its file begins with the init segment. */
  readonly segment: SegmentReference;
  readonly init: ByteRange;
  /** Site time of the sync sample, and of the end of the GOP (of what is complete of it). */
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  /** Decode ticks that belong to the asked instant, in the run's timescale. */
  readonly ticks: number;
  readonly timescale: number;
  readonly codecString: string;
  /** From the sync sample to the end of the fragment that holds the instant: more than one only across files. */
  readonly toInstant: readonly GopPiece[];
  /** From the sync sample to the end of the GOP. */
  readonly whole: readonly GopPiece[];
}
