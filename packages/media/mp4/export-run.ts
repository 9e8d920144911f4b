/** Collects the samples of one continuous run of one track for a progressive movie, in typed arrays. */
import type { Sample } from '../stream/index.ts';
import { GrowingUint32 } from './growing-array.ts';
import { checkSample, isCount } from './sample-check.ts';

/** Where a run is shown. All in ticks of the track's timescale. */
export interface ExportEdit {
  /** On the movie's time line, from its beginning. Edits of a track are in order and don't overlap. */
  readonly movieStartTicks: number;
  /**
   * Presentation time (not decode time) of the first instant to show, on the run's own time line, i.e. that of
   * `Sample.dtsTicks`.
   */
  readonly mediaStartTicks: number;
  readonly durationTicks: number;
}

/** One run, ready for `planProgressiveMovie`. The arrays have one entry a sample or a chunk; nobody writes into them. */
export interface ExportRun {
  /** What was asked, less what can't be shown: before the first sync sample, after the last sample. */
  readonly edit: ExportEdit;
  readonly sampleCount: number;
  /** Decode time of the first sample. */
  readonly firstDtsTicks: number;
  /** Presentation time of the first sync sample, with which the run begins. */
  readonly firstPtsTicks: number;
  readonly sizesBytes: Uint32Array;
  readonly durationsTicks: Uint32Array;
  readonly compositionOffsetsTicks: Uint32Array;
  /** 1 where decoding may begin. */
  readonly sync: Uint32Array;
  /** Chunks: samples that lie behind each other in one source. */
  readonly chunkSampleCounts: Uint32Array;
  /** The number handed to `append`: which file, by the caller's own count. */
  readonly chunkSources: Uint32Array;
  readonly chunkSourceOffsetsBytes: Float64Array;
}

/** Takes samples in decoding order, from the run's sync sample at or before the first instant to show. */
export class ExportRunBuilder {
  readonly #sizesBytes = new GrowingUint32();
  readonly #durationsTicks = new GrowingUint32();
  readonly #compositionOffsetsTicks = new GrowingUint32();
  readonly #sync = new GrowingUint32();
  readonly #chunkSampleCounts = new GrowingUint32();
  readonly #chunkSources = new GrowingUint32();
  readonly #chunkSourceOffsetsBytes: number[] = [];
  #firstDtsTicks = 0;
  #firstPtsTicks = 0;
  #lastDtsTicks = 0;
  #endTicks = 0;
  #syncCount = 0;

  /**
   * Appends samples whose bytes lie behind each other in source `source` from `sourceOffsetBytes`: a fragment, or
   * part of one. Where decode times jump (sound was lost), the sample before lasts until the next. Leading
   * pictures of the run's first sync sample refer to pictures that are not there and are left out of the movie.
   * @throws TypeError when the run doesn't begin with a sync sample or decode times don't grow
   */
  append(samples: readonly Sample[], source: number, sourceOffsetBytes: number): void {
    if (!isCount(source, 0xffff_ffff)) throw new TypeError(`source: ${source}`);
    if (!isCount(sourceOffsetBytes, Number.MAX_SAFE_INTEGER)) {
      throw new TypeError(`sourceOffsetBytes: ${sourceOffsetBytes}`);
    }
    let offsetBytes = sourceOffsetBytes;
    let chunkSamples = 0;
    for (const [index, sample] of samples.entries()) {
      checkSample(sample, index);
      if (this.#syncCount === 1 && this.#isLeading(sample)) {
        this.#closeChunk(chunkSamples);
        chunkSamples = 0;
      } else {
        this.#push(sample, index);
        if (chunkSamples === 0) {
          this.#chunkSources.push(source);
          this.#chunkSourceOffsetsBytes.push(offsetBytes);
        }
        chunkSamples += 1;
      }
      offsetBytes += sample.sizeBytes;
    }
    this.#closeChunk(chunkSamples);
  }

  /** Shown before the first sync sample: flagged for H.265, known by its time alone for H.264's open GOPs. */
  #isLeading(sample: Sample): boolean {
    if (sample.sync) return false;
    return sample.leading || sample.dtsTicks + sample.compositionOffsetTicks < this.#firstPtsTicks;
  }

  #closeChunk(sampleCount: number): void {
    if (sampleCount > 0) this.#chunkSampleCounts.push(sampleCount);
  }

  #push(sample: Sample, index: number): void {
    if (this.#sizesBytes.length === 0) {
      if (!sample.sync) throw new TypeError(`samples[${index}].sync: a run begins with a sync sample`);
      this.#firstDtsTicks = sample.dtsTicks;
      this.#firstPtsTicks = sample.dtsTicks + sample.compositionOffsetTicks;
    } else {
      const previousTicks = sample.dtsTicks - this.#lastDtsTicks;
      if (!isCount(previousTicks, 0xffff_ffff) || previousTicks === 0) {
        throw new TypeError(`samples[${index}].dtsTicks: ${sample.dtsTicks} after ${this.#lastDtsTicks}`);
      }
      this.#durationsTicks.replaceLast(previousTicks);
    }
    if (sample.sync) this.#syncCount += 1;
    this.#sizesBytes.push(sample.sizeBytes);
    this.#durationsTicks.push(sample.durationTicks);
    this.#compositionOffsetsTicks.push(sample.compositionOffsetTicks);
    this.#sync.push(sample.sync ? 1 : 0);
    this.#lastDtsTicks = sample.dtsTicks;
    const endTicks = sample.dtsTicks + sample.compositionOffsetTicks + sample.durationTicks;
    if (endTicks > this.#endTicks) this.#endTicks = endTicks;
  }

  /**
   * The run; the builder must not be used any more. The edit loses what can't be shown; nothing may be left of
   * it, then the run stays out of the movie.
   * @throws TypeError for a run without samples or an edit with a negative or broken number
   */
  finish(edit: ExportEdit): ExportRun {
    if (this.#sizesBytes.length === 0) throw new TypeError('finish: the run has no samples');
    for (const [name, value] of Object.entries(edit)) {
      if (!isCount(value, Number.MAX_SAFE_INTEGER)) throw new TypeError(`edit.${name}: ${value}`);
    }
    const hiddenTicks = Math.max(0, this.#firstPtsTicks - edit.mediaStartTicks);
    const mediaStartTicks = edit.mediaStartTicks + hiddenTicks;
    const endTicks = Math.min(edit.mediaStartTicks + edit.durationTicks, this.#endTicks);
    return {
      edit: {
        movieStartTicks: edit.movieStartTicks + hiddenTicks,
        mediaStartTicks,
        durationTicks: Math.max(0, endTicks - mediaStartTicks),
      },
      sampleCount: this.#sizesBytes.length,
      firstDtsTicks: this.#firstDtsTicks,
      firstPtsTicks: this.#firstPtsTicks,
      sizesBytes: this.#sizesBytes.view(),
      durationsTicks: this.#durationsTicks.view(),
      compositionOffsetsTicks: this.#compositionOffsetsTicks.view(),
      sync: this.#sync.view(),
      chunkSampleCounts: this.#chunkSampleCounts.view(),
      chunkSources: this.#chunkSources.view(),
      chunkSourceOffsetsBytes: Float64Array.from(this.#chunkSourceOffsetsBytes),
    };
  }
}
