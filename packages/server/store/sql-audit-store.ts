/** The audit log in SQL: appended to and read, never changed. */
import { createHash } from 'node:crypto';
import {
  type AuditEntry,
  type AuditRecord,
  type AuditStore,
  auditEntryContent,
  GENESIS_HASH,
} from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from './database-tables.ts';

const detailSchema = z.record(z.string(), z.json());

/** The digest by which entries are chained. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Over the database or over one transaction. */
export class SqlAuditStore implements AuditStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async append(record: AuditRecord): Promise<AuditEntry> {
    const last = await this.#database
      .selectFrom('audit_entry')
      .select(['seq', 'hash'])
      .where('site_id', '=', record.siteId)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const unhashed = {
      ...record,
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
        detail: JSON.stringify(entry.detail),
        previous_hash: entry.previousHash,
        hash: entry.hash,
      })
      .execute();
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

  async read(siteId: string, afterSeq: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#database
      .selectFrom('audit_entry')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      siteId: row.site_id,
      seq: row.seq,
      atUnixMs: row.at_unix_ms,
      actor: row.actor,
      address: row.address,
      action: row.action,
      subjectId: row.subject_id,
      detail: detailSchema.parse(JSON.parse(row.detail)),
      previousHash: row.previous_hash,
      hash: row.hash,
    }));
  }
}
