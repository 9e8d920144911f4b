/** Collects the samples of one continuous run of one track for a progressive movie, in typed arrays. */
import type { Sample } from '../stream/index.ts';

/** Where a run is shown. All in ticks of the track's timescale. */
export interface ExportEdit {
  /** On the movie's time line, from its beginning. Edits of a track are in order and don't overlap. */
  readonly movieStartTicks: number;
  /** Presentation time (not decode time) of the first instant to show, on the run's own time line, i.e. that of `Sample.dtsTicks`. */
  readonly mediaStartTicks: number;
  readonly durationTicks: number;
}

/** One run, ready for `planProgressiveMovie`. */
export interface ExportRun {
  readonly edit: ExportEdit;
  readonly sampleCount: number;
  /** Decode time of the first sample. */
  readonly firstDtsTicks: number;
  readonly sizesBytes: Uint32Array;
  readonly durationsTicks: Uint32Array;
  readonly compositionOffsetsTicks: Uint32Array;
  /** 1 where decoding may begin. */
  readonly sync: Uint8Array;
  /** Chunks: samples that lie behind each other in one source. */
  readonly chunkSampleCounts: Uint32Array;
  /** The number handed to `append`: which file, by the caller's own count. */
  readonly chunkSources: Uint32Array;
  readonly chunkSourceOffsetsBytes: Float64Array;
}

export class ExportRunBuilder {
  /**
   * Appends samples whose bytes lie behind each other in source `source` from `sourceOffsetBytes`: a fragment,
   * or part of one, beginning at the run's first sync sample. Leading pictures of the run's first sync sample
   * can't be decoded and are left out of the movie.
   */
  append(samples: readonly Sample[], source: number, sourceOffsetBytes: number): void {
    throw new Error(`not yet: ${samples.length} ${source} ${sourceOffsetBytes}`);
  }

  /** The run. The builder must not be used any more. */
  finish(edit: ExportEdit): ExportRun {
    throw new Error(`not yet: ${edit.durationTicks}`);
  }
}
