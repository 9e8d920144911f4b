/** A tree that leaves are put into one after another: memory for one hash a level, whatever its size. */
import {
  foldSubtrees,
  merkleNodeHash,
  neighboursJoinedAt,
  type Sha256,
  type SubtreePlace,
} from './merkle-tree.ts';

/** With its hash. */
export interface Subtree extends SubtreePlace {
  readonly hash: Uint8Array;
}

/** Begins empty. */
export class MerkleFrontier {
  readonly #sha256: Sha256;
  /** Of the complete subtrees that the leaves so far are made of, from the left. */
  readonly #peaks: Uint8Array[] = [];
  #size = 0;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** @returns the subtrees above the leaves that this one completes, from below */
  append(leafHash: Uint8Array): readonly Subtree[] {
    this.#size += 1;
    const completed: Subtree[] = [];
    let hash = leafHash;
    for (const { level, index } of neighboursJoinedAt(this.#size)) {
      const left = this.#peaks.pop();
      if (left === undefined) throw new TypeError('peaks: fewer than leaves ask for');
      hash = merkleNodeHash(left, hash, this.#sha256);
      completed.push({ level: level + 1, index: index / 2, hash });
    }
    this.#peaks.push(hash);
    return completed;
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    return foldSubtrees(this.#peaks, this.#sha256);
  }
}
