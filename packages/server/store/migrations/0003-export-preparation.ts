/** Exports may be prepared while nobody waits: why one failed is kept. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 3. Null: it did not fail, or its plan was lost. */
export async function addExportFailure({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('export_job').addColumn('failure', 'text').execute();
}
