/** One track of a progressive movie, its runs laid end to end: the tables and the chunks before they have a place. */
import type { ExportRun } from './export-run.ts';
import { GrowingUint32, RunLengths } from './growing-array.ts';

export interface ExportTrack {
  readonly kind: 'video' | 'audio';
  /** The whole sample entry box, as `InitSegment.sampleEntry` or `createSampleEntry` give it. One set for all runs. */
  readonly sampleEntry: Uint8Array;
  readonly timescale: number;
  /** In order of `movieStartTicks`. */
  readonly runs: readonly ExportRun[];
}

export interface LaidEdit {
  readonly durationMovieTicks: number;
  /** Null is an empty edit: a gap. */
  readonly mediaStartTicks: number | null;
}

export interface LaidTrack {
  readonly track: ExportTrack;
  readonly sampleCount: number;
  readonly mediaTicks: number;
  /** Sum of the edits, in ticks of the movie. */
  readonly durationMovieTicks: number;
  readonly edits: readonly LaidEdit[];
  /** Count and value in turn, as in `stts` and `ctts`; empty when all offsets are 0. */
  readonly times: Uint32Array;
  readonly compositionOffsets: Uint32Array;
  /** Numbers from 1, as in `stss`; null when every sample is one. */
  readonly syncNumbers: Uint32Array | null;
  /** First chunk from 1 and samples in turn, as in `stsc`. */
  readonly samplesPerChunk: Uint32Array;
  readonly chunkSizesBytes: Float64Array;
  /** When the chunk's first sample is decoded, on the movie's time line: for interleaving. */
  readonly chunkSeconds: Float64Array;
}

/** @throws TypeError when edits overlap or a number leaves its box */
export function layTrack(track: ExportTrack, movieTimescale: number): LaidTrack {
  const tables = new TrackTables();
  const edits = new EditList(track.timescale, movieTimescale);
  let mediaTicks = 0;
  for (const [index, run] of track.runs.entries()) {
    edits.push(run, mediaTicks);
    mediaTicks += tables.push(run, index + 1 < track.runs.length);
  }
  const chunks = chunkColumns(track);
  return {
    track,
    sampleCount: tables.sampleCount,
    mediaTicks,
    durationMovieTicks: edits.durationMovieTicks,
    edits: edits.edits,
    times: tables.times.pairs(),
    compositionOffsets: tables.reordered ? tables.compositionOffsets.pairs() : new Uint32Array(0),
    syncNumbers: tables.syncNumbers.length === tables.sampleCount ? null : tables.syncNumbers.view(),
    ...chunks,
  };
}

/** Sample tables over all runs. */
class TrackTables {
  readonly times = new RunLengths();
  readonly compositionOffsets = new RunLengths();
  readonly syncNumbers = new GrowingUint32();
  sampleCount = 0;
  reordered = false;

  /**
   * Returns the ticks that the run takes on the media's time line. Where another follows, its last sample lasts
   * until everything of it has been shown, so that no picture of one run lies inside the other's edit.
   */
  push(run: ExportRun, anotherFollows: boolean): number {
    let dts = 0;
    let shownUntil = 0;
    const last = run.sampleCount - 1;
    for (let i = 0; i <= last; i += 1) {
      let duration = run.durationsTicks[i] ?? 0;
      const offset = run.compositionOffsetsTicks[i] ?? 0;
      shownUntil = Math.max(shownUntil, dts + offset + duration);
      if (i === last && anotherFollows) duration = Math.max(duration, shownUntil - dts);
      this.times.push(duration);
      this.compositionOffsets.push(offset);
      if (offset !== 0) this.reordered = true;
      this.sampleCount += 1;
      if (run.sync[i] === 1) this.syncNumbers.push(this.sampleCount);
      dts += duration;
    }
    return dts;
  }
}

/** Edits on the movie's time line. Start and end are rounded, never the length: nothing adds up. */
class EditList {
  readonly edits: LaidEdit[] = [];
  durationMovieTicks = 0;
  readonly #timescale: number;
  readonly #movieTimescale: number;

  constructor(timescale: number, movieTimescale: number) {
    this.#timescale = timescale;
    this.#movieTimescale = movieTimescale;
  }

  /** `mediaTicks`: where the run's first decode time lies on the media's time line. */
  push(run: ExportRun, mediaTicks: number): void {
    const { movieStartTicks, mediaStartTicks, durationTicks } = run.edit;
    const start = this.#movieTicksOf(movieStartTicks);
    const end = this.#movieTicksOf(movieStartTicks + durationTicks);
    if (end === start) return;
    if (start < this.durationMovieTicks) {
      throw new TypeError(`edit.movieStartTicks: ${movieStartTicks} lies in the edit before`);
    }
    if (start > this.durationMovieTicks) {
      this.edits.push({ durationMovieTicks: start - this.durationMovieTicks, mediaStartTicks: null });
    }
    this.edits.push({
      durationMovieTicks: end - start,
      mediaStartTicks: mediaTicks + mediaStartTicks - run.firstDtsTicks,
    });
    this.durationMovieTicks = end;
  }

  #movieTicksOf(ticks: number): number {
    return this.#timescale === this.#movieTimescale
      ? ticks
      : Math.round((ticks * this.#movieTimescale) / this.#timescale);
  }
}

function chunkColumns(track: ExportTrack) {
  const chunkCount = track.runs.reduce((sum, run) => sum + run.chunkSampleCounts.length, 0);
  const chunkSizesBytes = new Float64Array(chunkCount);
  const chunkSeconds = new Float64Array(chunkCount);
  const samplesPerChunk = new GrowingUint32();
  let chunk = 0;
  let samplesBefore = 0;
  for (const run of track.runs) {
    let sample = 0;
    let ticks = run.edit.movieStartTicks - (run.edit.mediaStartTicks - run.firstDtsTicks);
    for (const samples of run.chunkSampleCounts) {
      chunkSeconds[chunk] = ticks / track.timescale;
      let sizeBytes = 0;
      for (const end = sample + samples; sample < end; sample += 1) {
        sizeBytes += run.sizesBytes[sample] ?? 0;
        ticks += run.durationsTicks[sample] ?? 0;
      }
      chunkSizesBytes[chunk] = sizeBytes;
      chunk += 1;
      if (samples !== samplesBefore) {
        samplesPerChunk.push(chunk);
        samplesPerChunk.push(samples);
        samplesBefore = samples;
      }
    }
  }
  return { chunkSizesBytes, chunkSeconds, samplesPerChunk: samplesPerChunk.view() };
}
