/** Names of segments and bytes in them, as readers hand them around: never a path. */
import type { StreamKey } from '../port/stream-key.ts';

/** One segment file. `seq` alone is not enough: a camera that moved to another volume begins again there. */
export interface SegmentReference {
  readonly volumeId: string;
  readonly stream: StreamKey;
  readonly seq: number;
}

/** Bytes `offsetBytes` up to, not including, `offsetBytes + sizeBytes` of a segment file. */
export interface ByteRange {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}
