/** People, how they prove who they are, and what they may do. */
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 6. */
export async function createPeopleTables({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('person')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_unix_ms', 'bigint')
    .addUniqueConstraint('person_by_user_name', ['site_id', 'user_name'])
    .execute();
  // Apart from the person: what is read for a list never holds a hash.
  await ofPerson(schema.createTable('person_password'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('changed_unix_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('person_password_pk', ['person_id'])
    .execute();
  await ofPerson(schema.createTable('second_factor'))
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    // Of the last code that was taken: a code is good once.
    .addColumn('used_step', 'bigint', (column) => column.notNull())
    // Null: shown, but no code of it was typed yet.
    .addColumn('confirmed_unix_ms', 'bigint')
    .addPrimaryKeyConstraint('second_factor_pk', ['person_id'])
    .execute();
  await ofPerson(schema.createTable('recovery_code'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_code_pk', ['person_id', 'digest'])
    .execute();
  await createSessionTables(schema);
  await createGrantTables(schema);
}

const ofPerson = <Name extends string>(table: CreateTableBuilder<Name>) =>
  table.addColumn('person_id', 'text', (column) => column.notNull().references('person.id'));

async function createSessionTables(schema: Kysely<Tables>['schema']): Promise<void> {
  await ofPerson(schema.createTable('session'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('factors', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('seen_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('device', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('session_of_person').on('session').column('person_id').execute();
  await ofPerson(schema.createTable('known_device'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('seen_unix_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('known_device_pk', ['digest', 'person_id'])
    .execute();
  await schema.createIndex('known_device_of_person').on('known_device').column('person_id').execute();
  await ofPerson(schema.createTable('invitation'))
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_unix_ms', 'bigint', (column) => column.notNull())
    .execute();
}

async function createGrantTables(schema: Kysely<Tables>['schema']): Promise<void> {
  // Never deleted: a page of five years ago still says in what capacity somebody looked.
  await ofPerson(schema.createTable('role_grant'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('role_id', 'text', (column) => column.notNull())
    // JSON; null: the whole site.
    .addColumn('camera_ids', 'text')
    .addColumn('from_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('until_unix_ms', 'bigint')
    .addColumn('ended_unix_ms', 'bigint')
    .execute();
  await schema
    .createIndex('role_grant_of_person')
    .on('role_grant')
    .columns(['site_id', 'person_id'])
    .execute();
  await schema
    .createTable('site_role')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('permissions', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('api_token')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('permissions', 'text', (column) => column.notNull())
    .addColumn('camera_ids', 'text')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('revoked_unix_ms', 'bigint')
    .execute();
}
