/** The stored tree of an audit log against its entries: made anew as they are read, and held against each row. */
import { type AuditEntry, auditLeafHash, hexOf, MerkleFrontier } from '@matlang/domain';
import { sha256 } from './audit-digests.ts';
import type { SqlAuditTree } from './sql-audit-tree.ts';

/** A row that is altered or missing, or entries that are not those it was made of: it stands over 2^`level` entries from `seq` on. */
export interface SubtreeFault {
  readonly seq: number;
  readonly kind: 'subtree';
  readonly level: number;
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

  /** @returns the first that does not fit, and the entry that it was complete with */
  async fault(
    entries: readonly AuditEntry[],
  ): Promise<{ readonly atSeq: number; readonly fault: SubtreeFault } | null> {
    const before = this.#frontier.size;
    const kept = await this.#tree.completedBetween(this.#siteId, before, before + entries.length);
    for (const { seq, hash } of entries)
      for (const { level, index, hash: made } of this.#frontier.append(auditLeafHash(hash, sha256)))
        if (kept.get({ level, index }) !== hexOf(made))
          return { atSeq: seq, fault: { seq: index * 2 ** level + 1, kind: 'subtree', level } };
    return null;
  }
}
