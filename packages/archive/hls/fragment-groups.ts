/** Cuts what is recorded into the entries of an HLS playlist: byte ranges that begin on a sync sample. */
import { referenceOf } from '../reading/loaded-segment.ts';
import type { ByteRange, SegmentReference } from '../reading/segment-reference.ts';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';

/**
 * One entry of a playlist: the bytes of its fragments, one behind the other in one file. `startUnixMs` is for
 * EXT-X-PROGRAM-DATE-TIME, the duration in media time.
 */
export interface FragmentGroup extends ByteRange {
  readonly segment: SegmentReference;
  readonly startUnixMs: number;
  readonly durationSeconds: number;
  readonly startsOnSync: boolean;
  /** Set where a player must begin anew: the size of the init segment, at the beginning of the same file. */
  readonly discontinuity: { readonly initBytes: number; readonly codecString: string } | null;
}

/** How long entries are; see `groupLimits`. */
export interface GroupLimits {
  /** An entry goes on until the first sync sample behind this. */
  readonly minSeconds: number;
  /** One that would grow longer ends before, without a sync sample; infinite where nobody waits for its end. */
  readonly maxSeconds: number;
}

/** The fragments of a walked segment, packed or not. */
interface Fragments {
  readonly length: number;
  at(index: number): FragmentEntry;
  durationTicksAt(index: number): number;
  startsOnSyncAt(index: number): boolean;
}

/**
 * Groups of one segment. A group begins with each segment file and after that on sync samples only; `growing`
 * leaves out a last group that more fragments may still join, so that a published entry never changes.
 */
export function groupFragments(
  walked: WalkedSegment,
  growing: boolean,
  { minSeconds, maxSeconds }: GroupLimits,
): FragmentGroup[] {
  const { timescale } = walked.segment.run;
  const fragments = walked.table ?? new UnpackedFragments(walked.fragments);
  const groups: FragmentGroup[] = [];
  let first = 0;
  let ticks = 0;
  const close = (end: number): void => {
    groups.push(groupOf(walked, fragments, first, end, ticks / timescale, groups.length === 0));
    first = end;
    ticks = 0;
  };
  for (let at = 0; at < fragments.length; at += 1) {
    const durationTicks = fragments.durationTicksAt(at);
    const long = (ticks + durationTicks) / timescale > maxSeconds;
    if (at > first && (long || (ticks / timescale >= minSeconds && fragments.startsOnSyncAt(at)))) close(at);
    ticks += durationTicks;
  }
  if (!growing) close(fragments.length);
  return groups;
}

class UnpackedFragments implements Fragments {
  readonly length: number;
  readonly #entries: readonly FragmentEntry[];

  constructor(entries: readonly FragmentEntry[]) {
    this.length = entries.length;
    this.#entries = entries;
  }

  at(index: number): FragmentEntry {
    const entry = this.#entries[index];
    if (entry === undefined) throw new RangeError(`fragment ${index} of ${this.length}`);
    return entry;
  }

  durationTicksAt(index: number): number {
    return this.at(index).durationTicks;
  }

  startsOnSyncAt(index: number): boolean {
    return this.at(index).startsOnSync;
  }
}

function groupOf(
  walked: WalkedSegment,
  fragments: Fragments,
  first: number,
  end: number,
  durationSeconds: number,
  firstOfSegment: boolean,
): FragmentGroup {
  const { segment } = walked;
  const head = fragments.at(first);
  const last = fragments.at(end - 1);
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
