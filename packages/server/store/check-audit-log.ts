/** Whether the audit log of a site is the one that was written: read beside a running server, nothing is changed. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type AuditEntry, type BrokenLink, findBrokenLink, GENESIS_HASH } from '@matlang/domain';
import { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from './database-tables.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { SqlAuditStore, sha256Hex } from './sql-audit-store.ts';

/** Entries in memory at a time. */
const PAGE = 1000;

/** What was found. Entries that were cut off at the end leave no trace in the chain itself. */
export interface AuditLogCheck {
  readonly entries: number;
  /** The first entry that does not fit; null: the chain holds. */
  readonly broken: BrokenLink | null;
}

/** @param path of `site.sqlite`. @returns null: there is none yet. @throws Error of SQLite */
export async function checkAuditLog(path: string): Promise<AuditLogCheck | null> {
  if (!existsSync(path)) return null;
  const database = new Kysely<Tables>({
    dialect: createNodeSqliteDialect(new DatabaseSync(path, { readOnly: true })),
  });
  try {
    const sites = await database.selectFrom('audit_entry').select('site_id').distinct().execute();
    let entries = 0;
    for (const { site_id } of sites) {
      const checked = await checkSite(new SqlAuditStore(database), site_id);
      entries += checked.entries;
      if (checked.broken !== null) return { entries, broken: checked.broken };
    }
    return { entries, broken: null };
  } finally {
    await database.destroy();
  }
}

async function checkSite(store: SqlAuditStore, siteId: string): Promise<AuditLogCheck> {
  let previous = { seq: 0, hash: GENESIS_HASH };
  for (let entries = 0, limit = PAGE; ; ) {
    let page: readonly AuditEntry[];
    try {
      page = await store.read(siteId, previous.seq, limit);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      // A row that is no entry any more: one by one, so that those before it count.
      if (limit === 1) return { entries, broken: { seq: previous.seq + 1, kind: 'content' } };
      limit = 1;
      continue;
    }
    const broken = findBrokenLink(page, previous, sha256Hex);
    entries += page.length;
    const last = page.at(-1);
    if (broken !== null || last === undefined) return { entries, broken };
    previous = { seq: last.seq, hash: last.hash };
  }
}
