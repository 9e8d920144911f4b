/** The first tables: site, volumes, cameras, holds, exports, deletions under way, audit log. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 1. Integers are 8 bytes: Unix ms don't fit PostgreSQL's integer. */
export async function createSiteTables(database: Kysely<Tables>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('site')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('configuration_revision', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('volume')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('path', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('volume_key', ['site_id', 'id'])
    .execute();
  await createCameraTable(database);
  await createHoldTable(database);
  await createExportTable(database);
  await createFootageDeletionTable(database);
  await createAuditTable(database);
}

async function createCameraTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('camera')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('volume_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('main_url', 'text', (column) => column.notNull())
    .addColumn('sub_url', 'text')
    .addColumn('username', 'text')
    .addColumn('sealed_password', 'text')
    .addColumn('transport', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('live_main', 'integer', (column) => column.notNull())
    .addColumn('live_sub', 'integer', (column) => column.notNull())
    .addColumn('audio_enabled', 'integer', (column) => column.notNull())
    .addColumn('audio_reason', 'text')
    .addColumn('retention_days', 'integer', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('changed_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('removed_unix_ms', 'bigint')
    .execute();
  // Every list of cameras is one site's, in the order they were added; ids are in that order.
  await schema.createIndex('camera_of_site').on('camera').columns(['site_id', 'id']).execute();
}

async function createHoldTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('hold')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('camera_id', 'text', (column) => column.notNull())
    .addColumn('start_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('review_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('lifted_unix_ms', 'bigint')
    .execute();
  await schema.createIndex('hold_of_site').on('hold').columns(['site_id', 'state', 'id']).execute();
}

async function createExportTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('export_job')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('camera_ids', 'text', (column) => column.notNull())
    .addColumn('start_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('with_audio', 'integer', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('total_bytes', 'bigint', (column) => column.notNull())
    .addColumn('files', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('export_of_site').on('export_job').columns(['site_id', 'state', 'id']).execute();
}

async function createFootageDeletionTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('footage_deletion')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('camera_id', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('created_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('done_unix_ms', 'bigint')
    .addColumn('deleted_bytes', 'bigint')
    .addColumn('held_bytes', 'bigint')
    .execute();
}

async function createAuditTable({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('audit_entry')
    .addColumn('site_id', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at_unix_ms', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entry_key', ['site_id', 'seq'])
    .execute();
}
