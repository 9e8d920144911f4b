/**
 * Brings index, journal and files together after a crash or a power cut. It relies on the order of steps in
 * docs/design/archive.md, so it looks only at what can be unfinished: journal lines that the index has not followed, open
 * rows, tombstones that the index doesn't call done (of the last two days, where it knows nothing). Everything else is `check`'s business.
 */

import { commit } from '../commit/commit.ts';
import { placeAside, putAside } from '../commit/put-aside.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import { applyEntry, completeFromEntry } from '../index/apply-entry.ts';
import { INDEX_INCOMPLETE, type SegmentRow, type StreamRow } from '../index/index-rows.ts';
import type { JournalEntry, SegmentEntry, TombstoneEntry } from '../journal/journal-entry.ts';
import { journalDays, readJournal } from '../journal/read-journal.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { fromHex, toHex } from '../proof/digest.ts';
import { nextChain } from '../proof/segment-hash.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import type { SegmentContent } from '../segment/segment-content.ts';
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { FileBuffer, fileSizeBytes } from '../storage/read-whole-file.ts';
import { systemErrorCode } from '../storage/storage.ts';

/**
 * What a start had to mend. `cutBytes` lay behind the last whole fragment of their files; of empty segments, row and
 * file are gone and a tombstone stands for them.
 */
export interface RecoveryResult {
  readonly replayedEntries: number;
  readonly completedSegments: number;
  readonly emptySegments: number;
  readonly cutBytes: number;
  /** Segments that the journal knows and this index doesn't: it was lost or replaced. `check --rebuild` brings them back. */
  readonly unknownSegments: number;
}

/** Idempotent: an interrupted recovery is done again from the start. @throws the system's or SQLite's error */
export function recoverVolume(context: VolumeContext, time: VolumeTime): RecoveryResult {
  const replay = replayJournal(context);
  putDeletedAside(context, time);
  const buffer = new FileBuffer();
  let completedSegments = 0;
  let emptySegments = 0;
  let cutBytes = 0;
  for (const row of context.index.openSegments()) {
    const stream = context.index.streams().find((candidate) => candidate.id === row.streamId);
    if (stream === undefined) continue;
    const known = replay.segments.get(segmentKey(stream.stream, row.seq)) ?? null;
    const closed = closeRow(context, { row, stream, known, buffer }, time);
    if (closed.complete) completedSegments += 1;
    else emptySegments += 1;
    cutBytes += closed.cutBytes;
  }
  const { replayedEntries, unknownSegments } = replay;
  return { replayedEntries, completedSegments, emptySegments, cutBytes, unknownSegments };
}

interface Replay {
  readonly replayedEntries: number;
  readonly unknownSegments: number;
  readonly segments: ReadonlyMap<string, SegmentEntry>;
}

/**
 * Applies journal lines behind the index's position. A segment with an open row is finished with the row; one without
 * any row and tombstone belongs to an index that was lost: then at least number and chain go on from where they were.
 */
function replayJournal(context: VolumeContext): Replay {
  const { index, storage, root, journal } = context;
  const segments = new Map<string, SegmentEntry>();
  const entries: JournalEntry[] = [];
  readJournal(storage, root, index.journalPosition, ({ entry }) => {
    if (entry !== null) entries.push(entry);
  });
  let unknownSegments = 0;
  if (entries.length > 0) {
    index.transaction(journal.position, () => {
      for (const entry of entries) {
        if (entry.type !== 'segment') {
          applyEntry(index, entry);
          continue;
        }
        segments.set(segmentKey(entry, entry.seq), entry);
        const stream = index.ensureStream(entry);
        if (index.segment(stream.id, entry.seq) !== null) continue;
        unknownSegments += 1;
        index.setChain(stream.id, fromHex(entry.chain));
        index.reserveSeq(stream.id, entry.seq + 1);
      }
      // Compaction asks the index what is still needed: this one doesn't know.
      if (unknownSegments > 0) index.setMeta(INDEX_INCOMPLETE, '1');
    });
  }
  return { replayedEntries: entries.length, unknownSegments, segments };
}

/**
 * Files whose deletion was decided and not done, or undone by a power cut. They are put aside: whoever can write the disk can
 * write such a line too, and this must not make the recorder destroy what the line names. `compaction/` lets go of them later.
 */
function putDeletedAside(context: VolumeContext, time: VolumeTime): void {
  const { storage, root, index, journal } = context;
  const day = journalDays(storage, root).at(-2) ?? journalDays(storage, root).at(-1);
  if (day === undefined) return;
  const known = index.unlinkedPosition;
  const from = known !== null && known.day >= day ? known : { day, offsetBytes: 0 };
  const left = new Set<string>();
  readJournal(storage, root, from, ({ entry }) => {
    if (entry?.type !== 'tombstone') return;
    const path = segmentPath({ ...entry, stream: { cameraId: entry.cameraId, kind: entry.kind } });
    if (storage.status(`${root}/${path}`) !== null) left.add(path);
  });
  const moves = [...left].map((path) => ({ path, target: placeAside(storage, root, path) }));
  const entries = moves.map(({ path, target }): JournalEntry => {
    const what = `its deletion was not finished: put aside as ${target}`;
    return { type: 'repair', atUnixMs: time.unixMs, what, path };
  });
  // Said before it is done: after a kill in between it is found, and said, again.
  if (entries.length > 0) commit(context, entries, time.unixMs);
  for (const { path, target } of moves) putAside(storage, root, path, target);
  index.noteUnlinked(journal.position);
}

interface OpenRow {
  readonly row: SegmentRow;
  readonly stream: StreamRow;
  /** Its journal line, where it came so far. */
  readonly known: SegmentEntry | null;
  readonly buffer: FileBuffer;
}

function closeRow(
  context: VolumeContext,
  open: OpenRow,
  time: VolumeTime,
): { readonly complete: boolean; readonly cutBytes: number } {
  const { storage, root } = context;
  const { row, stream, buffer } = open;
  const path = segmentPath({ stream: stream.stream, startUnixMs: row.startUnixMs, seq: row.seq });
  const sizeBytes = fileSizeBytes(storage, `${root}/${path}`) ?? 0;
  const bytes = sizeBytes === 0 ? new Uint8Array(0) : buffer.read(storage, `${root}/${path}`, sizeBytes);
  const { content, wholeBytes } = scanSegment(bytes, row.startUnixMs);
  if (content === null) {
    commit(context, [emptyTombstone(row, stream, time)], time.unixMs);
    unlinkIfThere(context, path);
    return { complete: false, cutBytes: sizeBytes };
  }
  const cutBytes = sizeBytes - wholeBytes;
  if (cutBytes > 0) {
    // Said before it is done: after a kill in between nobody could tell any more that something was cut.
    const what = `cut an unfinished fragment of ${cutBytes} bytes`;
    commit(context, [{ type: 'repair', atUnixMs: time.unixMs, what, path }], time.unixMs);
    storage.truncate(`${root}/${path}`, wholeBytes);
  } else syncFile(context, `${root}/${path}`);
  completeRow(context, open, content, path, time);
  return { complete: true, cutBytes };
}

function completeRow(
  context: VolumeContext,
  { row, stream, known }: OpenRow,
  content: SegmentContent,
  path: string,
  time: VolumeTime,
): void {
  const { index } = context;
  const summary = content.summary();
  const isKnown = known !== null && content.isHashedAs(fromHex(known.hash));
  const hash = isKnown ? known.hash : toHex(summary.hash);
  if (known !== null && !isKnown) {
    const what = 'the file does not hold what the journal says';
    commit(context, [{ type: 'repair', atUnixMs: time.unixMs, what, path }], time.unixMs, () => {
      index.completeSegment(row.id, 'unproven', known.endUnixMs, { ...summary, hash: fromHex(known.hash) });
      index.setChain(stream.id, fromHex(known.chain));
    });
    return;
  }
  const activity = stream.stream.kind === 'audio' ? null : content.activity(known?.level ?? 0);
  const entry: SegmentEntry = known ?? {
    type: 'segment',
    ...stream.stream,
    seq: row.seq,
    run: row.runId,
    startUnixMs: row.startUnixMs,
    endUnixMs: Math.min(content.endUnixMs, row.startUnixMs + MAX_SEGMENT_SPAN_MS),
    startTicks: content.startTicks,
    durationTicks: summary.durationTicks,
    sizeBytes: summary.sizeBytes,
    syncSeq: row.syncSeq,
    hash,
    chain: toHex(nextChain(stream.chain, summary.hash)),
    level: 0,
  };
  commit(context, known === null ? [entry] : [], time.unixMs, () =>
    completeFromEntry(index, row.id, entry, { ...summary, hash: fromHex(hash) }, activity),
  );
}

function emptyTombstone(row: SegmentRow, stream: StreamRow, time: VolumeTime): TombstoneEntry {
  return {
    type: 'tombstone',
    ...stream.stream,
    seq: row.seq,
    startUnixMs: row.startUnixMs,
    endUnixMs: row.startUnixMs,
    sizeBytes: 0,
    hash: null,
    reason: 'repair',
    atUnixMs: time.unixMs,
  };
}

function unlinkIfThere({ storage, root }: VolumeContext, path: string): void {
  try {
    storage.unlink(`${root}/${path}`);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  storage.syncDirectory(`${root}/${path.slice(0, path.lastIndexOf('/'))}`);
}

/** After a kill the bytes may still be in the system's cache only. */
function syncFile({ storage }: VolumeContext, path: string): void {
  const file = storage.openAppend(path);
  try {
    storage.syncData(file);
  } finally {
    storage.close(file);
  }
}

function segmentKey(stream: StreamKey, seq: number): string {
  return `${stream.cameraId} ${stream.kind} ${seq}`;
}
