/** The journal against the index: what each line says must be in the index, and the chains must hold. */
import type { IndexReader } from '../index/index-reader.ts';
import type { CheckpointRow, StreamRow } from '../index/index-rows.ts';
import type {
  CheckpointEntry,
  HeadEntry,
  JournalEntry,
  SegmentEntry,
  TombstoneEntry,
} from '../journal/journal-entry.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { toHex } from '../proof/digest.ts';
import { JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindingList } from './finding.ts';
import { FollowedChains } from './follow-chains.ts';
import type { VerifyHead } from './verify-journal-chain.ts';

export interface JournalCheck {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  readonly index: IndexReader;
  readonly findings: FindingList;
  readonly verifyHead: VerifyHead | null;
}

/** Which segments the journal knows: a bit each, 90 kB a stream and year. */
export class JournalledSegments {
  readonly #bits = new Map<string, Uint8Array>();

  add(stream: StreamKey, seq: number): void {
    const name = `${stream.cameraId}/${stream.kind}`;
    const at = seq >> 3;
    let bits = this.#bits.get(name) ?? new Uint8Array(1024);
    if (at >= bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, bits.length * 2));
      grown.set(bits);
      bits = grown;
    }
    bits[at] = (bits[at] ?? 0) | (1 << (seq & 7));
    this.#bits.set(name, bits);
  }

  has(stream: StreamKey, seq: number): boolean {
    const bits = this.#bits.get(`${stream.cameraId}/${stream.kind}`);
    return ((bits?.[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0;
  }
}

/** Lines behind the index's position are the running recorder's, or recovery's, business. */
export function checkJournal(check: JournalCheck): JournalledSegments {
  const { storage, root, volumeId, index, findings, verifyHead } = check;
  const chains = new FollowedChains(index, volumeId, verifyHead);
  const journalled = new JournalledSegments();
  // One state: a running recorder commits meanwhile.
  const { rows, followed, checkpoints } = index.snapshot(() => ({
    rows: index.streams(),
    followed: index.journalPosition,
    checkpoints: index.streams().flatMap(({ id }) => index.checkpoints(id)),
  }));
  const journalledCheckpoints = new Set<string>();
  const streams = new Map(rows.map((row) => [`${row.stream.cameraId}/${row.stream.kind}`, row]));
  const streamOf = (entry: StreamKey): StreamRow | null =>
    streams.get(`${entry.cameraId}/${entry.kind}`) ?? null;
  readJournal(storage, root, null, ({ start, entry, fault }) => {
    const path = `${JOURNAL_DIRECTORY}/${start.day}`;
    if (fault === 'damaged')
      findings.add('journal-damaged', `the line at byte ${start.offsetBytes} is damaged`, { path });
    if (fault === 'torn')
      findings.add('journal-torn', `the last line, at byte ${start.offsetBytes}, is not whole`, { path });
    if (entry === null || followed === null) return;
    if (start.day > followed.day || (start.day === followed.day && start.offsetBytes >= followed.offsetBytes))
      return;
    checkEntry(entry, path);
  });
  for (const row of streams.values()) {
    const fault = chains.atEnd(row);
    if (fault !== null) findings.add(fault.kind, fault.what, { stream: row.stream, seq: fault.seq });
    const chain = chains.chainOf(row.stream);
    if (chain !== null && chain !== toHex(row.chain)) {
      findings.add('chain-broken', "the index's chain value is not the journal's", { stream: row.stream });
    }
  }
  for (const checkpoint of checkpoints) checkCheckpointRow(checkpoint);
  return journalled;

  function checkCheckpointRow({ streamId, fromSeq, toSeq }: CheckpointRow): void {
    const row = rows.find(({ id }) => id === streamId);
    const now = index.checkpointOf(streamId, fromSeq);
    // A larger one took its place while the check ran.
    if (
      row === undefined ||
      now?.toSeq !== toSeq ||
      journalledCheckpoints.has(`${streamId}/${fromSeq}/${toSeq}`)
    )
      return;
    const place = { stream: row.stream, seq: toSeq };
    findings.add('not-journalled', `the checkpoint at segment ${toSeq} is not in the journal`, place);
  }

  function checkCheckpoint(entry: CheckpointEntry, path: string): void {
    const { fromSeq, toSeq } = entry;
    const stream = streamOf(entry);
    const place = { stream: { cameraId: entry.cameraId, kind: entry.kind }, seq: toSeq, path };
    const row = stream === null ? null : index.checkpointOf(stream.id, fromSeq);
    if (row === null || row.toSeq < toSeq) {
      findings.add('not-indexed', `the checkpoint at segment ${toSeq} is not in the index`, place);
    } else if (row.fromSeq === fromSeq && row.toSeq === toSeq) {
      journalledCheckpoints.add(`${row.streamId}/${fromSeq}/${toSeq}`);
      if (sameCheckpoint(row, entry)) return;
      findings.add(
        'journal-differs',
        `the index's checkpoint at segment ${toSeq} is not the journal's`,
        place,
      );
    }
  }

  function checkEntry(entry: JournalEntry, path: string): void {
    if (entry.type === 'segment') {
      const stream = streamOf(entry);
      // A checkpoint stands for it; its line is there until compaction comes by.
      if (stream !== null && index.checkpointOf(stream.id, entry.seq) !== null) return;
      journalled.add(entry, entry.seq);
      const fault = chains.segment(entry, stream);
      if (fault !== null) findings.add(fault.kind, fault.what, { ...placeOf(entry, path), seq: fault.seq });
      checkSegment(index, findings, streamOf(entry), entry, path);
    } else if (entry.type === 'head') {
      const fault = chains.head(entry, streamOf(entry));
      if (fault !== null) findings.add(fault.kind, fault.what, { ...placeOf(entry, path), seq: fault.seq });
    } else if (entry.type === 'tombstone') {
      const stream = streamOf(entry);
      if (stream === null || !index.isDeleted(stream.id, entry.seq)) {
        findings.add(
          'not-indexed',
          `the deletion of segment ${entry.seq} is not in the index`,
          placeOf(entry, path),
        );
      }
    } else if (entry.type === 'checkpoint') {
      checkCheckpoint(entry, path);
    } else if (entry.type === 'hold' && index.hold(entry.id) === null) {
      findings.add('not-indexed', `hold ${entry.id} is not in the index`, { path });
    }
  }
}

function sameCheckpoint(row: CheckpointRow, entry: CheckpointEntry): boolean {
  return (
    toHex(row.chainBefore) === entry.chainBefore &&
    toHex(row.chainAfter) === entry.chainAfter &&
    row.startUnixMs === entry.startUnixMs &&
    row.endUnixMs === entry.endUnixMs &&
    row.segments === entry.segments &&
    row.sizeBytes === entry.sizeBytes
  );
}

function checkSegment(
  index: IndexReader,
  findings: FindingList,
  stream: StreamRow | null,
  entry: SegmentEntry,
  path: string,
): void {
  const place = placeOf(entry, path);
  const row = stream === null ? null : index.segment(stream.id, entry.seq);
  if (stream === null || row === null) {
    const tombstone = stream === null ? null : index.tombstone(stream.id, entry.seq);
    if (tombstone === null) findings.add('not-indexed', `segment ${entry.seq} is not in the index`, place);
    else if (tombstone.hash !== null && toHex(tombstone.hash) !== entry.hash) {
      findings.add('journal-differs', `the hash of deleted segment ${entry.seq} is not the journal's`, place);
    }
    return;
  }
  if (row.state !== 'complete') return;
  const kept = index.segmentFragments(row.id);
  if (kept === null || toHex(kept.hash) !== entry.hash) {
    findings.add('journal-differs', `the index's hash of segment ${entry.seq} is not the journal's`, place);
  }
  if (
    row.startUnixMs !== entry.startUnixMs ||
    row.endUnixMs !== entry.endUnixMs ||
    row.sizeBytes !== entry.sizeBytes ||
    row.startTicks !== entry.startTicks ||
    row.durationTicks !== entry.durationTicks
  ) {
    findings.add('journal-differs', `span or size of segment ${entry.seq} are not the journal's`, place);
  }
}

function placeOf(entry: SegmentEntry | HeadEntry | TombstoneEntry, path: string) {
  return { stream: { cameraId: entry.cameraId, kind: entry.kind }, seq: entry.seq, path };
}
