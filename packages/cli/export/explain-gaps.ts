/** What an export lacks, in words; where the archive has no cause, what is known of the stream tells one. */
import type { ExportGap } from '@matlang/archive/reading';
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

/** What is known of the exported stream. */
export interface GapKnowledge {
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

/** @returns the gaps in order, those without a cause cut where it changes. */
export const explainGaps = (gaps: readonly ExportGap[], known: GapKnowledge): readonly MissingSpan[] =>
  gaps.flatMap((gap) => piecesOf(gap, known));

const piecesOf = (
  { startUnixMs, endUnixMs, cause }: ExportGap,
  known: GapKnowledge,
): readonly MissingSpan[] => {
  if (endUnixMs - startUnixMs < MIN_PIECE_MS) return [];
  if (cause !== null) return [{ startUnixMs, endUnixMs, cause }];
  const { firstUnixMs, volumesMissing } = known;
  if (firstUnixMs === null || volumesMissing || startUnixMs >= firstUnixMs)
    return [{ startUnixMs, endUnixMs, cause: unexplained(startUnixMs, known) }];
  const until = Math.min(endUnixMs, firstUnixMs);
  const before: MissingSpan = { startUnixMs, endUnixMs: until, cause: 'before-first' };
  return [before, ...piecesOf({ startUnixMs: until, endUnixMs, cause: null }, known)];
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
