/** The stored tree of an audit log against its entries: made anew as they are read, and held against each row. */
import { type AuditEntry, auditLeafHash, hexOf, MerkleFrontier } from '@matlang/domain';
import { sha256 } from './audit-digests.ts';
import { AUDIT_SIGNED } from './audit-log-signatures.ts';
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
  /** By size, where a signature follows, of the entries that were fed last: nearly all that are asked for. */
  #roots = new Map<number, string>();

  constructor(siteId: string, tree: SqlAuditTree) {
    this.#siteId = siteId;
    this.#tree = tree;
  }

  /** Over the first `size` entries, which were fed; hex. */
  async rootAt(size: number): Promise<string> {
    return this.#roots.get(size) ?? (await this.#tree.rootAt(this.#siteId, size));
  }

  /** @returns the first that does not fit, and the entry that it was complete with */
  async fault(
    entries: readonly AuditEntry[],
  ): Promise<{ readonly atSeq: number; readonly fault: SubtreeFault } | null> {
    const before = this.#frontier.size;
    const kept = await this.#tree.completedBetween(this.#siteId, before, before + entries.length);
    this.#roots = new Map();
    for (const { seq, hash, action } of entries) {
      if (action === AUDIT_SIGNED) this.#roots.set(this.#frontier.size, hexOf(this.#frontier.root()));
      for (const { level, index, hash: made } of this.#frontier.append(auditLeafHash(hash, sha256)))
        if (kept.get({ level, index }) !== hexOf(made))
          return { atSeq: seq, fault: { seq: index * 2 ** level + 1, kind: 'subtree', level } };
    }
    return null;
  }
}
