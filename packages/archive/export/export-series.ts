/**
 * One continuous series of fragments (one run, no tick missing) on its way into a movie: samples go to the run
 * builder of `media/mp4`; wall time becomes ticks by the fragments' wall starts.
 */
import { type ExportRun, ExportRunBuilder, type ScannedFragment } from '@matlang/media/mp4';
import type { Sample, StreamFormat } from '@matlang/media/stream';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';

/** What a run's samples are decoded with: runs of equal `key` share a track. */
export interface SeriesFormat {
  readonly key: string;
  readonly kind: 'video' | 'audio';
  readonly codec: StreamFormat['codec'];
  readonly sampleEntry: Uint8Array;
  readonly timescale: number;
  readonly codecString: string;
}

/** Fragments are pushed in order, all of one run; then times can be asked, and `finish` gives the run of the movie. */
export class ExportSeries {
  readonly format: SeriesFormat;
  readonly #builder = new ExportRunBuilder();
  /** Where a wall time and a tick meet, a mark a fragment; between two marks ticks run on. Columns: 16 bytes a mark. */
  readonly #markWallUnixMs: number[] = [];
  readonly #markTicks: number[] = [];
  #sampleCount = 0;
  #firstPtsTicks = 0;
  /** Where the asked span ends, by the last fragment taken. */
  #cutTicks = Number.POSITIVE_INFINITY;
  #endTicks = 0;

  constructor(format: SeriesFormat) {
    this.format = format;
  }

  get started(): boolean {
    return this.#sampleCount > 0;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  /** Presentation time of the sync sample that the series begins with. */
  get firstPtsTicks(): number {
    return this.#firstPtsTicks;
  }

  get cutTicks(): number {
    return this.#cutTicks;
  }

  /** End of the last fragment taken. */
  get endTicks(): number {
    return this.#endTicks;
  }

  /**
   * Takes the samples of a fragment that are shown before `endTicks`, with those in between in decoding order.
   * `source`: the number of its file.
   */
  push(entry: FragmentEntry, scanned: ScannedFragment, source: number, endTicks: number): void {
    this.#markWallUnixMs.push(entry.wallStartUnixMs);
    this.#markTicks.push(entry.startTicks);
    this.#cutTicks = endTicks;
    // Also where no sample of it is needed: the last instants may be shown by reordered pictures of the one before.
    this.#endTicks = scanned.startTicks + scanned.durationTicks;
    const { samples } = scanned;
    let first = 0;
    let offsetBytes = scanned.mdatPayloadOffsetBytes;
    if (!this.started) {
      while (first < samples.length && samples[first]?.sync !== true) {
        offsetBytes += samples[first]?.sizeBytes ?? 0;
        first += 1;
      }
    }
    const end = neededEnd(samples, endTicks);
    if (end <= first) return;
    const head = samples[first];
    if (!this.started && head !== undefined) {
      this.#firstPtsTicks = head.dtsTicks + head.compositionOffsetTicks;
    }
    this.#builder.append(samples.slice(first, end), source, offsetBytes);
    this.#sampleCount += end - first;
  }

  /** Tick that belongs to a wall time, by the last mark at or before it, never past the mark behind. */
  ticksAt(unixMs: number): number {
    const at = lastAtOrBefore(this.#markWallUnixMs, unixMs);
    const wallUnixMs = this.#markWallUnixMs[Math.max(0, at)];
    if (wallUnixMs === undefined) return 0;
    const markTicks = this.#markTicks[Math.max(0, at)] ?? 0;
    const ticks = markTicks + Math.round(((unixMs - wallUnixMs) * this.format.timescale) / 1000);
    const next = this.#markTicks[at + 1] ?? this.#endTicks;
    return Math.max(this.#markTicks[0] ?? 0, Math.min(ticks, next));
  }

  /** The inverse of `ticksAt`. */
  unixMsAt(ticks: number): number {
    const at = Math.max(0, lastAtOrBefore(this.#markTicks, ticks));
    const wallUnixMs = this.#markWallUnixMs[at];
    if (wallUnixMs === undefined) return 0;
    const markTicks = this.#markTicks[at] ?? 0;
    return wallUnixMs + Math.round(((ticks - markTicks) * 1000) / this.format.timescale);
  }

  /** The run, shown from `fromTicks` to `toTicks` (infinite: to its end) at `movieStartTicks`. */
  finish(fromTicks: number, toTicks: number, movieStartTicks: number): ExportRun {
    return this.#builder.finish({
      mediaStartTicks: fromTicks,
      durationTicks: Math.max(0, Math.min(toTicks, Number.MAX_SAFE_INTEGER) - fromTicks),
      movieStartTicks,
    });
  }
}

/** Number of the last of ascending values that is not greater; -1 where all are. */
function lastAtOrBefore(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Behind the last sample, in decoding order, that is shown before `endTicks`. */
function neededEnd(samples: readonly Sample[], endTicks: number): number {
  for (let end = samples.length; end > 0; end -= 1) {
    const sample = samples[end - 1];
    if (sample !== undefined && sample.dtsTicks + sample.compositionOffsetTicks < endTicks) return end;
  }
  return 0;
}

/** Tick at which the span ends, counted from a walked segment's last fragment; perhaps far behind it. */
export function endTicksOf(walked: WalkedSegment, toUnixMs: number): number {
  const last = walked.fragments.at(-1);
  if (last === undefined) return 0;
  const { timescale } = walked.segment.run;
  return last.startTicks + Math.ceil(((toUnixMs - last.wallStartUnixMs) * timescale) / 1000);
}
