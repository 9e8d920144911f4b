/** In what legal capacity people are there, from when until when. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 12. */
export async function createCapacityTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('person_capacity')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
    .addColumn('capacity', 'text', (column) => column.notNull())
    .addColumn('from_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('until_unix_ms', 'bigint')
    .execute();
  await schema.createIndex('person_capacity_of_person').on('person_capacity').column('person_id').execute();
}
