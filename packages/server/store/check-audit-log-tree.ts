/** The stored tree of an audit log against its entries: made anew as they are read, and held against each row. */
import { Buffer } from 'node:buffer';
import { type AuditEntry, auditLeafHash, hexOf, MerkleFrontier, type SubtreePlace } from '@matlang/domain';
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
    const made = this.#append(entries);
    const kept = await this.#tree.completedTexts(this.#siteId, before, this.#frontier.size);
    if (isSame(made, kept)) return null;
    const rows = await this.#tree.completedBetween(this.#siteId, before, this.#frontier.size);
    for (const { atSeq, level, index, hex } of made)
      if (rows.get({ level, index }) !== hex)
        return { atSeq, fault: { seq: index * 2 ** level + 1, kind: 'subtree', level } };
    return null;
  }

  #append(entries: readonly AuditEntry[]): readonly MadeSubtree[] {
    this.#roots = new Map();
    const made: MadeSubtree[] = [];
    for (const { seq, hash, action } of entries) {
      if (action === AUDIT_SIGNED) this.#roots.set(this.#frontier.size, hexOf(this.#frontier.root()));
      for (const { level, index, hash: bytes } of this.#frontier.append(auditLeafHash(hash, sha256)))
        made.push({ atSeq: seq, level, index, hex: Buffer.from(bytes).toString('hex') });
    }
    return made;
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
