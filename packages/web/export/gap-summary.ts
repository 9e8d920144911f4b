/** What is missing in a file, in few figures. Pure. */
import type { ExportAnswer } from '@matlang/contract';

/** As a file of an export lists it. */
export type ExportGap = ExportAnswer['files'][number]['gaps'][number];

/** Of the gaps that are told. */
export interface GapSummary {
  /** In the order of the file; never empty. */
  readonly gaps: readonly ExportGap[];
  readonly totalMs: number;
  readonly longest: ExportGap;
}

/** A second is the least that is told; what is shorter is a picture that came late. */
const LEAST_MS = 1000;

const lengthOf = ({ from, to }: ExportGap): number => to - from;

/** Null: nothing is missing that is worth a word. */
export function summarizeGaps(gaps: readonly ExportGap[]): GapSummary | null {
  const told = gaps.filter((gap) => lengthOf(gap) >= LEAST_MS);
  const [longest] = told.toSorted((left, right) => lengthOf(right) - lengthOf(left));
  return longest === undefined
    ? null
    : { gaps: told, longest, totalMs: told.reduce((sum, gap) => sum + lengthOf(gap), 0) };
}
