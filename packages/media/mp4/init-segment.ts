/** Writes an init segment: `ftyp` and a `moov` without samples, at the head of every segment file. */
import type { StreamFormat } from '../stream/index.ts';

export interface InitSegmentOptions {
  readonly format: StreamFormat;
  /** Kept to the second: that is what the boxes hold. */
  readonly creationUnixMs: number;
  /** Title of the file; any Unicode text, may be empty. */
  readonly cameraName: string;
}

/** The init segment, in a buffer of its own. Equal input gives equal bytes. */
export function createInitSegment(options: InitSegmentOptions): Uint8Array {
  throw new Error(`not yet: ${options.cameraName}`);
}
