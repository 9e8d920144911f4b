/**
 * Signs what a recorder deletes, with a key that only this object has: made anew at each opening of a volume and certified by
 * the node's key, which stays on the recorder's main thread. What somebody else writes into a journal has no such signature.
 */
import type { AdoptedEntry, DeletionKeyEntry, JournalEntry } from '../journal/journal-entry.ts';
import { equalBytes, toHex } from '../proof/digest.ts';
import { makeMemoryKey } from '../proof/ed25519.ts';
import {
  type DeletionKeyDraft,
  draftMessage,
  type NodeSigner,
  type SignedDeletionKey,
} from '../proof/head.ts';
import { adoptionMessage, sealDigest, sealMessage } from './deletion-seal.ts';

/** An answer that got lost with a thread or a disk. */
const ASK_AGAIN_AFTER_MS = 30_000;

/** Until it is answered nothing should be deleted; without any signer nothing is ever signed. */
export class DeletionSealer {
  /** Of the node, as its signer says; null: not known. */
  nodeKey: Uint8Array | null = null;
  readonly #volumeId: string;
  readonly #key = makeMemoryKey();
  #certificate: DeletionKeyEntry | null = null;
  #isAnswered = false;
  #askedMs: number | null = null;
  /** The journal's file that has the certificate: each says it once, so that it is as long there as what it is needed for. */
  #statedDay: string | null = null;

  constructor(volumeId: string) {
    this.#volumeId = volumeId;
  }

  /** Certified at once: for whoever has the signer at hand. */
  static certified(volumeId: string, signer: NodeSigner, nowUnixMs: number): DeletionSealer {
    const sealer = new DeletionSealer(volumeId);
    const draft = sealer.draft({ unixMs: nowUnixMs, monotonicMs: 0 });
    const signature = signer.sign(draftMessage(volumeId, draft));
    sealer.answer({ ...draft, keyId: signer.keyId, signature, nodeKey: signer.publicKey });
    return sealer;
  }

  /** The signer was asked and has answered, if only that there is none. */
  get isReady(): boolean {
    return this.#isAnswered;
  }

  get isCertified(): boolean {
    return this.#certificate !== null;
  }

  mustAsk(monotonicMs: number): boolean {
    return !this.#isAnswered && (this.#askedMs === null || monotonicMs - this.#askedMs >= ASK_AGAIN_AFTER_MS);
  }

  /** To be signed by the node. */
  draft(time: { readonly unixMs: number; readonly monotonicMs: number }): DeletionKeyDraft {
    this.#askedMs = time.monotonicMs;
    return { deletionKey: this.#key.publicKey, signedUnixMs: time.unixMs };
  }

  /** Null: nobody signs. */
  answer(signed: SignedDeletionKey | null): void {
    // A late one, for the key of an opening before this one, says nothing of this key.
    if (signed !== null && !equalBytes(signed.deletionKey, this.#key.publicKey)) return;
    this.#isAnswered = true;
    if (signed === null) return;
    this.nodeKey = signed.nodeKey ?? null;
    this.#certificate = {
      type: 'deletion-key',
      publicKey: toHex(signed.deletionKey),
      signedUnixMs: signed.signedUnixMs,
      keyId: signed.keyId,
      signature: toHex(signed.signature),
    };
  }

  /** The lines that must stand in front of `entries` in the journal's file of `day`; none where nothing of them is signed. */
  seal(entries: readonly JournalEntry[], day: string): JournalEntry[] {
    if (this.#certificate === null) return [];
    const digests = entries.flatMap((entry) =>
      entry.type === 'tombstone' || entry.type === 'checkpoint' ? [sealDigest(this.#volumeId, entry)] : [],
    );
    if (digests.length === 0) return [];
    const text = digests.join('');
    const signature = toHex(this.#key.sign(sealMessage(this.#volumeId, text)));
    const key = this.#certificate.publicKey;
    return [...this.#stated(day), { type: 'seal', key, digests: text, signature }];
  }

  /** Says that these numbers were deleted before; with the certificate in front. Nothing without one. */
  adopt(deleted: Readonly<Record<string, string>>, atUnixMs: number, day: string): JournalEntry[] {
    if (this.#certificate === null) return [];
    const signature = toHex(this.#key.sign(adoptionMessage(this.#volumeId, atUnixMs, deleted)));
    const key = this.#certificate.publicKey;
    const adopted: AdoptedEntry = { type: 'adopted', atUnixMs, deleted, key, signature };
    return [...this.#stated(day), adopted];
  }

  #stated(day: string): JournalEntry[] {
    if (this.#certificate === null || this.#statedDay === day) return [];
    this.#statedDay = day;
    return [this.#certificate];
  }
}
