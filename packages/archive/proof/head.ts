/** Signed heads: a stream's chain value at an instant, under the node's key. */
import { Buffer } from 'node:buffer';
import type { StreamKey } from '../port/stream-key.ts';
import { toHex } from './digest.ts';

/** Signs chain heads; the key stays with whoever made it (`@matlang/keys`). */
export interface HeadSigner {
  readonly keyId: string;
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
}

export interface SignedHead extends HeadDraft {
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** The signed bytes: ASCII lines, so that anybody can rebuild them from the journal. */
export function headMessage(volumeId: string, head: HeadDraft): Uint8Array {
  const { stream, seq, chain, signedUnixMs } = head;
  const lines = [
    'matlang-archive-head-1',
    volumeId,
    stream.cameraId,
    stream.kind,
    seq,
    toHex(chain),
    signedUnixMs,
  ];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}
