/**
 * Plans a progressive movie out of samples that stay where they are: a header, and the byte ranges that follow
 * it in order. Nothing is re-encoded; edits hide the pre-roll and leave gaps empty.
 */
import type { ExportRun } from './export-run.ts';

export interface ExportTrack {
  readonly kind: 'video' | 'audio';
  /** The whole sample entry box, as `InitSegment.sampleEntry` or `createSampleEntry` give it. One set for all runs. */
  readonly sampleEntry: Uint8Array;
  readonly timescale: number;
  /** In order of `movieStartTicks`. */
  readonly runs: readonly ExportRun[];
}

export interface ProgressiveMovieOptions {
  /** One video track, or one and sound, or sound alone. The first track's timescale is the movie's. */
  readonly tracks: readonly ExportTrack[];
  /** Wall time of the movie's beginning; kept to the second. */
  readonly creationUnixMs: number;
  readonly cameraName: string;
}

/** Byte ranges that follow the header, in file order: parallel arrays, one entry a chunk. */
export interface ExportChunks {
  readonly count: number;
  readonly trackIndexes: Uint8Array;
  readonly sources: Uint32Array;
  readonly sourceOffsetsBytes: Float64Array;
  readonly sizesBytes: Float64Array;
  /** Where the chunk lies in the movie: ascending, for resuming at a byte. */
  readonly offsetsBytes: Float64Array;
}

export interface ProgressiveMoviePlan {
  /** `ftyp`, `moov` and the header of `mdat`. */
  readonly header: Uint8Array;
  readonly totalBytes: number;
  readonly chunks: ExportChunks;
  /** Ticks of the first track that its edits hide before what they show, from the first sync samples on. */
  readonly hiddenPreRollTicks: number;
}

/** The plan. Equal input gives equal bytes. */
export function planProgressiveMovie(options: ProgressiveMovieOptions): ProgressiveMoviePlan {
  throw new Error(`not yet: ${options.cameraName}`);
}
