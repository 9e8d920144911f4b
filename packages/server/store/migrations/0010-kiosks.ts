/** Shared screens, and the PINs that open recordings there. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 10. */
export async function createKioskTables({ schema }: Kysely<Tables>): Promise<void> {
  // Never deleted: the log names it.
  await schema
    .createTable('kiosk')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    // JSON; null: the whole site.
    .addColumn('camera_ids', 'text')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    // Null: used.
    .addColumn('code_digest', 'text', (column) => column.unique())
    .addColumn('code_ends_unix_ms', 'bigint', (column) => column.notNull())
    // Of the cookie; null: no browser is this screen.
    .addColumn('digest', 'text', (column) => column.unique())
    .addColumn('paired_unix_ms', 'bigint')
    .addColumn('seen_unix_ms', 'bigint')
    .addColumn('address', 'text')
    .addColumn('revoked_unix_ms', 'bigint')
    // PINs that were wrong there, whoever's, and since when they are counted.
    .addColumn('wrong_pins', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('wrong_since_unix_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createTable('person_pin')
    .addColumn('person_id', 'text', (column) => column.primaryKey().references('person.id'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('changed_unix_ms', 'bigint', (column) => column.notNull())
    // Since the last right one.
    .addColumn('wrong', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
