/**
 * The audit log as a Merkle tree, and what its pages are found by. All of it follows from the entries, and is made here from those that are
 * there: a check compares it with them (check-audit-log).
 */
import { auditLeafHash, auditSubjects, hexOf, MerkleFrontier, type Subtree } from '@matlang/domain';
import { type CreateTableBuilder, type Kysely, SqliteAdapter, sql } from 'kysely';
import { sha256 } from '../audit-digests.ts';
import type { Tables } from '../database-tables.ts';
import { AUDIT_BLOCK, parseAuditDetail } from '../sql-audit-rows.ts';

/** Entries in memory at a time. */
const PAGE = 1000;

/** Numbered 5. A log of a million entries takes some half a minute, once. */
export async function createAuditTree(database: Kysely<Tables>): Promise<void> {
  await createTables(database);
  const sites = await database.selectFrom('audit_entry').select('site_id').distinct().execute();
  for (const { site_id } of sites) await fillFromEntries(database, site_id);
  // After the filling: an index that is made at once is smaller than one that grew.
  const { schema } = database;
  await schema.createIndex('audit_by_actor').on('audit_entry').columns(['site_id', 'actor', 'seq']).execute();
  await schema
    .createIndex('audit_by_action')
    .on('audit_entry')
    .columns(['site_id', 'action', 'seq'])
    .execute();
}

async function createTables(database: Kysely<Tables>): Promise<void> {
  const { schema } = database;
  const isSqlite = database.getExecutor().adapter instanceof SqliteAdapter;
  // The key is most of the row: SQLite would keep it twice.
  const lean = <Name extends string, Column extends string>(
    table: CreateTableBuilder<Name, Column>,
  ): CreateTableBuilder<Name, Column> => (isSqlite ? table.modifyEnd(sql`without rowid`) : table);
  // Complete subtrees of two leaves and more; a leaf is the hash of its entry.
  await lean(schema.createTable('audit_subtree'))
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('subtree_index', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_subtree_key', ['site_id', 'level', 'subtree_index'])
    .execute();
  // What an entry is about: its subject and each camera that it names.
  await lean(schema.createTable('audit_subject'))
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_subject_key', ['site_id', 'subject_id', 'seq'])
    .execute();
  // Between which instants a block's entries lie: the log has its own order, the clock may have been set meanwhile.
  await lean(schema.createTable('audit_block'))
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('block', 'bigint', (column) => column.notNull())
    .addColumn('least_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('greatest_unix_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_block_key', ['site_id', 'block'])
    .execute();
}

/** Also over a log that somebody altered: a check says so, and a server must start. Above a missing entry there is no tree. */
async function fillFromEntries(database: Kysely<Tables>, siteId: string): Promise<void> {
  const frontier = new MerkleFrontier(sha256);
  const inBlock: number[] = [];
  for (let afterSeq = 0; ; ) {
    const page = await database
      .selectFrom('audit_entry')
      .select(['seq', 'at_unix_ms', 'subject_id', 'detail', 'hash'])
      .where('site_id', '=', siteId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    const subtrees: Subtree[] = [];
    const subjects: { readonly subjectId: string; readonly seq: number }[] = [];
    for (const { seq, at_unix_ms, subject_id, detail, hash } of page) {
      if (seq === frontier.size + 1) subtrees.push(...frontier.append(auditLeafHash(hash, sha256)));
      for (const subjectId of subjectsOf(subject_id, detail)) subjects.push({ subjectId, seq });
      inBlock.push(at_unix_ms);
      if (seq % AUDIT_BLOCK === 0)
        await fillBlock(database, siteId, seq / AUDIT_BLOCK - 1, inBlock.splice(0));
    }
    await fillRows(database, siteId, subtrees, subjects);
    const last = page.at(-1);
    if (last === undefined) return;
    afterSeq = last.seq;
  }
}

async function fillBlock(
  database: Kysely<Tables>,
  siteId: string,
  block: number,
  instants: readonly number[],
): Promise<void> {
  await database
    .insertInto('audit_block')
    .values({
      site_id: siteId,
      block,
      least_unix_ms: Math.min(...instants),
      greatest_unix_ms: Math.max(...instants),
    })
    .execute();
}

async function fillRows(
  database: Kysely<Tables>,
  siteId: string,
  subtrees: readonly Subtree[],
  subjects: readonly { readonly subjectId: string; readonly seq: number }[],
): Promise<void> {
  for (let from = 0; from < subtrees.length; from += PAGE) {
    const rows = subtrees.slice(from, from + PAGE).map(({ level, index, hash }) => ({
      site_id: siteId,
      level,
      subtree_index: index,
      hash: hexOf(hash),
    }));
    await database.insertInto('audit_subtree').values(rows).execute();
  }
  for (let from = 0; from < subjects.length; from += PAGE) {
    const rows = subjects
      .slice(from, from + PAGE)
      .map(({ subjectId, seq }) => ({ site_id: siteId, subject_id: subjectId, seq }));
    await database.insertInto('audit_subject').values(rows).execute();
  }
}

function subjectsOf(subjectId: string, detail: string): readonly string[] {
  try {
    return auditSubjects({ subjectId, detail: parseAuditDetail(detail) });
  } catch {
    return [subjectId];
  }
}
