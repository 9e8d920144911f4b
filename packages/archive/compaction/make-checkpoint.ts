/**
 * Tombstones become a checkpoint: one line and one row for a stretch of deleted segments between two signed heads (or from
 * the stream's first segment to a signed head). Nothing that a signature doesn't lead to is ever folded away, and no deletion
 * that is not signed itself.
 */

import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { CheckpointRow, HeadRow, StreamRow, TombstoneRow } from '../index/index-rows.ts';
import { type CheckpointEntry, TOMBSTONE_REASONS, type TombstoneReason } from '../journal/journal-entry.ts';
import { streamName } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { equalBytes, toHex } from '../proof/digest.ts';
import { EMPTY_CHAIN, nextChain } from '../proof/segment-hash.ts';
import type { SealScan } from './seal-scan.ts';

/** So long each deletion can be looked at by itself, and each head that somebody keeps be found in the journal. */
export const TOMBSTONES_KEPT_MS = 7 * 86_400_000;
/** In one commit: 11 days of a stream (measured: 230 ms; a day, as it is usually, a tenth of that). */
const MOST_TOMBSTONES = 16_384;

/** Neighbouring numbers, all deleted long enough ago. */
type Stretch = readonly TombstoneRow[];

/**
 * The first stretch of the stream that can be folded, in one commit. False: there is none.
 * @throws the system's or SQLite's error
 */
export function makeCheckpoint(
  context: VolumeContext,
  stream: StreamRow,
  scan: SealScan,
  time: VolumeTime,
): boolean {
  const { index } = context;
  for (let fromSeq = 0; ; ) {
    const stones = index.oldTombstonesFrom(
      stream.id,
      fromSeq,
      time.unixMs - TOMBSTONES_KEPT_MS,
      MOST_TOMBSTONES,
    );
    if (stones.length === 0) return false;
    const foldable = stones.filter((stone) => scan.isFoldable(stream.stream, stone));
    fromSeq = (stones.at(-1)?.seq ?? fromSeq) + 1;
    for (const stretch of stretchesOf(foldable)) {
      const entry = checkpointOf(context, stream, stretch, scan, time);
      if (entry === null) continue;
      // Deletion itself forgets only what lies before the oldest footage: one held minute would keep all that came after it.
      commit(context, [entry], time.unixMs, () =>
        index.forgetActivityWithoutFootage(stream.id, entry.startUnixMs, entry.endUnixMs),
      );
      return true;
    }
  }
}

function stretchesOf(stones: readonly TombstoneRow[]): Stretch[] {
  const stretches: TombstoneRow[][] = [];
  for (const stone of stones) {
    const last = stretches.at(-1);
    if (last?.at(-1)?.seq === stone.seq - 1) last.push(stone);
    else stretches.push([stone]);
  }
  return stretches;
}

interface Begin {
  readonly fromSeq: number;
  /** Of the stretch's tombstones, the first that is folded; the ones of a checkpoint before are folded already. */
  readonly foldSeq: number;
  readonly chainBefore: Uint8Array;
  readonly chain: Uint8Array;
}

function checkpointOf(
  context: VolumeContext,
  stream: StreamRow,
  stretch: Stretch,
  scan: SealScan,
  time: VolumeTime,
): CheckpointEntry | null {
  const { index, output } = context;
  const isTrusted = ({ fromSeq, toSeq }: CheckpointRow): boolean =>
    scan.isTrustedCheckpoint(stream.stream, fromSeq, toSeq);
  const first = stretch[0];
  const last = stretch.at(-1);
  if (first === undefined || last === undefined) return null;
  const heads = index.heads(stream.id).filter(({ seq }) => seq >= first.seq - 1 && seq <= last.seq);
  const before = index.checkpointOf(stream.id, first.seq - 1);
  if (before !== null && !isTrusted(before)) return null;
  const begin = beginOf(first.seq, before, heads);
  const end = heads.at(-1);
  if (begin === null || end === undefined || end.seq < begin.foldSeq) return null;
  const folded = stretch.filter(({ seq }) => seq >= begin.foldSeq && seq <= end.seq);
  // One alone is as small as the checkpoint that would stand for it.
  if (folded.length === 0 || (folded.length === 1 && before === null)) return null;
  const chain = folded.reduce(
    (value, { hash }) => (hash === null ? value : nextChain(value, hash)),
    begin.chain,
  );
  if (!equalBytes(chain, end.chain)) {
    // Whoever looks into it needs every line that is there.
    output.warning(
      `${streamName(stream.stream)}: the deleted segments ${begin.foldSeq} to ${end.seq} do not lead to the signed head: kept`,
    );
    return null;
  }
  const after = index.checkpointOf(stream.id, end.seq + 1);
  const joins = after !== null && isTrusted(after) && equalBytes(after.chainBefore, chain) ? after : null;
  const parts = [...folded.map(partOf), before, joins].filter((part) => part !== null);
  const reasons: Partial<Record<TombstoneReason, number>> = {};
  for (const part of parts)
    for (const reason of TOMBSTONE_REASONS)
      if (part.reasons[reason] !== undefined) reasons[reason] = (reasons[reason] ?? 0) + part.reasons[reason];
  return {
    type: 'checkpoint',
    ...stream.stream,
    fromSeq: begin.fromSeq,
    toSeq: joins?.toSeq ?? end.seq,
    chainBefore: toHex(begin.chainBefore),
    chainAfter: toHex(joins?.chainAfter ?? chain),
    startUnixMs: parts.reduce((least, part) => Math.min(least, part.startUnixMs), first.startUnixMs),
    endUnixMs: parts.reduce((most, part) => Math.max(most, part.endUnixMs), first.endUnixMs),
    segments: parts.reduce((sum, part) => sum + part.segments, 0),
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    reasons,
    atUnixMs: time.unixMs,
  };
}

const partOf = ({ startUnixMs, endUnixMs, sizeBytes, reason }: TombstoneRow) => ({
  startUnixMs,
  endUnixMs,
  sizeBytes,
  segments: 1,
  reasons: { [reason]: 1 } as Partial<Record<TombstoneReason, number>>,
});

/**
 * Behind footage that is still there only a signed head may begin it: otherwise a made-up checkpoint could join a forged
 * minute to the true chain behind it.
 */
function beginOf(
  firstSeq: number,
  before: {
    readonly fromSeq: number;
    readonly chainBefore: Uint8Array;
    readonly chainAfter: Uint8Array;
  } | null,
  heads: readonly HeadRow[],
): Begin | null {
  if (before !== null) {
    const { fromSeq, chainBefore, chainAfter } = before;
    return { fromSeq, foldSeq: firstSeq, chainBefore, chain: chainAfter };
  }
  if (firstSeq === 0) return { fromSeq: 0, foldSeq: 0, chainBefore: EMPTY_CHAIN, chain: EMPTY_CHAIN };
  const [anchor] = heads;
  if (anchor === undefined) return null;
  const fromSeq = anchor.seq + 1;
  return { fromSeq, foldSeq: fromSeq, chainBefore: anchor.chain, chain: anchor.chain };
}
