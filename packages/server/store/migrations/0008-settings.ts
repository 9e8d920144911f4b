/** What an administrator sets, by name: one row each, so that a setting of tomorrow needs no migration. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 8. */
export async function createSettingTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('setting')
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    // JSON.
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('changed_unix_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('setting_pk', ['site_id', 'name'])
    .execute();
}
