/** Why an export lacks what it lacks: its gaps beside the archive's own ledger of causes. */
import type { CameraTimeline } from '@matlang/archive/reading';
import { type Bilingual, GAP_CAUSE_TEXTS, type GapCause } from '@matlang/contract';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';

/** What the ledger leaves open has causes of its own. */
export type MissingCause =
  | GapCause
  | 'before-first'
  | 'not-yet-written'
  | 'after-last'
  | 'volume-missing'
  | 'unknown';

/** A stretch that is missing for one cause. */
export interface MissingSpan {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly cause: MissingCause;
}

interface Gap {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/** What is known of the exported stream. */
export interface GapKnowledge {
  /** Of the ledger, of the exported stream; `end` is null while it lasts. */
  readonly ledger: CameraTimeline['gaps'];
  readonly nowUnixMs: number;
  /** Of all that is kept of the stream; when nothing is, the instant the camera was added, if it is known. */
  readonly firstUnixMs: number | null;
  /** Null when nothing is kept. */
  readonly lastUnixMs: number | null;
  readonly volumesMissing: boolean;
}

/** A fragment reaches the disk at most so much after its last picture. */
const WRITE_DELAY_MS = 15_000;
/** Seams shorter than this are how cameras send, not something that is missing. */
const MIN_PIECE_MS = 50;

/** @returns the gaps in order, cut where the cause changes. */
export const explainGaps = (gaps: readonly Gap[], known: GapKnowledge): readonly MissingSpan[] =>
  gaps.flatMap((gap) => piecesOf(gap, known));

const piecesOf = (gap: Gap, known: GapKnowledge): readonly MissingSpan[] => {
  const pieces: MissingSpan[] = [];
  let atUnixMs = gap.startUnixMs;
  const add = (endUnixMs: number, cause: MissingCause): void => {
    if (endUnixMs - atUnixMs >= MIN_PIECE_MS) pieces.push({ startUnixMs: atUnixMs, endUnixMs, cause });
    atUnixMs = Math.max(atUnixMs, endUnixMs);
  };
  const open = (endUnixMs: number): void => {
    const { firstUnixMs } = known;
    if (firstUnixMs !== null && !known.volumesMissing && atUnixMs < firstUnixMs)
      add(Math.min(endUnixMs, firstUnixMs), 'before-first');
    add(endUnixMs, unexplained(atUnixMs, known));
  };
  const ledger = known.ledger
    .map(({ start, end, cause }) => ({ start, end: end ?? known.nowUnixMs, cause }))
    .filter(({ start, end }) => start < gap.endUnixMs && end > gap.startUnixMs)
    .toSorted((a, b) => a.start - b.start);
  for (const { start, end, cause } of ledger) {
    if (start > atUnixMs) open(start);
    add(Math.min(end, gap.endUnixMs), cause);
  }
  open(gap.endUnixMs);
  return pieces;
};

const unexplained = (
  startUnixMs: number,
  { lastUnixMs, nowUnixMs, volumesMissing }: GapKnowledge,
): MissingCause => {
  if (volumesMissing) return 'volume-missing';
  if (lastUnixMs === null || startUnixMs < lastUnixMs - MIN_PIECE_MS) return 'unknown';
  return nowUnixMs - startUnixMs < WRITE_DELAY_MS ? 'not-yet-written' : 'after-last';
};

const CAUSE_TEXTS: Readonly<Record<MissingCause, Bilingual>> = {
  ...GAP_CAUSE_TEXTS,
  'before-first': EXPORT_TEXTS.causeBeforeFirst,
  'not-yet-written': EXPORT_TEXTS.causeNotYetWritten,
  'after-last': EXPORT_TEXTS.causeAfterLast,
  'volume-missing': EXPORT_TEXTS.causeVolume,
  unknown: EXPORT_TEXTS.causeUnknown,
};

/** In words. */
export const causeText = (cause: MissingCause): Bilingual => CAUSE_TEXTS[cause];
