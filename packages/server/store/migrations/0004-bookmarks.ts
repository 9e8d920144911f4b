/** Bookmarks. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 4. */
export async function createBookmarkTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('bookmark')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('camera_id', 'text', (column) => column.notNull())
    .addColumn('start_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('changed_unix_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('bookmark_of_site').on('bookmark').columns(['site_id', 'id']).execute();
  // A time line asks for one camera's in a span.
  await schema
    .createIndex('bookmark_by_time')
    .on('bookmark')
    .columns(['site_id', 'camera_id', 'start_unix_ms', 'end_unix_ms'])
    .execute();
}
