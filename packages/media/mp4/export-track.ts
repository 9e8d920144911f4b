/** One track of a progressive movie, its runs laid end to end: the tables and the chunks before they have a place. */
import type { ExportRun } from './export-run.ts';
import { GrowingUint32, RunLengths } from './growing-array.ts';
import { layRuns, type PlacedRun, type Stretch } from './media-timeline.ts';

/** One track as it is asked for: runs of samples that share one sample entry, and when each begins in the movie. */
export interface ExportTrack {
  readonly kind: 'video' | 'audio';
  /** The whole sample entry box, as `InitSegment.sampleEntry` or `createSampleEntry` give it. One set for all runs. */
  readonly sampleEntry: Uint8Array;
  readonly timescale: number;
  /** In order of `movieStartTicks`. */
  readonly runs: readonly ExportRun[];
}

/** One entry of the edit list to be written. */
export interface LaidEdit {
  readonly durationMovieTicks: number;
  /** Null is an empty edit: the track begins later than the movie. */
  readonly mediaStartTicks: number | null;
}

/** A track with everything its sample tables need but the chunk offsets: those depend on the header's own size. */
export interface LaidTrack {
  readonly track: ExportTrack;
  /** Those of the track that show something: only they are in the movie. */
  readonly runs: readonly ExportRun[];
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
  const runs = track.runs.filter((run) => run.edit.durationTicks > 0);
  const { placed, stretches } = layRuns(runs);
  const tables = new TrackTables();
  for (const [index, run] of runs.entries()) {
    const place = placed[index];
    if (place !== undefined) tables.push(run, place);
  }
  const edits = editsOf(stretches, movieTimescale / track.timescale);
  return {
    track,
    runs,
    sampleCount: tables.sampleCount,
    mediaTicks: tables.mediaTicks,
    durationMovieTicks: edits.reduce((sum, edit) => sum + edit.durationMovieTicks, 0),
    edits,
    times: tables.times.pairs(),
    compositionOffsets: tables.reordered ? tables.compositionOffsets.pairs() : new Uint32Array(0),
    syncNumbers: tables.syncNumbers.length === tables.sampleCount ? null : tables.syncNumbers.view(),
    ...chunkColumns(runs, track.timescale),
  };
}

/** Sample tables over all runs. */
class TrackTables {
  readonly times = new RunLengths();
  readonly compositionOffsets = new RunLengths();
  readonly syncNumbers = new GrowingUint32();
  sampleCount = 0;
  mediaTicks = 0;
  reordered = false;

  push(run: ExportRun, place: PlacedRun): void {
    let dtsTicks = 0;
    for (let i = 0; i < run.sampleCount; i += 1) {
      const last = i === run.sampleCount - 1;
      const durationTicks = last ? place.lastDurationTicks : (run.durationsTicks[i] ?? 0);
      let offsetTicks = run.compositionOffsetsTicks[i] ?? 0;
      if (dtsTicks + offsetTicks >= place.shownUntilTicks) offsetTicks += place.hiddenTailTicks;
      this.times.push(durationTicks);
      this.compositionOffsets.push(offsetTicks);
      if (offsetTicks !== 0) this.reordered = true;
      this.sampleCount += 1;
      if (run.sync[i] === 1) this.syncNumbers.push(this.sampleCount);
      dtsTicks += durationTicks;
    }
    this.mediaTicks += dtsTicks;
  }
}

/** Start and end are rounded to ticks of the movie, never a length: nothing adds up. Only the first may be empty. */
function editsOf(stretches: readonly Stretch[], movieTicksPerTick: number): LaidEdit[] {
  const edits: LaidEdit[] = [];
  let endMovieTicks = 0;
  for (const stretch of stretches) {
    const start = Math.round(stretch.startTicks * movieTicksPerTick);
    const end = Math.round(stretch.endTicks * movieTicksPerTick);
    if (start > endMovieTicks)
      edits.push({ durationMovieTicks: start - endMovieTicks, mediaStartTicks: null });
    if (end > start)
      edits.push({ durationMovieTicks: end - start, mediaStartTicks: stretch.mediaStartTicks });
    endMovieTicks = end;
  }
  return edits;
}

function chunkColumns(runs: readonly ExportRun[], timescale: number) {
  const chunkCount = runs.reduce((sum, run) => sum + run.chunkSampleCounts.length, 0);
  const chunkSizesBytes = new Float64Array(chunkCount);
  const chunkSeconds = new Float64Array(chunkCount);
  const samplesPerChunk = new GrowingUint32();
  let chunk = 0;
  let samplesBefore = 0;
  for (const run of runs) {
    let sample = 0;
    let ticks = run.edit.movieStartTicks - (run.edit.mediaStartTicks - run.firstDtsTicks);
    for (const samples of run.chunkSampleCounts) {
      chunkSeconds[chunk] = ticks / timescale;
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
