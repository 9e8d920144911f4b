/**
 * The audit log as a Merkle tree: leaf `seq` - 1 is the entry's hash. With a signed root one entry is proved without the others, and an older
 * head shows that nothing before it was removed. The chain of audit-chain.ts stays beside it.
 */
import { type AuditEntry, auditEntryContent } from './audit-entry.ts';
import type { DigestSteps } from './digest-steps.ts';
import { provingConsistency, provingInclusion } from './merkle-proof.ts';
import { merkleLeafBytes, type Sha256 } from './merkle-tree.ts';

/** A log of `size` entries, and the root over them. */
export interface AuditTreeHead {
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

/** That an entry is in a log. */
export interface AuditInclusionProof {
  readonly seq: number;
  readonly treeSize: number;
  /** Hex, from the leaf upwards. */
  readonly path: readonly string[];
}

/** That a log is the beginning of a longer one. */
export interface AuditConsistencyProof {
  readonly oldSize: number;
  readonly newSize: number;
  /** Hex. */
  readonly path: readonly string[];
}

/**
 * The leaf of an entry with this hash. Its data are the 32 bytes of the hash and not the entry's text: who verifies a log has the hash
 * anyway, for the chain, and an entry that was removed when its years were over can leave its hash behind, so that the proofs of all others
 * hold.
 */
export function auditLeafHash(hash: string, sha256: Sha256): Uint8Array {
  return sha256(merkleLeafBytes(bytesOfHex(hash)));
}

/** Whether the entry, as it is, stands at its place in the log of that head. */
export function* provingAuditEntry(
  entry: AuditEntry,
  proof: AuditInclusionProof,
  head: AuditTreeHead,
): DigestSteps<boolean> {
  if (proof.seq !== entry.seq || proof.treeSize !== head.size) return false;
  if (hexOf(yield auditEntryContent(entry)) !== entry.hash) return false;
  const leafHash = yield merkleLeafBytes(bytesOfHex(entry.hash));
  const claim = { leafHash, index: entry.seq - 1, size: head.size, root: bytesOfHex(head.root) };
  return yield* provingInclusion(claim, proof.path.map(bytesOfHex));
}

/** Whether the log of the old head is the beginning of that of the new one: nothing was changed or removed in between. */
export function* provingAuditGrowth(
  oldHead: AuditTreeHead,
  newHead: AuditTreeHead,
  proof: AuditConsistencyProof,
): DigestSteps<boolean, Uint8Array> {
  if (proof.oldSize !== oldHead.size || proof.newSize !== newHead.size) return false;
  const claim = {
    oldSize: oldHead.size,
    oldRoot: bytesOfHex(oldHead.root),
    newSize: newHead.size,
    newRoot: bytesOfHex(newHead.root),
  };
  return yield* provingConsistency(claim, proof.path.map(bytesOfHex));
}

/** The 32 bytes of a digest as hex; none of a text that is not one, so that nothing is proved by it. */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(32);
  if (hex.length !== 64) return new Uint8Array(0);
  for (let at = 0; at < 32; at += 1) {
    const high = HEX_VALUES[hex.charCodeAt(at * 2)] ?? -1;
    const low = HEX_VALUES[hex.charCodeAt(at * 2 + 1)] ?? -1;
    if (high < 0 || low < 0) return new Uint8Array(0);
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

/** By character code; -1: no digit. A check reads a million digests. */
const HEX_VALUES = Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code)),
);

/** By value: a check writes two million digests as text. */
const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower case. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX_BYTES[byte] ?? '';
  return hex;
}
