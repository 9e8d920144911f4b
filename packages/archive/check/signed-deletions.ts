/** Every deletion must be signed by a recorder of this node, or be listed as older than that. */
import { sealDigest } from '../commit/deletion-seal.ts';
import { SealedDeletions } from '../commit/sealed-deletions.ts';
import type { CheckpointRow } from '../index/index-rows.ts';
import type { CheckpointEntry, JournalEntry, TombstoneEntry } from '../journal/journal-entry.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import { toHex } from '../proof/digest.ts';
import type { VerifyHead } from '../proof/head.ts';
import type { SegmentNumbers } from '../segment/segment-numbers.ts';
import type { FindingList } from './finding.ts';

/** From and to, neighbours joined as they come. */
type Range = [fromSeq: number, toSeq: number];

/** Kept of a stream; each further one is named when it is read. */
const MOST_RANGES = 100_000;

/** A recorder lists what was deleted before at its first start that signs; its first head may be kept a moment earlier. */
const ADOPTION_SLACK_MS = 60_000;

/** Of which volume, by whose key, and where findings go. */
export interface SignedDeletionsOptions {
  readonly volumeId: string;
  readonly verify: VerifyHead | null;
  readonly findings: FindingList;
  /**
   * What is known outside of the volume: since then deletions are signed, all of them, and a list of earlier ones that was made
   * later is not believed (a recorder makes it again where all signatures were taken away). Null: nothing is known.
   */
  readonly signedSinceUnixMs: number | null;
}

/** Fed with the lines of a journal in their order, and then asked about each stream. */
export class SignedDeletions {
  readonly #volumeId: string;
  readonly #seals: SealedDeletions;
  readonly #findings: FindingList;
  /** Tombstones and checkpoints without a signature, by stream. */
  readonly #unsigned = new Map<string, Range[]>();
  readonly #unsignedCheckpoints = new Map<string, Range[]>();
  /** Digests of checkpoints with one. */
  readonly #signedCheckpoints = new Set<string>();
  readonly #lastAdoptionUnixMs: number;
  #mustBeSigned: boolean;

  constructor({ volumeId, verify, findings, signedSinceUnixMs }: SignedDeletionsOptions) {
    this.#volumeId = volumeId;
    this.#seals = new SealedDeletions(volumeId, verify);
    this.#findings = findings;
    this.#mustBeSigned = signedSinceUnixMs !== null;
    this.#lastAdoptionUnixMs = signedSinceUnixMs === null ? Infinity : signedSinceUnixMs + ADOPTION_SLACK_MS;
  }

  /** A signed head says that on this volume deletions are signed: their signatures can't just be taken away. */
  mustBeSigned(): void {
    this.#mustBeSigned = true;
  }

  /** `journalled`: segments whose lines came so far. */
  take(entry: JournalEntry, journalled: SegmentNumbers): void {
    if (entry.type === 'adopted' && entry.atUnixMs > this.#lastAdoptionUnixMs) return;
    const isSigned = this.#seals.take(entry);
    if (entry.type === 'checkpoint') this.#takeCheckpoint(entry, isSigned === true);
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
    const name = streamName(stream);
    const unsigned = this.#unsignedCheckpoints.get(name) ?? [];
    const rows = checkpoints.filter((row) => !this.isTrustedCheckpoint(stream, row));
    for (const [from, to] of [
      ...rows.map(({ fromSeq, toSeq }): Range => [fromSeq, toSeq]),
      ...unsigned.filter(([fromSeq, toSeq]) => !this.#seals.isAdopted(stream, fromSeq, toSeq)),
    ])
      if (!found.some((range) => range[0] === from && range[1] === to)) found.push([from, to]);
    for (const [from, to] of this.#unsigned.get(name) ?? [])
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

  /** Of a row of the index: its very line is signed, or what it stands for was adopted. */
  isTrustedCheckpoint(stream: StreamKey, row: CheckpointRow): boolean {
    const { fromSeq, toSeq } = row;
    return (
      this.#signedCheckpoints.has(sealDigest(this.#volumeId, entryOf(stream, row))) ||
      this.#seals.isAdopted(stream, fromSeq, toSeq)
    );
  }

  #takeCheckpoint(entry: CheckpointEntry, isSigned: boolean): void {
    if (isSigned) {
      this.#signedCheckpoints.add(sealDigest(this.#volumeId, entry));
      return;
    }
    const ranges = this.#unsignedCheckpoints.get(streamName(entry)) ?? [];
    this.#unsignedCheckpoints.set(streamName(entry), ranges);
    const { cameraId, kind, fromSeq, toSeq } = entry;
    if (ranges.length < MOST_RANGES) ranges.push([fromSeq, toSeq]);
    else this.#add({ cameraId, kind }, [fromSeq, toSeq]);
  }

  #add(stream: StreamKey, [from, to]: Range): void {
    const what = from === to ? `segment ${from}` : `segments ${from} to ${to}`;
    this.#findings.add('deletion-unsigned', `the deletion of ${what} is not signed`, { stream, seq: from });
  }

  #addUnsigned(entry: TombstoneEntry): void {
    const name = streamName(entry);
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

function entryOf({ cameraId, kind }: StreamKey, row: CheckpointRow): CheckpointEntry {
  const { fromSeq, toSeq, startUnixMs, endUnixMs, segments, sizeBytes, reasons } = row;
  return {
    type: 'checkpoint',
    cameraId,
    kind,
    fromSeq,
    toSeq,
    chainBefore: toHex(row.chainBefore),
    chainAfter: toHex(row.chainAfter),
    startUnixMs,
    endUnixMs,
    segments,
    sizeBytes,
    reasons,
    atUnixMs: row.madeUnixMs,
  };
}
