/**
 * The Merkle tree hash of RFC 6962 section 2.1 over 32-byte entries: leaves are hashed behind a 0x00, inner nodes behind a
 * 0x01, so that no inner node can be passed off as a leaf. With it a part of a minute is proved without showing the rest.
 */
import { sha256 } from './digest.ts';

/** The root; entries are digests of 32 bytes. @throws TypeError for an empty list */
export function merkleRoot(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) throw new TypeError('entries: none');
  // Level by level, an odd node rises as it is: the same tree as the RFC's split at the largest power of two.
  let level = entries.map(leafHash);
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i];
      const right = level[i + 1];
      if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  const [root] = level;
  if (root === undefined) throw new TypeError('entries: none');
  return root;
}

function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}
