/** Brings a database to the schema that this program knows, one numbered step a transaction. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './database-tables.ts';
import { createSiteTables } from './migrations/0001-site.ts';
import { addSealedAddresses } from './migrations/0002-sealed-addresses.ts';
import { addExportFailure } from './migrations/0003-export-preparation.ts';
import { createBookmarkTable } from './migrations/0004-bookmarks.ts';
import { createAuditTree } from './migrations/0005-audit-tree.ts';
import { createPeopleTables } from './migrations/0006-people.ts';
import { createPurposeTable } from './migrations/0007-purposes.ts';
import { createSettingTable } from './migrations/0008-settings.ts';
import { createPasskeyTables } from './migrations/0009-passkeys.ts';
import { createKioskTables } from './migrations/0010-kiosks.ts';
import { createBackupTable } from './migrations/0011-backups.ts';
import { createCapacityTable } from './migrations/0012-capacities.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (database: Kysely<Tables>) => Promise<void>;
}

/** Never changed once released; only added to. */
const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'site', up: createSiteTables },
  { version: 2, name: 'sealed-addresses', up: addSealedAddresses },
  { version: 3, name: 'export-preparation', up: addExportFailure },
  { version: 4, name: 'bookmarks', up: createBookmarkTable },
  { version: 5, name: 'audit-tree', up: createAuditTree },
  { version: 6, name: 'people', up: createPeopleTables },
  { version: 7, name: 'purposes', up: createPurposeTable },
  { version: 8, name: 'settings', up: createSettingTable },
  { version: 9, name: 'passkeys', up: createPasskeyTables },
  { version: 10, name: 'kiosks', up: createKioskTables },
  { version: 11, name: 'backups', up: createBackupTable },
  { version: 12, name: 'capacities', up: createCapacityTable },
];

/** The newest that this program knows; a database beyond it is refused with `SchemaTooNewError`. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The database was written by a newer program. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
  readonly found: number;

  constructor(found: number) {
    super(
      `the database has schema ${found}, this program knows ${SCHEMA_VERSION}: start the newer version of Mắt Làng, or restore a backup from before`,
    );
    this.found = found;
  }
}

/** Where a test looks, or kills: `applied` is not committed yet. */
export type MigrationStep = 'copied' | `applied-${number}` | `committed-${number}`;

/** What belongs to a migration beside its steps. */
export interface MigrationSurroundings {
  /** Before the first change of a database that has a schema already. */
  readonly copyBefore: (schema: number) => Promise<void>;
  readonly onStep: (step: MigrationStep) => void;
}

/** Applies what is missing. @returns whether anything was. @throws SchemaTooNewError; nothing is changed then. */
export async function migrate(
  database: Kysely<Tables>,
  nowUnixMs: number,
  { copyBefore, onStep }: MigrationSurroundings,
): Promise<boolean> {
  await database.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_unix_ms', 'bigint', (column) => column.notNull())
    .execute();
  const { found } = await database
    .selectFrom('schema_version')
    .select(sql<number>`coalesce(max(version), 0)`.as('found'))
    .executeTakeFirstOrThrow();
  if (found > SCHEMA_VERSION) {
    throw new SchemaTooNewError(found);
  }
  if (found > 0 && found < SCHEMA_VERSION) {
    await copyBefore(found);
    onStep('copied');
  }
  for (const migration of MIGRATIONS.slice(found)) {
    await database.transaction().execute(async (transaction) => {
      await migration.up(transaction);
      await transaction
        .insertInto('schema_version')
        .values({ version: migration.version, name: migration.name, applied_unix_ms: nowUnixMs })
        .execute();
      onStep(`applied-${migration.version}`);
    });
    onStep(`committed-${migration.version}`);
  }
  return found < SCHEMA_VERSION;
}
