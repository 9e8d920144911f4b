/**
 * Proofs over the tree: that a leaf is in it (RFC 9162, section 2.1.3), and that a tree is the beginning of a larger one (2.1.4). What a proof
 * consists of is said as ranges of leaves, each of them one hash; who has the hashes is not known here. Numbers are divided, not
 * shifted: trees may be larger than 32 bits.
 */
import type { DigestSteps } from './digest-steps.ts';
import { type LeafRange, merkleNodeBytes } from './merkle-tree.ts';

/** The ranges whose hashes prove leaf `index` in a tree of `size`, from the leaf upwards. @throws TypeError when there is no such leaf */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size)
    throw new TypeError(`index: ${index} of ${size} leaves`);
  const ranges: LeafRange[] = [];
  for (let start = 0, end = size; end - start > 1; ) {
    const split = start + splitOf(end - start);
    ranges.unshift(index < split ? { start: split, end } : { start, end: split });
    if (index < split) end = split;
    else start = split;
  }
  return ranges;
}

/** The ranges whose hashes prove that a tree of `oldSize` is the beginning of one of `newSize`. @throws TypeError unless 1 <= old <= new */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize)
    throw new TypeError(`oldSize: ${oldSize} of ${newSize} leaves`);
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = newSize;
  while (oldSize < end) {
    const split = start + splitOf(end - start);
    ranges.unshift(oldSize <= split ? { start: split, end } : { start, end: split });
    if (oldSize <= split) end = split;
    else start = split;
  }
  // Where the old tree is one complete subtree whoever asks has its hash: it is the old root.
  return start === 0 ? ranges : [{ start, end }, ...ranges];
}

/** What is to be proved of one leaf. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  /** From 0. */
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether `path` (hashes of `inclusionRanges`) proves it: RFC 9162, section 2.1.3.2. */
export function* provingInclusion(
  { leafHash, index, size, root }: InclusionClaim,
  path: readonly Uint8Array[],
): DigestSteps<boolean, Uint8Array> {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, ...path].every(isDigest)) return false;
  const walk = new PathWalk(index, size - 1);
  let hash = leafHash;
  for (const step of path) {
    const side = walk.next();
    if (side === null) return false;
    hash = yield side === 'left' ? merkleNodeBytes(step, hash) : merkleNodeBytes(hash, step);
  }
  return walk.isOver && areEqual(hash, root);
}

/** What is to be proved of two trees. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
}

/** Whether `path` (hashes of `consistencyRanges`) proves it: RFC 9162, section 2.1.4.2. */
export function* provingConsistency(
  { oldSize, oldRoot, newSize, newRoot }: ConsistencyClaim,
  path: readonly Uint8Array[],
): DigestSteps<boolean, Uint8Array> {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize) return false;
  if (![oldRoot, ...path].every(isDigest)) return false;
  if (oldSize === newSize) return path.length === 0 && areEqual(oldRoot, newRoot);
  const [first, ...steps] = isPowerOfTwo(oldSize) ? [oldRoot, ...path] : path;
  if (first === undefined || path.length === 0) return false;
  let index = oldSize - 1;
  let last = newSize - 1;
  while (index % 2 === 1) {
    index = half(index);
    last = half(last);
  }
  const walk = new PathWalk(index, last);
  let oldHash = first;
  let newHash = first;
  for (const step of steps) {
    const side = walk.next();
    if (side === null) return false;
    if (side === 'left') {
      oldHash = yield merkleNodeBytes(step, oldHash);
      newHash = yield merkleNodeBytes(step, newHash);
    } else {
      newHash = yield merkleNodeBytes(newHash, step);
    }
  }
  return walk.isOver && areEqual(oldHash, oldRoot) && areEqual(newHash, newRoot);
}

/** From a subtree to the root: on which side of it each neighbour stands. */
class PathWalk {
  #index: number;
  #last: number;

  constructor(index: number, last: number) {
    this.#index = index;
    this.#last = last;
  }

  get isOver(): boolean {
    return this.#last === 0;
  }

  /** Null: the root is reached, there is no neighbour. */
  next(): 'left' | 'right' | null {
    if (this.#last === 0) return null;
    const isRight = this.#index % 2 === 1;
    const side = isRight || this.#index === this.#last ? 'left' : 'right';
    // The last of a level without a neighbour rises as it is.
    if (side === 'left' && !isRight) while (this.#index % 2 === 0 && this.#index > 0) this.#up();
    this.#up();
    return side;
  }

  #up(): void {
    this.#index = half(this.#index);
    this.#last = half(this.#last);
  }
}

/** The largest power of two smaller than the number of leaves: where RFC 6962 splits. */
function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isPowerOfTwo(number: number): boolean {
  let rest = number;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function isDigest({ length }: Uint8Array): boolean {
  return length === 32;
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
