/**
 * Lays the runs of one track on one media time line and says which stretches of it are shown when.
 *
 * A gap between two runs is not an empty edit: ffmpeg 5.1 (and what is built on it, Chrome's demuxer too) takes an
 * empty edit anywhere but first for one that shows the media's beginning (witnessed: a movie of three runs showed
 * 330 pictures instead of 214), and Firefox reads a single edit. Instead the picture before a gap lasts until the
 * next one: its sample's duration is the gap's, and where the next run hides nothing both share one edit. An export
 * of one span is so one edit, whatever gaps it has.
 */
import type { ExportRun } from './export-run.ts';

/** ffmpeg reads `stts` as signed: 6.6 hours of 90 kHz. An export is cut in parts at a longer gap. */
export const MAX_EXPORT_GAP_TICKS = 0x7fff_ffff;

/** Where a run lies on the media's time line, in ticks of the track. */
export interface PlacedRun {
  /** Decode time of its first sample. */
  readonly startTicks: number;
  /** What its last sample lasts. */
  readonly lastDurationTicks: number;
  /** Pictures shown from here on (relative to `startTicks`) belong to what the edit hides; they are shown later by `hiddenTailTicks`. */
  readonly shownUntilTicks: number;
  readonly hiddenTailTicks: number;
}

/** A stretch of media, shown from movie time `startTicks` to `endTicks`; all in ticks of the track. */
export interface Stretch {
  readonly mediaStartTicks: number;
  readonly startTicks: number;
  endTicks: number;
}

/**
 * `runs` in order, each with something to show.
 * @throws TypeError when edits overlap or a gap is longer than `MAX_EXPORT_GAP_TICKS`
 */
export function layRuns(runs: readonly ExportRun[]): {
  readonly placed: readonly PlacedRun[];
  readonly stretches: readonly Stretch[];
} {
  const shapes = runs.map((run) => shapeOf(run));
  const placed: PlacedRun[] = [];
  const stretches: Stretch[] = [];
  let startTicks = 0;
  let joined: Stretch | null = null;
  for (const [index, shape] of shapes.entries()) {
    const next = shapes[index + 1];
    const holdTicks = next === undefined ? 0 : next.movieStartTicks - shape.movieEndTicks;
    if (holdTicks < 0)
      throw new TypeError(`edit.movieStartTicks: ${next?.movieStartTicks} lies in the edit before`);
    const movieEndTicks = shape.movieEndTicks + holdTicks;
    if (joined === null) {
      stretches.push({
        mediaStartTicks: startTicks + shape.beginTicks,
        startTicks: shape.movieStartTicks,
        endTicks: movieEndTicks,
      });
    } else {
      joined.endTicks = movieEndTicks;
    }
    const hiddenTailTicks = shape.lastShownTicks > shape.endTicks ? holdTicks : 0;
    const join = next !== undefined && canJoin(shape, holdTicks, next);
    const lengthTicks = join
      ? shape.endTicks + holdTicks - next.firstOffsetTicks
      : Math.max(shape.endTicks + holdTicks, shape.lastShownTicks + hiddenTailTicks);
    const lastDurationTicks = next === undefined ? shape.lastDurationTicks : lengthTicks - shape.lastDtsTicks;
    if (lastDurationTicks > MAX_EXPORT_GAP_TICKS) {
      throw new TypeError(
        `edit.movieStartTicks: ${next?.movieStartTicks} follows a gap of ${holdTicks} ticks`,
      );
    }
    placed.push({ startTicks, lastDurationTicks, shownUntilTicks: shape.endTicks, hiddenTailTicks });
    joined = join ? (joined ?? stretches.at(-1) ?? null) : null;
    startTicks += lengthTicks;
  }
  return { placed, stretches };
}

/** What placing a run asks of it, in ticks from its first decode time. */
interface RunShape {
  readonly movieStartTicks: number;
  readonly movieEndTicks: number;
  readonly beginTicks: number;
  readonly endTicks: number;
  readonly firstOffsetTicks: number;
  readonly firstShownTicks: number;
  readonly lastShownTicks: number;
  readonly lastDtsTicks: number;
  readonly lastDurationTicks: number;
}

function shapeOf(run: ExportRun): RunShape {
  let dtsTicks = 0;
  let lastDtsTicks = 0;
  let firstShownTicks = Number.POSITIVE_INFINITY;
  let lastShownTicks = 0;
  for (let i = 0; i < run.sampleCount; i += 1) {
    const shownTicks = dtsTicks + (run.compositionOffsetsTicks[i] ?? 0);
    const durationTicks = run.durationsTicks[i] ?? 0;
    if (shownTicks < firstShownTicks) firstShownTicks = shownTicks;
    if (shownTicks + durationTicks > lastShownTicks) lastShownTicks = shownTicks + durationTicks;
    lastDtsTicks = dtsTicks;
    dtsTicks += durationTicks;
  }
  const { movieStartTicks, mediaStartTicks, durationTicks } = run.edit;
  const beginTicks = mediaStartTicks - run.firstDtsTicks;
  return {
    movieStartTicks,
    movieEndTicks: movieStartTicks + durationTicks,
    beginTicks,
    endTicks: beginTicks + durationTicks,
    firstOffsetTicks: run.firstPtsTicks - run.firstDtsTicks,
    firstShownTicks,
    lastShownTicks,
    lastDtsTicks,
    lastDurationTicks: run.durationsTicks[run.sampleCount - 1] ?? 0,
  };
}

/** True when neither hides a picture at the seam and decode times still grow across it. */
function canJoin(shape: RunShape, holdTicks: number, next: RunShape): boolean {
  const hidesNothing =
    shape.lastShownTicks <= shape.endTicks &&
    next.beginTicks === next.firstOffsetTicks &&
    next.firstShownTicks === next.firstOffsetTicks;
  return hidesNothing && shape.endTicks + holdTicks - next.firstOffsetTicks > shape.lastDtsTicks;
}
