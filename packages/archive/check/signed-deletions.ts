/** Every deletion must be signed by a recorder of this node, or be listed as older than that. */
import { SealedDeletions } from '../commit/sealed-deletions.ts';
import type { CheckpointRow } from '../index/index-rows.ts';
import type { CheckpointEntry, JournalEntry, TombstoneEntry } from '../journal/journal-entry.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { VerifyHead } from '../proof/head.ts';
import type { SegmentNumbers } from '../segment/segment-numbers.ts';
import type { FindingList } from './finding.ts';

/** From and to, neighbours joined as they come. */
type Range = [fromSeq: number, toSeq: number];

/** Kept of a stream; each further one is named when it is read. */
const MOST_RANGES = 100_000;

/** Fed with the lines of a journal in their order, and then asked about each stream. */
export class SignedDeletions {
  readonly #seals: SealedDeletions;
  readonly #findings: FindingList;
  /** Tombstones without a signature, by stream. */
  readonly #unsigned = new Map<string, Range[]>();
  /** Checkpoints with one: `stream/from/to`. */
  readonly #signedCheckpoints = new Set<string>();
  #mustBeSigned = false;

  constructor(volumeId: string, verify: VerifyHead | null, findings: FindingList) {
    this.#seals = new SealedDeletions(volumeId, verify);
    this.#findings = findings;
  }

  /** A signed head says that on this volume deletions are signed: their signatures can't just be taken away. */
  mustBeSigned(): void {
    this.#mustBeSigned = true;
  }

  /** `journalled`: segments whose lines came so far. */
  take(entry: JournalEntry, journalled: SegmentNumbers): void {
    const isSigned = this.#seals.take(entry);
    if (entry.type === 'checkpoint' && isSigned === true) this.#signedCheckpoints.add(nameOf(entry));
    if (entry.type !== 'tombstone') return;
    const { seq, reason, hash } = entry;
    // Nothing of it was ever whole: recovery found an empty file.
    if (hash === null && !journalled.has(entry, seq)) return;
    if (isSigned !== true) this.#addUnsigned(entry);
    else if (reason === 'repair')
      this.#findings.add('footage-lost', `segment ${seq} was missing when the archive was repaired`, {
        stream: { cameraId: entry.cameraId, kind: entry.kind },
        seq,
      });
  }

  /** What is left to say of a stream: `checkpoints` are those that the index has. */
  atEnd(stream: StreamKey, checkpoints: readonly CheckpointRow[]): void {
    const isFolded = (seq: number): boolean =>
      checkpoints.some(({ fromSeq, toSeq }) => seq >= fromSeq && seq <= toSeq);
    const found: Range[] = [];
    for (const { fromSeq, toSeq } of checkpoints) {
      if (this.#signedCheckpoints.has(nameOf({ ...stream, fromSeq, toSeq }))) continue;
      if (!this.#seals.isAdopted(stream, fromSeq, toSeq)) found.push([fromSeq, toSeq]);
    }
    for (const [from, to] of this.#unsigned.get(`${stream.cameraId}/${stream.kind}`) ?? [])
      for (let seq = from; seq <= to; seq += 1)
        if (!this.#seals.isAdopted(stream, seq) && !isFolded(seq)) addTo(found, seq);
    if (this.#mustBeSigned || this.#seals.hasAdoption) for (const range of found) this.#add(stream, range);
    else if (found.length > 0)
      this.#findings.add(
        'deletion-before-signing',
        `${found.reduce((sum, [from, to]) => sum + to - from + 1, 0)} deletions are from before deletions were signed`,
        { stream },
      );
  }

  #add(stream: StreamKey, [from, to]: Range): void {
    const what = from === to ? `segment ${from}` : `segments ${from} to ${to}`;
    this.#findings.add('deletion-unsigned', `the deletion of ${what} is not signed`, { stream, seq: from });
  }

  #addUnsigned(entry: TombstoneEntry): void {
    const name = `${entry.cameraId}/${entry.kind}`;
    const ranges = this.#unsigned.get(name) ?? [];
    this.#unsigned.set(name, ranges);
    if (ranges.length < MOST_RANGES) addTo(ranges, entry.seq);
    else this.#add({ cameraId: entry.cameraId, kind: entry.kind }, [entry.seq, entry.seq]);
  }
}

function addTo(ranges: Range[], seq: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] + 1 === seq) last[1] = seq;
  else ranges.push([seq, seq]);
}

function nameOf({
  cameraId,
  kind,
  fromSeq,
  toSeq,
}: Pick<CheckpointEntry, 'cameraId' | 'kind' | 'fromSeq' | 'toSeq'>) {
  return `${cameraId}/${kind}/${fromSeq}/${toSeq}`;
}
