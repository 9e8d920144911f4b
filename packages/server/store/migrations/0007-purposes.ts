/** Purposes for which recordings are looked at. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 7. */
export async function createPurposeTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('purpose')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    // A session's id, a token's, or `local`: sessions go when they are over, so it references nothing.
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.references('person.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('opened_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('until_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('closed_unix_ms', 'bigint')
    .execute();
  // Those that are open, at the server's start; and those that are long over, to be removed.
  await schema.createIndex('purpose_by_end').on('purpose').columns(['site_id', 'until_unix_ms']).execute();
  // What somebody stated lately.
  await schema
    .createIndex('purpose_of_person')
    .on('purpose')
    .columns(['site_id', 'person_id', 'id'])
    .execute();
}
