/** Passkeys, when a session last proved whose it is, and the recovery sheet. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 9. */
export async function createPasskeyTables({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('passkey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
    // The RP ID: a passkey works by that name of the site alone.
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_unix_ms', 'bigint')
    .execute();
  await schema.createIndex('passkey_of_person').on('passkey').column('person_id').execute();
  // Sessions of before have proved nothing lately: what asks for it asks again.
  await schema
    .alterTable('session')
    .addColumn('proved_unix_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createTable('recovery_sheet')
    .addColumn('site_id', 'text', (column) => column.primaryKey().references('site.id'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .execute();
}
