/** Cuts what is recorded into the entries of an HLS playlist: byte ranges that begin on a sync sample. */
import { referenceOf } from '../reading/loaded-segment.ts';
import type { ByteRange, SegmentReference } from '../reading/segment-reference.ts';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';

/** Shorter entries make long playlists and many requests. */
const MIN_GROUP_SECONDS = 2;
/** Of a longer GOP an entry begins in its middle, so that a live viewer doesn't wait for the end of it. */
export const MAX_GROUP_SECONDS = 10;

export interface FragmentGroup extends ByteRange {
  readonly segment: SegmentReference;
  readonly startUnixMs: number;
  readonly durationSeconds: number;
  readonly startsOnSync: boolean;
  /** Set where a player must begin anew: the size of the init segment, at the beginning of the same file. */
  readonly discontinuity: { readonly initBytes: number; readonly codecString: string } | null;
}

/**
 * Groups of one segment. A group begins with each segment file and after that on sync samples only; `growing`
 * leaves out a last group that more fragments may still join, so that a published entry never changes.
 */
export function groupFragments(
  walked: WalkedSegment,
  growing: boolean,
  minGroupSeconds = MIN_GROUP_SECONDS,
): FragmentGroup[] {
  const { segment, fragments } = walked;
  const { timescale } = segment.run;
  const groups: FragmentGroup[] = [];
  let first = 0;
  let ticks = 0;
  const close = (end: number): void => {
    groups.push(groupOf(walked, fragments, first, end, ticks / timescale, groups.length === 0));
    first = end;
    ticks = 0;
  };
  for (const [at, fragment] of fragments.entries()) {
    const long = (ticks + fragment.durationTicks) / timescale > MAX_GROUP_SECONDS;
    const full = fragment.startsOnSync && ticks / timescale >= minGroupSeconds;
    if (at > first && (full || (long && minGroupSeconds <= MAX_GROUP_SECONDS))) close(at);
    ticks += fragment.durationTicks;
  }
  if (!growing) close(fragments.length);
  return groups;
}

function groupOf(
  walked: WalkedSegment,
  fragments: readonly FragmentEntry[],
  first: number,
  end: number,
  durationSeconds: number,
  firstOfSegment: boolean,
): FragmentGroup {
  const { segment } = walked;
  const head = fragments[first];
  const last = fragments[end - 1];
  if (head === undefined || last === undefined) throw new RangeError(`group ${first}..${end}`);
  return {
    segment: referenceOf(segment),
    offsetBytes: head.offsetBytes,
    sizeBytes: last.offsetBytes + last.sizeBytes - head.offsetBytes,
    startUnixMs: head.wallStartUnixMs,
    durationSeconds,
    startsOnSync: head.startsOnSync,
    discontinuity:
      firstOfSegment && !walked.continues
        ? { initBytes: segment.run.init.length, codecString: segment.run.codecString }
        : null,
  };
}
