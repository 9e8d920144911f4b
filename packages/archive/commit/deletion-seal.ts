/**
 * What a deletion's signature covers. Frozen, as the hashes of segments are; in words it is in docs/design/archive.md,
 * Deletions. Texts are JSON of arrays, so that nothing in a field can look like the next one.
 */
import { Buffer } from 'node:buffer';
import { type CheckpointEntry, TOMBSTONE_REASONS, type TombstoneEntry } from '../journal/journal-entry.ts';
import { sha256, toHex } from '../proof/digest.ts';

/** The entries that a seal vouches for: what says that footage is gone on purpose. */
export type SealedEntry = TombstoneEntry | CheckpointEntry;

/** Half of a SHA-256: nobody finds a second text for one of them. */
const DIGEST_CHARACTERS = 32;

/** First and last number, of neighbours that are all deleted. */
export type DeletedRange = readonly [fromSeq: number, toSeq: number];

/** Of all that the line says; 32 characters of hex. */
export function sealDigest(volumeId: string, entry: SealedEntry): string {
  return toHex(sha256(Buffer.from(JSON.stringify([volumeId, ...fieldsOf(entry)]), 'utf8'))).slice(
    0,
    DIGEST_CHARACTERS,
  );
}

/** The digests that a seal lists. */
export function digestsOf(digests: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at < digests.length; at += DIGEST_CHARACTERS)
    found.add(digests.slice(at, at + DIGEST_CHARACTERS));
  return found;
}

/** The signed bytes of a seal. */
export function sealMessage(volumeId: string, digests: string): Uint8Array {
  return Buffer.from(JSON.stringify(['matlang-archive-deletions-1', volumeId, digests]), 'utf8');
}

/** The signed bytes of what was deleted before deletions were signed; streams in the order of their names. */
export function adoptionMessage(
  volumeId: string,
  atUnixMs: number,
  deleted: Readonly<Record<string, string>>,
): Uint8Array {
  const streams = Object.entries(deleted).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(
    JSON.stringify(['matlang-archive-deleted-before-1', volumeId, atUnixMs, streams]),
    'utf8',
  );
}

/** `0-41,50`: as an adoption lists them. */
export function rangesText(ranges: readonly DeletedRange[]): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** The inverse; what isn't a range is left out. */
export function rangesOf(text: unknown): DeletedRange[] {
  if (typeof text !== 'string') return [];
  const ranges: DeletedRange[] = [];
  for (const part of text.split(',')) {
    const [, from, to] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? [];
    if (from !== undefined) ranges.push([Number(from), Number(to ?? from)]);
  }
  return ranges;
}

function fieldsOf(entry: SealedEntry): readonly unknown[] {
  const { type, cameraId, kind, startUnixMs, endUnixMs, sizeBytes, atUnixMs } = entry;
  const common = [type, cameraId, kind, startUnixMs, endUnixMs, sizeBytes, atUnixMs];
  if (entry.type === 'tombstone') return [...common, entry.seq, entry.hash, entry.reason];
  const { fromSeq, toSeq, chainBefore, chainAfter, segments, reasons } = entry;
  const counts = TOMBSTONE_REASONS.map((reason) => reasons[reason] ?? 0);
  return [...common, fromSeq, toSeq, chainBefore, chainAfter, segments, counts];
}
