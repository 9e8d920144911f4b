/** The 32 sample flags of ISO/IEC 14496-12 section 8.8.3.1, as far as a `Sample` knows them. */
import type { Sample } from '../stream/index.ts';

const NOT_SYNC = 0x0001_0000;
/** sample_is_depended_on 2: no other sample depends on it. */
const DISPOSABLE = 2 << 22;
const DEPENDED_ON_MASK = 3 << 22;
/** sample_depends_on 1: not an I picture; 2: an I picture. */
const DEPENDS = 1 << 24;
const INDEPENDENT = 2 << 24;
/** is_leading 1: it depends on what came before the sync sample, so it can't be decoded after random access. */
const LEADING = 1 << 26;
const LEADING_MASK = 3 << 26;

/** Of `trun`; the inverse of the three questions below. Every sync sample is said to be an I picture. */
export function sampleFlagsOf(sample: Sample): number {
  return (
    (sample.sync ? INDEPENDENT : DEPENDS | NOT_SYNC) |
    (sample.leading ? LEADING : 0) |
    (sample.disposable ? DISPOSABLE : 0)
  );
}

/** Whether decoding can start at a sample with these `trun` flags. */
export const isSyncByFlags = (flags: number): boolean => (flags & NOT_SYNC) === 0;

/** Whether a sample with these flags must be skipped after random access at the sync sample before it. */
export const isLeadingByFlags = (flags: number): boolean => (flags & LEADING_MASK) === LEADING;

/** Whether a sample with these flags can be left out without harm to any other. */
export const isDisposableByFlags = (flags: number): boolean => (flags & DEPENDED_ON_MASK) === DISPOSABLE;
