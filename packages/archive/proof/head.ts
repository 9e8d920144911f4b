/** Signed heads: a stream's chain value at an instant, under the node's key; and the keys that deletions are signed with. */
import { Buffer } from 'node:buffer';
import type { StreamKey } from '../port/stream-key.ts';
import { toHex } from './digest.ts';

/** Signs chain heads and the keys that sign deletions; the key stays with whoever made it (`@matlang/keys`). */
export interface NodeSigner {
  readonly keyId: string;
  /** 32 bytes. With it compaction folds only deletions that this key stands for. */
  readonly publicKey?: Uint8Array;
  /** Ed25519, 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** What is about to be signed. */
export interface HeadDraft {
  readonly stream: StreamKey;
  /** Of the newest complete segment. */
  readonly seq: number;
  readonly chain: Uint8Array;
  readonly signedUnixMs: number;
  /** 2: each deletion on the volume has a signature of its own. 1 unless told: heads of before that. */
  readonly version?: 1 | 2;
}

/** A key made for one opening of a volume, whose private half never leaves the memory of its thread. */
export interface DeletionKeyDraft {
  /** 32 bytes. */
  readonly deletionKey: Uint8Array;
  readonly signedUnixMs: number;
}

/** All that the node's key signs for a volume. */
export type SigningDraft = HeadDraft | DeletionKeyDraft;

/** What the signer adds to a draft. */
export interface DraftSignature {
  readonly keyId: string;
  readonly signature: Uint8Array;
  /** The public half of the key it was made with, as the signer knows it: not from the disk. */
  readonly nodeKey?: Uint8Array | undefined;
}

/** A head as it goes to the journal. */
export type SignedHead = HeadDraft & DraftSignature;
/** A deletion key that the node's key vouches for. */
export type SignedDeletionKey = DeletionKeyDraft &
  DraftSignature & {
    /** Deletions of this volume were signed before, as is remembered outside of it: none is adopted any more. */
    readonly signedBefore?: boolean;
  };
/** What comes back for a `SigningDraft`; a deletion key is told by its field `deletionKey`. */
export type SignedDraft = SignedHead | SignedDeletionKey;

/** Null: the key is not known. */
export type VerifyHead = (keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null;

/** The signed bytes: ASCII lines, so that anybody can rebuild them from the journal. */
export function headMessage(volumeId: string, head: HeadDraft): Uint8Array {
  const { stream, seq, chain, signedUnixMs, version = 1 } = head;
  const lines = [
    `matlang-archive-head-${version}`,
    volumeId,
    stream.cameraId,
    stream.kind,
    seq,
    toHex(chain),
    signedUnixMs,
  ];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

/** Likewise, of a deletion key. */
export function deletionKeyMessage(volumeId: string, draft: DeletionKeyDraft): Uint8Array {
  const lines = ['matlang-archive-deletion-key-1', volumeId, toHex(draft.deletionKey), draft.signedUnixMs];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

/** Of either. */
export function draftMessage(volumeId: string, draft: SigningDraft): Uint8Array {
  return 'deletionKey' in draft ? deletionKeyMessage(volumeId, draft) : headMessage(volumeId, draft);
}
