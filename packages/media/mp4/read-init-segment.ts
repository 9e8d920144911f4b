/** Reads an init segment back into a stream format. */
import type { StreamFormat } from '../stream/index.ts';

export interface InitSegment {
  /** `ftyp` and `moov` together: where the first fragment begins. */
  readonly sizeBytes: number;
  /**
   * What the sample entry says. `reorderDepth` and `declaredFrameTicks` are null: parsing parameter sets
   * is the codec's business.
   */
  readonly format: StreamFormat;
  /** The whole `avc1`, `hvc1`, `mp4a`, `alaw` or `ulaw` box, copied: what is hashed and compared. */
  readonly sampleEntry: Uint8Array;
  readonly creationUnixMs: number;
  readonly cameraName: string;
}

/**
 * Reads the init segment at the start of `bytes`; what follows it is not looked at.
 * @throws Mp4Error `truncated` when `bytes` ends inside it; 64 KiB hold every init segment written here.
 */
export function readInitSegment(bytes: Uint8Array): InitSegment {
  throw new Error(`not yet: ${bytes.length}`);
}
