/**
 * Goes through what shows a span of time, segment by segment in the order recorded: the fragments needed, where
 * decoding must begin anew, and before that the fragments from the sync sample on (perhaps in earlier segments).
 */

import type { StreamKey } from '../port/stream-key.ts';
import type { FragmentEntry, FragmentTable } from '../segment/fragment-table.ts';
import { ArchiveReadError } from './archive-read-error.ts';
import { findSegments } from './find-segments.ts';
import {
  continues,
  type FoundSegment,
  type LoadedSegment,
  loadSegment,
  wallEndOf,
} from './loaded-segment.ts';
import { Pace } from './pace.ts';
import type { OpenVolume } from './volume-set.ts';

/** 5 minutes between key frames are 5 segments; 8 hours are nobody's. */
const MAX_GOP_SEGMENTS = 480;

/** One segment's share of a walk. Fragments are the segment's own entries, no copies. */
export interface WalkedSegment {
  readonly segment: LoadedSegment;
  /** At least one, from the segment's, in order, without holes. Of a packed table they are made when first asked for. */
  readonly fragments: readonly FragmentEntry[];
  /** All of `fragments`, packed, where they are all of a complete segment that goes on; else null. */
  readonly table: FragmentTable | null;
  /** Which of `fragments` is the first in the asked span; all before it only lead there. */
  readonly firstShown: number;
  /** False: another run, or something is missing before; the first fragment then holds a sync sample. */
  readonly continues: boolean;
}

/** How a walk departs from the plain one: all that shows the span, from its first sync sample on. */
export interface WalkOptions {
  /** Skips what was recorded before this fragment, also where the hour exists twice. Gone: the walk ends with `segment-gone`. */
  readonly startAt?: WalkStart | undefined;
  /**
   * Begins each series one sync sample earlier: where pictures are reordered, what is shown at an instant just
   * after a sync sample's decode time may belong to the GOP before.
   */
  readonly earlierGop?: boolean;
  /** Aborted: nobody waits any more, the walk ends with `closed`. */
  readonly signal?: AbortSignal | undefined;
}

/** A fragment by volume, segment and first tick: what no clock can make ambiguous. */
export interface WalkStart {
  readonly volumeId: string;
  readonly seq: number;
  readonly startTicks: number;
}

/**
 * Loads one segment ahead of nothing: whoever asks slowly, reads slowly. In slices: see pace.ts.
 * @throws ArchiveReadError `segment-gone` where that of `startAt` was deleted meanwhile: an empty walk would look like the end
 */
export async function* walkSegments(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
  options: WalkOptions = {},
): AsyncGenerator<WalkedSegment> {
  const found = await findSegments(volumes, stream, fromUnixMs, toUnixMs);
  const { startAt } = options;
  const pace = new Pace(options.signal);
  let skipping = startAt !== undefined;
  let previous: LoadedSegment | null = null;
  for (const candidate of found) {
    if (skipping && startAt !== undefined) {
      if (candidate.volume.id !== startAt.volumeId || candidate.row.seq !== startAt.seq) continue;
    }
    const segment = await loadSegment(candidate);
    if (segment === null) continue;
    const fromTicks = skipping ? (startAt?.startTicks ?? 0) : 0;
    skipping = false;
    await pace.spend(segment.table?.length ?? segment.fragments.length);
    const { row } = segment;
    const inside = row.startUnixMs >= fromUnixMs && row.endUnixMs <= toUnixMs && fromTicks <= row.startTicks;
    if (inside && segment.table !== null && previous !== null && continues(previous, segment)) {
      yield new WholeSegment(segment);
      previous = segment;
      continue;
    }
    const { first, end } = neededFragments(segment, fromUnixMs, toUnixMs, fromTicks);
    if (first === end) continue;
    if (previous !== null && first === 0 && continues(previous, segment)) {
      const fragments = segment.fragments.slice(first, end);
      yield { segment, fragments, table: null, firstShown: 0, continues: true };
    } else {
      yield* beginOnSync(segment, first, end, options.earlierGop === true);
    }
    // A segment that is left before its end begins anew after it.
    previous = end === segment.fragments.length ? segment : null;
  }
  if (skipping && startAt !== undefined) {
    const { volumeId, seq } = startAt;
    throw new ArchiveReadError('segment-gone', `segment ${seq} of volume ${volumeId} is gone`, {
      volumeId,
      seq,
    });
  }
}

class WholeSegment implements WalkedSegment {
  readonly segment: LoadedSegment;
  readonly firstShown = 0;
  readonly continues = true;

  constructor(segment: LoadedSegment) {
    this.segment = segment;
  }

  get fragments(): readonly FragmentEntry[] {
    return this.segment.fragments;
  }

  get table(): FragmentTable | null {
    return this.segment.table;
  }
}

function neededFragments(
  segment: LoadedSegment,
  fromUnixMs: number,
  toUnixMs: number,
  fromTicks: number,
): { first: number; end: number } {
  const { fragments, run } = segment;
  let first = 0;
  for (const fragment of fragments) {
    if (wallEndOf(fragment, run.timescale) > fromUnixMs && fragment.startTicks >= fromTicks) break;
    first += 1;
  }
  let end = first;
  while (end < fragments.length && (fragments[end]?.wallStartUnixMs ?? toUnixMs) < toUnixMs) end += 1;
  return { first, end };
}

/** The fragments from the sync sample that leads to the first one; where it is lost, from the next sync sample. */
async function* beginOnSync(
  segment: LoadedSegment,
  first: number,
  end: number,
  earlierGop: boolean,
): AsyncGenerator<WalkedSegment> {
  const { fragments } = segment;
  let back = lastSyncAtOrBefore(fragments, first);
  if (back >= 0 && earlierGop) {
    const earlier = lastSyncAtOrBefore(fragments, back - 1);
    if (earlier < 0) {
      const before = await precedingOf(segment);
      const sync = before === null ? -1 : lastSyncAtOrBefore(before.fragments, before.fragments.length - 1);
      if (before !== null && sync >= 0) {
        const lead = before.fragments.slice(sync);
        yield { segment: before, fragments: lead, table: null, firstShown: lead.length, continues: false };
        yield {
          segment,
          fragments: fragments.slice(0, end),
          table: null,
          firstShown: first,
          continues: true,
        };
        return;
      }
    }
    back = earlier < 0 ? back : earlier;
  }
  if (back >= 0) {
    yield {
      segment,
      fragments: fragments.slice(back, end),
      table: null,
      firstShown: first - back,
      continues: false,
    };
    return;
  }
  const before = await leadFromEarlier(segment);
  if (before.length > 0) {
    for (const [at, lead] of before.entries()) {
      const sync = at === 0 ? lastSyncAtOrBefore(lead.fragments, lead.fragments.length - 1) : 0;
      const leading = lead.fragments.slice(sync);
      yield { segment: lead, fragments: leading, table: null, firstShown: leading.length, continues: at > 0 };
    }
    yield { segment, fragments: fragments.slice(0, end), table: null, firstShown: first, continues: true };
    return;
  }
  const next = fragments.findIndex((fragment, at) => at >= first && fragment.hasSync);
  if (next >= 0 && next < end)
    yield { segment, fragments: fragments.slice(next, end), table: null, firstShown: 0, continues: false };
}

/** Number of the last fragment up to `at` that holds a sync sample; -1 where there is none. */
export function lastSyncAtOrBefore(fragments: readonly FragmentEntry[], at: number): number {
  let index = at;
  while (index >= 0 && fragments[index]?.hasSync !== true) index -= 1;
  return index;
}

/** Segments from that of `syncSeq` up to the one before; empty where one of them is gone. */
export async function leadFromEarlier(segment: LoadedSegment): Promise<LoadedSegment[]> {
  const { volume, stream, row } = segment;
  const count = row.seq - row.syncSeq;
  if (count <= 0 || count > MAX_GOP_SEGMENTS) return [];
  const lead: LoadedSegment[] = [];
  for (let seq = row.syncSeq; seq < row.seq; seq += 1) {
    const earlier = volume.index.segment(row.streamId, seq);
    const loaded = earlier === null ? null : await loadSegment({ volume, stream, row: earlier });
    const previous = lead.at(-1);
    if (loaded === null || (previous !== undefined && !continues(previous, loaded))) return [];
    lead.push(loaded);
  }
  const last = lead.at(-1);
  const begins = lead[0]?.fragments.some((fragment) => fragment.hasSync) === true;
  return begins && last !== undefined && continues(last, segment) ? lead : [];
}

/** The segment that goes on in the middle of a GOP, or null. */
export async function continuationOf(segment: LoadedSegment): Promise<LoadedSegment | null> {
  const { volume, stream } = segment;
  const row = volume.index.segment(segment.row.streamId, segment.row.seq + 1);
  if (row === null) return null;
  const next: FoundSegment = { volume, stream, row };
  return continues(segment, next) ? loadSegment(next) : null;
}

/** The segment before, where this one goes on from it; or null. */
async function precedingOf(segment: LoadedSegment): Promise<LoadedSegment | null> {
  const { volume, stream } = segment;
  const row = volume.index.segment(segment.row.streamId, segment.row.seq - 1);
  const loaded = row === null ? null : await loadSegment({ volume, stream, row });
  return loaded !== null && continues(loaded, segment) ? loaded : null;
}
