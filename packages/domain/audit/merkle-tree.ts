/**
 * The Merkle tree of RFC 6962, section 2.1 (the same in RFC 9162): which hashes make up a root, and how. Where hashes are kept, and of what,
 * is not said here; proofs are in merkle-proof.ts.
 */

/** The digest of the tree: 32 bytes. It must not keep the bytes that it is given. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** A subtree that is complete: it stands over the 2^`level` leaves from `index` * 2^`level` on, counted from 0, and never changes again. */
export interface SubtreePlace {
  readonly level: number;
  readonly index: number;
}

/** Leaves from `start` on, counted from 0, without `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** What a leaf is the SHA-256 of: 0x00 and its data, so that no node can be passed off as a leaf. */
export function merkleLeafBytes(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return bytes;
}

const NODE_BYTES = 1 + 2 * 32;
/** Engines put an array of more than 64 bytes aside, which costs more than its digest: what is hashed at once shares one. */
const hashedAtOnce = new Uint8Array(NODE_BYTES);

/** What a node is the SHA-256 of: 0x01, left and right, 32 bytes each. */
export function merkleNodeBytes(
  left: Uint8Array,
  right: Uint8Array,
  bytes = new Uint8Array(NODE_BYTES),
): Uint8Array {
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return bytes;
}

/** See merkleNodeBytes. */
export function merkleNodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(merkleNodeBytes(left, right, hashedAtOnce));
}

/**
 * The complete subtrees that a range is made of, from the left, each smaller than the one before it. Ranges are those that RFC 6962 splits
 * into: from 0 on, or from a multiple of a power of two that is not smaller than the range.
 */
export function subtreesOf({ start, end }: LeafRange): readonly SubtreePlace[] {
  const places: SubtreePlace[] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    let leaves = 1;
    while (from % (leaves * 2) === 0 && from + leaves * 2 <= end) {
      level += 1;
      leaves *= 2;
    }
    places.push({ level, index: from / leaves });
    from += leaves;
  }
  return places;
}

/** The hash over a range, from those of `subtreesOf` it. Of no leaves: SHA-256 of nothing. */
export function foldSubtrees(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const last = hashes.at(-1);
  if (last === undefined) return sha256(new Uint8Array(0));
  return hashes.slice(0, -1).reduceRight((right, left) => merkleNodeHash(left, right, sha256), last);
}

/**
 * The left neighbours that a tree of `size` leaves joined with when the last of them came, from below: as many as `size` can be halved. With
 * each a subtree is complete, one level above it, of half its index.
 */
export function neighboursJoinedAt(size: number): readonly SubtreePlace[] {
  const places: SubtreePlace[] = [];
  for (let level = 0, rest = size; rest > 0 && rest % 2 === 0; level += 1, rest /= 2)
    places.push({ level, index: rest - 2 });
  return places;
}
