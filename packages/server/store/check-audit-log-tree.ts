/** The stored tree of an audit log against its entries: made anew as they are read, and held against each row. */
import { Buffer } from 'node:buffer';
import { auditLeafHash, hexOf, MerkleFrontier, type SubtreePlace } from '@matlang/domain';
import { sha256 } from './audit-digests.ts';
import type { LinkedEntries } from './linked-entries.ts';
import type { SqlAuditTree } from './sql-audit-tree.ts';

/** A row that is altered or missing, or entries that are not those it was made of: it stands over 2^`level` entries from `seq` on. */
export interface SubtreeFault {
  readonly seq: number;
  readonly kind: 'subtree';
  readonly level: number;
}

/** The first row that does not fit, and the entry that it was complete with. */
export interface TreeFinding {
  readonly atSeq: number;
  readonly fault: SubtreeFault;
}

/** Fed with the entries of one site's log in their order. */
export class AuditTreeCheck {
  readonly #siteId: string;
  readonly #tree: SqlAuditTree;
  readonly #frontier = new MerkleFrontier(sha256);

  constructor(siteId: string, tree: SqlAuditTree) {
    this.#siteId = siteId;
    this.#tree = tree;
  }

  /** @returns also the roots before each entry that says what was signed, hex by size */
  async check(
    entries: LinkedEntries,
  ): Promise<{ readonly finding: TreeFinding | null; readonly roots: ReadonlyMap<number, string> }> {
    const before = this.#frontier.size;
    const { made, roots } = this.#append(entries);
    const kept = await this.#tree.completedTexts(this.#siteId, before, this.#frontier.size);
    return { finding: isSame(made, kept) ? null : await this.#findingOf(made, before), roots };
  }

  async #findingOf(made: readonly MadeSubtree[], before: number): Promise<TreeFinding | null> {
    const rows = await this.#tree.completedBetween(this.#siteId, before, this.#frontier.size);
    for (const { atSeq, level, index, hex } of made)
      if (rows.get({ level, index }) !== hex)
        return { atSeq, fault: { seq: index * 2 ** level + 1, kind: 'subtree', level } };
    return null;
  }

  #append({ firstSeq, hashes, signedSeqs }: LinkedEntries): {
    readonly made: readonly MadeSubtree[];
    readonly roots: ReadonlyMap<number, string>;
  } {
    const signed = new Set(signedSeqs);
    const roots = new Map<number, string>();
    const made: MadeSubtree[] = [];
    for (const [at, hash] of hashes.entries()) {
      const atSeq = firstSeq + at;
      if (signed.has(atSeq)) roots.set(this.#frontier.size, hexOf(this.#frontier.root()));
      for (const { level, index, hash: bytes } of this.#frontier.append(auditLeafHash(hash, sha256)))
        made.push({ atSeq, level, index, hex: Buffer.from(bytes).toString('hex') });
    }
    return { made, roots };
  }
}

/** With the entry that it is complete with. */
interface MadeSubtree extends SubtreePlace {
  readonly atSeq: number;
  readonly hex: string;
}

/** As texts of each level: as many rows as there must be, each the right one. */
function isSame(made: readonly MadeSubtree[], kept: ReadonlyMap<number, string | null>): boolean {
  const texts = new Map<number, string>();
  for (const { level, hex } of made) texts.set(level, (texts.get(level) ?? '') + hex);
  return texts.size === kept.size && [...texts].every(([level, text]) => kept.get(level) === text);
}
