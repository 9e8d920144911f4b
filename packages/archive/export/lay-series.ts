/** Gives each series its place on the movie's time line: by wall time, never before the end of the one before. */
import type { ExportRun } from '@matlang/media/mp4';
import type { ExportSeries } from './export-series.ts';

/**
 * A series and its place: `run.edit` says from which media ticks, and where on the movie's time line, both in the
 * series' timescale. Never empty.
 */
export interface LaidSeries {
  readonly series: ExportSeries;
  readonly run: ExportRun;
  /** First and last instant shown. */
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/**
 * Pictures from `fromUnixMs` and `fromTicks` on (the latter of the first series). `cutShort`: the part ends at the
 * last series' last fragment though that series goes on; pictures that are reordered across that border belong to the
 * next part.
 */
export function layPicture(
  series: readonly ExportSeries[],
  fromUnixMs: number,
  fromTicks: number,
  cutShort: boolean,
): LaidSeries[] {
  const laid: LaidSeries[] = [];
  for (const [at, one] of series.entries()) {
    if (!one.started) continue;
    const asked = Math.max(one.ticksAt(fromUnixMs), at === 0 ? fromTicks : 0);
    const startTicks = Math.max(asked, one.firstPtsTicks);
    const last = at === series.length - 1;
    const endTicks = last && cutShort ? one.endTicks : one.cutTicks;
    const startUnixMs = one.unixMsAt(startTicks);
    const [first] = laid;
    const sinceFirstMs = first === undefined ? 0 : startUnixMs - first.startUnixMs;
    place(laid, one, startTicks, endTicks, sinceFirstMs);
  }
  return laid;
}

/** Sound beside the pictures of a part: where a picture of the same wall time is shown. */
export function laySound(
  series: readonly ExportSeries[],
  pictures: readonly LaidSeries[],
  toUnixMs: number,
): LaidSeries[] {
  const laid: LaidSeries[] = [];
  const [first] = pictures;
  if (first === undefined) return laid;
  for (const one of series) {
    if (!one.started) continue;
    const startTicks = Math.max(one.ticksAt(first.startUnixMs), one.firstPtsTicks);
    const startUnixMs = one.unixMsAt(startTicks);
    if (startUnixMs >= toUnixMs) continue;
    place(laid, one, startTicks, one.cutTicks, movieMsAt(pictures, startUnixMs));
  }
  return laid;
}

function place(
  laid: LaidSeries[],
  series: ExportSeries,
  startTicks: number,
  endTicks: number,
  movieStartMs: number,
): void {
  const previous = laid.at(-1)?.run.edit;
  const previousEnd = previous === undefined ? 0 : previous.movieStartTicks + previous.durationTicks;
  const movieStartTicks = Math.max(previousEnd, Math.round((movieStartMs * series.format.timescale) / 1000));
  const run = series.finish(startTicks, endTicks, movieStartTicks);
  if (run.edit.durationTicks === 0) return;
  const { mediaStartTicks, durationTicks } = run.edit;
  laid.push({
    series,
    run,
    startUnixMs: series.unixMsAt(mediaStartTicks),
    endUnixMs: series.unixMsAt(mediaStartTicks + durationTicks),
  });
}

/** Through the last picture series that begins at or before the instant, on its ticks while it lasts. */
function movieMsAt(pictures: readonly LaidSeries[], unixMs: number): number {
  let holder = pictures[0];
  for (const candidate of pictures) if (candidate.startUnixMs <= unixMs) holder = candidate;
  if (holder === undefined) return 0;
  const { series, run, startUnixMs, endUnixMs } = holder;
  const { timescale } = series.format;
  const startMs = (run.edit.movieStartTicks * 1000) / timescale;
  if (unixMs < startUnixMs) return Math.max(0, startMs + (unixMs - startUnixMs));
  if (unixMs < endUnixMs) {
    return startMs + ((series.ticksAt(unixMs) - run.edit.mediaStartTicks) * 1000) / timescale;
  }
  return startMs + (run.edit.durationTicks * 1000) / timescale + (unixMs - endUnixMs);
}
