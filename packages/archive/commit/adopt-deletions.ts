/** Once for each volume: what was deleted before deletions were signed is listed, and signed as a list. */
import { DELETIONS_SIGNED, type StreamRow } from '../index/index-rows.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { streamName } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { commit } from './commit.ts';
import { type DeletedRange, rangesText } from './deletion-seal.ts';
import type { VolumeContext } from './volume-context.ts';

/** A line stays far below its limit. */
const RANGES_A_LINE = 1000;
const ROWS_AT_ONCE = 1000;

/**
 * Nothing where it was done before, or nobody signs. `signedBefore`: it was done, and the volume doesn't know of it any more: then
 * none is listed, for they may have been made up and all signatures taken away. @throws the system's or SQLite's error
 */
export function adoptDeletions(context: VolumeContext, time: VolumeTime, signedBefore: boolean): void {
  const { index, journal, sealer } = context;
  if (sealer?.isCertified !== true || index.meta(DELETIONS_SIGNED) !== null) return;
  const day = journal.dayOf(time.unixMs);
  const entries: JournalEntry[] = [];
  for (const row of signedBefore ? [] : index.streams()) {
    const ranges = deletedRanges(context, row);
    for (let at = 0; at < ranges.length; at += RANGES_A_LINE) {
      const deleted = {
        [streamName(row.stream)]: rangesText(ranges.slice(at, at + RANGES_A_LINE)),
      };
      entries.push(...sealer.adopt(deleted, time.unixMs, day));
    }
  }
  // One line at least: it says that everything from here on is signed.
  if (entries.length === 0) entries.push(...sealer.adopt({}, time.unixMs, day));
  commit(context, entries, time.unixMs);
}

function deletedRanges({ index }: VolumeContext, { id }: StreamRow): DeletedRange[] {
  const found: DeletedRange[] = index.checkpoints(id).map(({ fromSeq, toSeq }) => [fromSeq, toSeq]);
  for (let fromSeq = 0; ; ) {
    const stones = index.tombstonesFrom(id, fromSeq, ROWS_AT_ONCE);
    for (const { seq } of stones) found.push([seq, seq]);
    const last = stones.at(-1);
    if (last === undefined) break;
    fromSeq = last.seq + 1;
  }
  const joined: DeletedRange[] = [];
  for (const [from, to] of found.toSorted(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1] + 1)
      joined[joined.length - 1] = [before[0], Math.max(before[1], to)];
    else joined.push([from, to]);
  }
  return joined;
}
