/** The audit log in SQL: appended to and read, never changed. Its tree is in sql-audit-tree.ts, its pages are in sql-audit-search.ts. */
import {
  type AuditConsistencyProof,
  type AuditEntry,
  type AuditInclusionProof,
  type AuditPage,
  type AuditPageQuestion,
  type AuditRecord,
  type AuditStore,
  type AuditTreeHead,
  auditEntryContent,
  canonicalAuditDetail,
  GENESIS_HASH,
} from '@matlang/domain';
import type { Kysely } from 'kysely';
import { sha256Hex } from './audit-digests.ts';
import type { Tables } from './database-tables.ts';
import { auditEntryOf } from './sql-audit-rows.ts';
import { SqlAuditSearch } from './sql-audit-search.ts';
import { SqlAuditTree } from './sql-audit-tree.ts';

/** Over the database or over one transaction. */
export class SqlAuditStore implements AuditStore {
  readonly #database: Kysely<Tables>;
  readonly #tree: SqlAuditTree;
  readonly #search: SqlAuditSearch;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
    this.#tree = new SqlAuditTree(database);
    this.#search = new SqlAuditSearch(database);
  }

  /** Entry, tree and lists: within a transaction, or none of it is sure to be there with the rest. */
  async append({ capacity, kiosk, ...record }: AuditRecord): Promise<AuditEntry> {
    const last = await this.newest(record.siteId);
    const unhashed = {
      ...record,
      // In the detail: what entries of before are hashed from stays as it was.
      detail: {
        ...record.detail,
        ...(capacity === undefined ? {} : { capacity }),
        ...(kiosk === undefined ? {} : { kiosk }),
      },
      seq: (last?.seq ?? 0) + 1,
      previousHash: last?.hash ?? GENESIS_HASH,
    };
    const entry = { ...unhashed, hash: sha256Hex(auditEntryContent(unhashed)) };
    await this.#database
      .insertInto('audit_entry')
      .values({
        site_id: entry.siteId,
        seq: entry.seq,
        at_unix_ms: entry.atUnixMs,
        actor: entry.actor,
        address: entry.address,
        action: entry.action,
        subject_id: entry.subjectId,
        // So that a check need not make it again.
        detail: canonicalAuditDetail(entry.detail),
        previous_hash: entry.previousHash,
        hash: entry.hash,
      })
      .execute();
    await this.#tree.add(entry);
    await this.#search.add(entry);
    return entry;
  }

  /** Where the log stands; null: it is empty. */
  async newest(siteId: string): Promise<Pick<AuditEntry, 'seq' | 'hash' | 'action'> | null> {
    const row = await this.#database
      .selectFrom('audit_entry')
      .select(['seq', 'hash', 'action'])
      .where('site_id', '=', siteId)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }

  /** The hash of one entry; null: there is none of that number. */
  async hashAt(siteId: string, seq: number): Promise<string | null> {
    const row = await this.#database
      .selectFrom('audit_entry')
      .select('hash')
      .where('site_id', '=', siteId)
      .where('seq', '=', seq)
      .executeTakeFirst();
    return row?.hash ?? null;
  }

  /** @throws AuditRowError for a row that can't be an entry */
  async read(siteId: string, afterSeq: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#database
      .selectFrom('audit_entry')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(auditEntryOf);
  }

  /** See AuditPage. */
  async readPage(siteId: string, question: AuditPageQuestion): Promise<AuditPage> {
    return await this.#search.page(siteId, question);
  }

  /** @throws AuditTreeError where somebody took a row of the tree away */
  async head(siteId: string): Promise<AuditTreeHead | null> {
    return await this.#tree.head(siteId);
  }

  /** The root over the first `size` entries, which must be there, as hex. @throws AuditTreeError */
  async rootAt(siteId: string, size: number): Promise<string> {
    return await this.#tree.rootAt(siteId, size);
  }

  /** @throws AuditTreeError */
  async inclusionProof(siteId: string, seq: number, treeSize: number): Promise<AuditInclusionProof | null> {
    return await this.#tree.inclusionProof(siteId, seq, treeSize);
  }

  /** See SqlAuditTree. @throws AuditTreeError */
  async inclusionPaths(
    siteId: string,
    seqs: readonly number[],
    treeSize: number,
  ): Promise<readonly (readonly string[])[] | null> {
    return await this.#tree.inclusionPaths(siteId, seqs, treeSize);
  }

  /** @throws AuditTreeError */
  async consistencyProof(
    siteId: string,
    oldSize: number,
    newSize: number,
  ): Promise<AuditConsistencyProof | null> {
    return await this.#tree.consistencyProof(siteId, oldSize, newSize);
  }
}
