/** Addresses that hold a secret are kept sealed beside the ones that are shown. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database-tables.ts';

/** Numbered 2. Null: the address that is shown is all of it. */
export async function addSealedAddresses({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('camera').addColumn('sealed_main_url', 'text').execute();
  await schema.alterTable('camera').addColumn('sealed_sub_url', 'text').execute();
}
