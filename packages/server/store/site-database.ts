/** The site's database: opened, brought to its schema, handed out as stores, in or out of a transaction. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { copyBeforeMigration, dropCopiesBeforeMigration } from './copy-before-migration.ts';
import type { Tables } from './database-tables.ts';
import { type MigrationStep, migrate } from './migrate.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlBackupStore } from './sql-backup-store.ts';
import { SqlBookmarkStore } from './sql-bookmark-store.ts';
import { SqlCameraStore } from './sql-camera-store.ts';
import { SqlCapacityStore } from './sql-capacity-store.ts';
import { SqlCredentialStore } from './sql-credential-store.ts';
import { SqlExportStore } from './sql-export-store.ts';
import { SqlFootageDeletionStore } from './sql-footage-deletion-store.ts';
import { SqlGrantStore } from './sql-grant-store.ts';
import { SqlHoldStore } from './sql-hold-store.ts';
import { SqlKioskStore } from './sql-kiosk-store.ts';
import { SqlPasskeyStore } from './sql-passkey-store.ts';
import { SqlPersonStore } from './sql-person-store.ts';
import { SqlPinStore } from './sql-pin-store.ts';
import { SqlPurposeStore } from './sql-purpose-store.ts';
import { SqlRecoverySheetStore } from './sql-recovery-sheet-store.ts';
import { SqlSessionStore } from './sql-session-store.ts';
import { SqlSettingStore } from './sql-setting-store.ts';
import { SqlSiteStore } from './sql-site-store.ts';
import { SqlTokenStore } from './sql-token-store.ts';

export { SCHEMA_VERSION } from './migrate.ts';

/** Another process of ours (a command of the terminal) may write for a moment. */
const LOCK_WAIT_MS = 1000;

/** All over one connection, or over one transaction: then valid within it only. */
export interface Stores {
  readonly site: SqlSiteStore;
  readonly cameras: SqlCameraStore;
  readonly holds: SqlHoldStore;
  readonly bookmarks: SqlBookmarkStore;
  readonly exports: SqlExportStore;
  readonly footageDeletions: SqlFootageDeletionStore;
  readonly people: SqlPersonStore;
  readonly capacities: SqlCapacityStore;
  readonly credentials: SqlCredentialStore;
  readonly passkeys: SqlPasskeyStore;
  readonly recoverySheets: SqlRecoverySheetStore;
  readonly sessions: SqlSessionStore;
  readonly grants: SqlGrantStore;
  readonly tokens: SqlTokenStore;
  readonly kiosks: SqlKioskStore;
  readonly pins: SqlPinStore;
  readonly settings: SqlSettingStore;
  readonly purposes: SqlPurposeStore;
  readonly backups: SqlBackupStore;
  readonly audit: SqlAuditStore;
}

function storesOver(database: Kysely<Tables>): Stores {
  return {
    site: new SqlSiteStore(database),
    cameras: new SqlCameraStore(database),
    holds: new SqlHoldStore(database),
    bookmarks: new SqlBookmarkStore(database),
    exports: new SqlExportStore(database),
    footageDeletions: new SqlFootageDeletionStore(database),
    people: new SqlPersonStore(database),
    capacities: new SqlCapacityStore(database),
    credentials: new SqlCredentialStore(database),
    passkeys: new SqlPasskeyStore(database),
    recoverySheets: new SqlRecoverySheetStore(database),
    sessions: new SqlSessionStore(database),
    grants: new SqlGrantStore(database),
    tokens: new SqlTokenStore(database),
    kiosks: new SqlKioskStore(database),
    pins: new SqlPinStore(database),
    settings: new SqlSettingStore(database),
    purposes: new SqlPurposeStore(database),
    backups: new SqlBackupStore(database),
    audit: new SqlAuditStore(database),
  };
}

interface Origin {
  readonly path: string;
  /** Whether opening it changed its schema. */
  readonly migrated: boolean;
}

/** One connection; transactions run one after another. */
export class SiteDatabase {
  readonly #database: Kysely<Tables>;
  readonly #origin: Origin;
  /** For reading, and single writes that need no other. */
  readonly stores: Stores;

  /** Use `openSiteDatabase`. */
  constructor(database: Kysely<Tables>, origin: Origin) {
    this.#database = database;
    this.#origin = origin;
    this.stores = storesOver(database);
  }

  /** To be said when a start went well: copies from before a migration go, unless this start made one. */
  startedWell(): void {
    if (!this.#origin.migrated) dropCopiesBeforeMigration(this.#origin.path);
  }

  /** All or nothing. The work must not wait for anything but the stores that it is given: everybody else waits for it. */
  async transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result> {
    return await this.#database.transaction().execute((transaction) => work(storesOver(transaction)));
  }

  /** A bound on the file, in pages of SQLite: beyond it writing is refused as on a full disk. */
  async limitPages(pages: number): Promise<void> {
    await sql`PRAGMA max_page_count = ${sql.lit(pages)}`.execute(this.#database);
  }

  async close(): Promise<void> {
    await this.#database.destroy();
  }
}

/** How it is opened. */
export interface OpeningOptions {
  /** False: no copy is made before a migration, because whoever opens it has one. */
  readonly copyBefore?: boolean;
  /** What is on the disk after it: where a test kills. */
  readonly onStep?: (step: MigrationStep) => void;
}

/** Opens or makes the file and brings it to the newest schema. @throws SchemaTooNewError, NoRoomToMigrateError; the file is as it was then */
export async function openSiteDatabase(
  path: string,
  nowUnixMs: number,
  { copyBefore = true, onStep = () => {} }: OpeningOptions = {},
): Promise<SiteDatabase> {
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(path, { timeout: LOCK_WAIT_MS, enableForeignKeyConstraints: true });
  // A change that was answered must survive a power cut: FULL syncs the log at each commit.
  file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  // From here on others are served meanwhile: SQLite itself would wait with the whole process.
  file.exec('PRAGMA busy_timeout = 0;');
  const database = new Kysely<Tables>({ dialect: createNodeSqliteDialect(file, LOCK_WAIT_MS) });
  try {
    const migrated = await migrate(database, nowUnixMs, {
      copyBefore: async (schema) => {
        if (copyBefore) await copyBeforeMigration(file, path, schema);
      },
      onStep,
    });
    return new SiteDatabase(database, { path, migrated });
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
