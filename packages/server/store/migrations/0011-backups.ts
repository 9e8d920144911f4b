/** Backups that the site makes by itself: where to, under which passphrase, and what came of the newest. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 11. One row a site; what was before the newest is in the audit log. */
export async function createBackupTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('backup_plan')
    .addColumn('site_id', 'text', (column) => column.primaryKey().references('site.id'))
    .addColumn('every', 'text', (column) => column.notNull())
    .addColumn('directory', 'text')
    .addColumn('sealed_passphrase', 'text')
    .addColumn('good_unix_ms', 'bigint')
    .addColumn('good_file', 'text')
    .addColumn('good_bytes', 'bigint')
    .addColumn('failed_unix_ms', 'bigint')
    .addColumn('failure', 'text')
    .execute();
}
