/** What a time line knows of one camera, and what lies at an instant of it. Pure. */
import type { BookmarkAnswer, GapCause, TimelineAnswer } from '@matlang/contract';

/** What is drawn of one camera. */
export interface TimelineRow {
  readonly cameraId: string;
  readonly name: string;
  /** Whose gaps are drawn. */
  readonly stream: 'main' | 'sub';
  readonly data: TimelineAnswer['cameras'][number] | null;
  /** Named moments and spans. */
  readonly bookmarks: readonly BookmarkAnswer[];
}

/** A gap as the archive wrote it down; `end` null while it lasts. */
export interface RowGap {
  readonly cause: GapCause;
  readonly start: number;
  readonly end: number | null;
}

/** The gap of a camera that lies at an instant; null: none. */
export function gapAt(row: TimelineRow, unixMs: number): RowGap | null {
  return (
    row.data?.gaps.find(
      ({ stream, start, end }) => stream === row.stream && start <= unixMs && (end ?? Infinity) > unixMs,
    ) ?? null
  );
}

/** A hold of a camera that lies at an instant; null: none. */
export function holdAt(
  row: TimelineRow,
  unixMs: number,
): TimelineAnswer['cameras'][number]['holds'][number] | null {
  return row.data?.holds.find(({ start, end }) => start <= unixMs && end > unixMs) ?? null;
}

/** The bookmark of a camera that lies at an instant, or no further from it; null: none. */
export function bookmarkAt(row: TimelineRow, unixMs: number, nearMs: number): BookmarkAnswer | null {
  return row.bookmarks.find(({ from, to }) => from - nearMs <= unixMs && to + nearMs >= unixMs) ?? null;
}

/** Wall times of neighbours are estimates; a clock that was set moves further. */
const ESTIMATE_MS = 500;

/** A stretch of time. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Times that were recorded twice because the clock went back: spans come in the order recorded. */
export function repeatedStretches(row: TimelineRow): readonly Stretch[] {
  const found: Stretch[] = [];
  let seenTo = Number.NEGATIVE_INFINITY;
  for (const { stream, start, end } of row.data?.spans ?? []) {
    if (stream !== row.stream) continue;
    if (start < seenTo - ESTIMATE_MS) found.push({ start, end: Math.min(end, seenTo) });
    seenTo = Math.max(seenTo, end);
  }
  return found;
}

/** Whether any camera has two pictures of the instant. */
export function isRepeatedAt(rows: readonly TimelineRow[], unixMs: number): boolean {
  return rows.some((row) => repeatedStretches(row).some(({ start, end }) => start <= unixMs && end > unixMs));
}

/**
 * Where the next gap is gone to: of an instant within one its end, else the beginning of the next.
 * @param direction -1: the beginning of the one before, or of this one
 * @returns null: there is none in what is known, or it still lasts
 */
export function gapJump(gaps: readonly RowGap[], unixMs: number, direction: 1 | -1): number | null {
  if (direction === 1) {
    const here = gaps.find(({ start, end }) => start <= unixMs && (end ?? Infinity) > unixMs);
    if (here !== undefined) return here.end;
    const starts = gaps.map(({ start }) => start).filter((start) => start > unixMs);
    return starts.length === 0 ? null : Math.min(...starts);
  }
  const starts = gaps.map(({ start }) => start).filter((start) => start < unixMs);
  return starts.length === 0 ? null : Math.max(...starts);
}
