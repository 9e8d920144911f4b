/** Which deletions of a journal were signed: fed with its lines in their order. One seal is in memory at a time. */
import type { KeyObject } from 'node:crypto';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import { fromHex } from '../proof/digest.ts';
import { isSignedBy, publicKeyOf } from '../proof/ed25519.ts';
import { deletionKeyMessage, type VerifyHead } from '../proof/head.ts';
import {
  adoptionMessage,
  type DeletedRange,
  digestsOf,
  rangesOf,
  sealDigest,
  sealMessage,
} from './deletion-seal.ts';

/** Certified keys that are remembered, newest last: a journal that is full of made-up ones must not fill the memory. */
const MOST_KEYS = 1000;

/** See the head of the file. */
export class SealedDeletions {
  readonly #volumeId: string;
  readonly #verify: VerifyHead | null;
  readonly #keys = new Map<string, KeyObject>();
  readonly #adopted = new Map<string, DeletedRange[]>();
  #digests: ReadonlySet<string> = new Set();
  #hasAdoption = false;

  /** `verify`: of the node's key; without it every certificate is taken as it is. */
  constructor(volumeId: string, verify: VerifyHead | null) {
    this.#volumeId = volumeId;
    this.#verify = verify;
  }

  /** From here on every deletion is signed. */
  get hasAdoption(): boolean {
    return this.#hasAdoption;
  }

  /** Of a tombstone or a checkpoint: whether it was signed. Null: another line. */
  take(entry: JournalEntry): boolean | null {
    if (entry.type === 'tombstone' || entry.type === 'checkpoint')
      return this.#digests.has(sealDigest(this.#volumeId, entry));
    if (entry.type === 'deletion-key') this.#takeKey(entry);
    if (entry.type === 'seal') {
      const isSigned = this.#isSigned(entry, sealMessage(this.#volumeId, entry.digests));
      this.#digests = isSigned ? digestsOf(entry.digests) : new Set();
    }
    if (
      entry.type === 'adopted' &&
      this.#isSigned(entry, adoptionMessage(this.#volumeId, entry.atUnixMs, entry.deleted))
    )
      this.#adopt(entry.deleted);
    return null;
  }

  /** Deleted before deletions were signed, all of them. */
  isAdopted(stream: StreamKey, fromSeq: number, toSeq = fromSeq): boolean {
    const ranges = this.#adopted.get(streamName(stream)) ?? [];
    return ranges.some(([from, to]) => fromSeq >= from && toSeq <= to);
  }

  #takeKey(entry: Extract<JournalEntry, { type: 'deletion-key' }>): void {
    const deletionKey = fromHex(entry.publicKey);
    const message = deletionKeyMessage(this.#volumeId, { deletionKey, signedUnixMs: entry.signedUnixMs });
    if (this.#verify !== null && this.#verify(entry.keyId, message, fromHex(entry.signature)) !== true)
      return;
    const key = publicKeyOf(deletionKey);
    if (key === null) return;
    this.#keys.set(entry.publicKey, key);
    const oldest = this.#keys.keys().next().value;
    if (this.#keys.size > MOST_KEYS && oldest !== undefined) this.#keys.delete(oldest);
  }

  #isSigned(entry: { readonly key: string; readonly signature: string }, message: Uint8Array): boolean {
    const key = this.#keys.get(entry.key);
    return key !== undefined && isSignedBy(key, message, fromHex(entry.signature));
  }

  #adopt(deleted: Readonly<Record<string, string>>): void {
    this.#hasAdoption = true;
    for (const [stream, text] of Object.entries(deleted))
      this.#adopted.set(stream, [...(this.#adopted.get(stream) ?? []), ...rangesOf(text)]);
  }
}
