/** A movie down to where each sample lies: what the readers of whole files answer. */
import type { StreamFormat } from '../stream/index.ts';

/** One track: parallel arrays in decoding order, one entry a sample. */
export interface MovieTrack {
  readonly trackId: number;
  readonly format: StreamFormat;
  readonly sampleEntry: Uint8Array;
  readonly timescale: number;
  readonly sampleCount: number;
  readonly offsetsBytes: Float64Array;
  readonly sizesBytes: Uint32Array;
  readonly dtsTicks: Float64Array;
  /** Presentation minus decode time; may be negative in files of others. */
  readonly compositionOffsetsTicks: Int32Array;
  readonly durationsTicks: Uint32Array;
  readonly sync: Uint8Array;
  /** `elst`; empty when the file has none. */
  readonly edits: readonly MovieEdit[];
}

/** One entry of an edit list (`elst`). */
export interface MovieEdit {
  /** In ticks of the movie's timescale. */
  readonly durationMovieTicks: number;
  /** In ticks of the track; null is an empty edit. */
  readonly mediaStartTicks: number | null;
}

/** A whole movie as its `moov` describes it, whichever program wrote it. */
export interface Movie {
  /** Of the movie header: the unit of edits. */
  readonly timescale: number;
  readonly creationUnixMs: number;
  /** Empty when there is none. */
  readonly title: string;
  /** Video and sound with a known codec and length prefixes of 4 bytes; other tracks are left out. */
  readonly tracks: readonly MovieTrack[];
}
