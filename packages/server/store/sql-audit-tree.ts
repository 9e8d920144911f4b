/**
 * The tree over a site's audit log in SQL: complete subtrees are rows that are never changed again, leaves are the entries' own hashes. One
 * row an entry on average; a root or a proof reads some log2(n) of them.
 */
import {
  type AuditConsistencyProof,
  type AuditEntry,
  type AuditInclusionProof,
  type AuditTreeHead,
  auditLeafHash,
  bytesOfHex,
  consistencyRanges,
  foldSubtrees,
  hexOf,
  inclusionRanges,
  type LeafRange,
  merkleNodeHash,
  neighboursJoinedAt,
  type SubtreePlace,
  subtreesOf,
} from '@matlang/domain';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { sha256 } from './audit-digests.ts';
import type { Tables } from './database-tables.ts';

/** A row of the tree is not there: somebody took it away. `matlang check` says where. */
export class AuditTreeError extends Error {
  override readonly name = 'AuditTreeError';
  readonly place: SubtreePlace;

  constructor(place: SubtreePlace) {
    super(`the tree of the audit log has no subtree ${place.index} of level ${place.level}`);
    this.place = place;
  }
}

/** Over the database or over one transaction. */
export class SqlAuditTree {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /**
   * In the transaction of the entry. Where a neighbour is missing the subtrees above it are left out: who did what is worth more than
   * the proof of it, and a check names the first that is not there.
   */
  async add({ siteId, seq, hash: entryHash, previousHash }: AuditEntry): Promise<void> {
    const [beside, ...above] = neighboursJoinedAt(seq);
    if (beside === undefined) return;
    const neighbours = await this.#hashes(siteId, above);
    neighbours.set(beside, auditLeafHash(previousHash, sha256));
    const rows: Tables['audit_subtree'][] = [];
    let hash = auditLeafHash(entryHash, sha256);
    for (const { level, index } of [beside, ...above]) {
      const left = neighbours.get({ level, index });
      if (left === undefined) break;
      hash = merkleNodeHash(left, hash, sha256);
      rows.push({ site_id: siteId, level: level + 1, subtree_index: index / 2, hash: hexOf(hash) });
    }
    // Rows of a longer log that was cut stay as they are: they don't fit, and a check sees that.
    await this.#database
      .insertInto('audit_subtree')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The log as it is; null: it is empty. @throws AuditTreeError */
  async head(siteId: string): Promise<AuditTreeHead | null> {
    const size = await this.#size(siteId);
    return size === 0 ? null : { size, root: await this.rootAt(siteId, size) };
  }

  /** Of the first `size` entries, which must be there; hex. @throws AuditTreeError */
  async rootAt(siteId: string, size: number): Promise<string> {
    const [root = ''] = await this.#rangeHashes(siteId, [{ start: 0, end: size }]);
    return root;
  }

  /** Null: there is no such entry, or no log of that size yet. @throws AuditTreeError */
  async inclusionProof(siteId: string, seq: number, treeSize: number): Promise<AuditInclusionProof | null> {
    if (!isFrom1(seq, treeSize) || treeSize > (await this.#size(siteId))) return null;
    return { seq, treeSize, path: await this.#rangeHashes(siteId, inclusionRanges(seq - 1, treeSize)) };
  }

  /**
   * Of several entries at once: what their ways have in common is read once. Hex paths in the order of `seqs`; null: one of them is not
   * there, or there is no log of that size yet. @throws AuditTreeError
   */
  async inclusionPaths(
    siteId: string,
    seqs: readonly number[],
    treeSize: number,
  ): Promise<readonly (readonly string[])[] | null> {
    if (!seqs.every((seq) => isFrom1(seq, treeSize)) || treeSize > (await this.#size(siteId))) return null;
    const ranges = seqs.map((seq) => inclusionRanges(seq - 1, treeSize));
    const hashes = await this.#rangeHashes(siteId, ranges.flat());
    let at = 0;
    return ranges.map(({ length }) => {
      at += length;
      return hashes.slice(at - length, at);
    });
  }

  /** Null: there was no log of the old size, or there is none of the new one yet. @throws AuditTreeError */
  async consistencyProof(
    siteId: string,
    oldSize: number,
    newSize: number,
  ): Promise<AuditConsistencyProof | null> {
    if (!isFrom1(oldSize, newSize) || newSize > (await this.#size(siteId))) return null;
    return { oldSize, newSize, path: await this.#rangeHashes(siteId, consistencyRanges(oldSize, newSize)) };
  }

  /** The rows that entries behind `afterSize` up to `size` completed: hex by place. For who checks them. */
  async completedBetween(siteId: string, afterSize: number, size: number): Promise<SubtreeHashes> {
    const levels: LeafRange[] = [];
    for (let leaves = 2; leaves <= size; leaves *= 2)
      levels.push({ start: Math.floor(afterSize / leaves), end: Math.floor(size / leaves) });
    const found = new SubtreeHashes();
    if (levels.every(({ start, end }) => start === end)) return found;
    const rows = await this.#database
      .selectFrom('audit_subtree')
      .select(['level', 'subtree_index', 'hash'])
      .where((eb) =>
        eb.or(
          levels.flatMap(({ start, end }, at) =>
            start === end
              ? []
              : [
                  eb.and([
                    eb('site_id', '=', siteId),
                    eb('level', '=', at + 1),
                    eb('subtree_index', '>=', start),
                    eb('subtree_index', '<', end),
                  ]),
                ],
          ),
        ),
      )
      .execute();
    for (const { level, subtree_index, hash } of rows) found.set({ level, index: subtree_index }, hash);
    return found;
  }

  /**
   * The same as one text a level, hashes one behind the other in their order: a check compares a thousand rows at once. Null at a level where
   * a hash is not 64 characters long.
   */
  async completedTexts(
    siteId: string,
    afterSize: number,
    size: number,
  ): Promise<ReadonlyMap<number, string | null>> {
    const levels: RawBuilder<unknown>[] = [];
    for (let level = 1, leaves = 2; leaves <= size; level += 1, leaves *= 2) {
      const start = Math.floor(afterSize / leaves);
      const end = Math.floor(size / leaves);
      if (start < end)
        levels.push(sql`
          select ${sql.lit(level)} as level, group_concat(hash, '') as text,
            min(length(hash)) = 64 and max(length(hash)) = 64 as fits
          from (select hash from audit_subtree where site_id = ${siteId} and level = ${level}
            and subtree_index >= ${start} and subtree_index < ${end} order by subtree_index)`);
    }
    if (levels.length === 0) return new Map();
    const { rows } = await sql<{ readonly level: number; readonly text: string; readonly fits: 0 | 1 }>`
      ${sql.join(levels, sql` union all `)}`.execute(this.#database);
    return new Map(rows.map(({ level, text, fits }) => [level, fits === 1 ? text : null]));
  }

  /** Whether there are rows that a log of `size` entries has not: it was longer, or they were put there. */
  async reachesBeyond(siteId: string, size: number): Promise<boolean> {
    const rows = await this.#database
      .selectFrom('audit_subtree')
      .select(({ fn }) => ['level', fn.countAll<number>().as('count')])
      .where('site_id', '=', siteId)
      .groupBy('level')
      .execute();
    return rows.some(({ level, count }) => level < 1 || count > Math.floor(size / 2 ** level));
  }

  /** As many entries as there are: they are numbered from 1 without holes. */
  async #size(siteId: string): Promise<number> {
    const row = await this.#database
      .selectFrom('audit_entry')
      .select('seq')
      .where('site_id', '=', siteId)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.seq ?? 0;
  }

  /** One hash a range, hex. */
  async #rangeHashes(siteId: string, ranges: readonly LeafRange[]): Promise<readonly string[]> {
    const places = ranges.map(subtreesOf);
    const hashes = await this.#hashes(siteId, places.flat());
    return places.map((parts) => {
      const found = parts.map((place) => {
        const hash = hashes.get(place);
        if (hash === undefined) throw new AuditTreeError(place);
        return hash;
      });
      return hexOf(foldSubtrees(found, sha256));
    });
  }

  /** What is not there is left out. */
  async #hashes(siteId: string, places: readonly SubtreePlace[]): Promise<SubtreeHashes<Uint8Array>> {
    const hashes = new SubtreeHashes<Uint8Array>();
    const byLevel = new Map<number, Set<number>>();
    for (const { level, index } of places) byLevel.set(level, (byLevel.get(level) ?? new Set()).add(index));
    const leaves = byLevel.get(0) ?? new Set<number>();
    const subtrees = [...byLevel].filter(([level]) => level > 0);
    if (leaves.size > 0) {
      const seqs = [...leaves].map((index) => index + 1);
      const rows = await this.#database
        .selectFrom('audit_entry')
        .select(['seq', 'hash'])
        .where('site_id', '=', siteId)
        .where('seq', 'in', seqs)
        .execute();
      for (const { seq, hash } of rows) hashes.set({ level: 0, index: seq - 1 }, auditLeafHash(hash, sha256));
    }
    if (subtrees.length > 0) {
      const rows = await this.#database
        .selectFrom('audit_subtree')
        .select(['level', 'subtree_index', 'hash'])
        // The site within each: SQLite would read all rows of the site otherwise.
        .where((eb) =>
          eb.or(
            subtrees.map(([level, indexes]) =>
              eb.and([
                eb('site_id', '=', siteId),
                eb('level', '=', level),
                eb('subtree_index', 'in', [...indexes]),
              ]),
            ),
          ),
        )
        .execute();
      for (const { level, subtree_index, hash } of rows)
        hashes.set({ level, index: subtree_index }, bytesOfHex(hash));
    }
    return hashes;
  }
}

/** Hashes by place, whatever they are kept as. */
export class SubtreeHashes<Hash = string> {
  readonly #hashes = new Map<string, Hash>();

  get({ level, index }: SubtreePlace): Hash | undefined {
    return this.#hashes.get(`${level}/${index}`);
  }

  set({ level, index }: SubtreePlace, hash: Hash): void {
    this.#hashes.set(`${level}/${index}`, hash);
  }
}

function isFrom1(smaller: number, larger: number): boolean {
  return Number.isSafeInteger(smaller) && Number.isSafeInteger(larger) && smaller >= 1 && smaller <= larger;
}
