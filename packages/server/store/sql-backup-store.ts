/** Where the site keeps backups by itself and what came of the newest, in SQL. */
import { BACKUP_FAILURES, type BackupFailure, type BackupSettings } from '@matlang/contract';
import type { Kysely } from 'kysely';
import type { BackupPlanTable, Tables } from './database-tables.ts';

/** The row of a site, or that of one in which nothing was set. */
export interface BackupPlan {
  readonly settings: BackupSettings;
  /** See `backupPassphraseContext`; null: none was given. */
  readonly sealedPassphrase: string | null;
  /** The newest that was read back whole. */
  readonly good: GoodBackup | null;
  /** Of the newest attempt; null: it went well, or there was none. */
  readonly failure: { readonly atUnixMs: number; readonly code: BackupFailure } | null;
}

/** One that was read back whole. */
export interface GoodBackup {
  readonly atUnixMs: number;
  /** Absolute. */
  readonly file: string;
  readonly sizeBytes: number;
}

/** Over the database or over one transaction. */
export class SqlBackupStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async find(siteId: string): Promise<BackupPlan> {
    const row = await this.#database
      .selectFrom('backup_plan')
      .selectAll()
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    return row === undefined ? NOTHING_SET : planOf(row);
  }

  /** @param sealedPassphrase null: as it was */
  async configure(siteId: string, settings: BackupSettings, sealedPassphrase: string | null): Promise<void> {
    const columns = {
      ...settings,
      ...(sealedPassphrase === null ? {} : { sealed_passphrase: sealedPassphrase }),
    };
    await this.#database
      .insertInto('backup_plan')
      .values({ site_id: siteId, ...columns })
      .onConflict((conflict) => conflict.column('site_id').doUpdateSet(columns))
      .execute();
  }

  async reseal(siteId: string, sealedPassphrase: string): Promise<void> {
    await this.#update(siteId, { sealed_passphrase: sealedPassphrase });
  }

  /** What failed before is over with it. */
  async succeeded(siteId: string, { atUnixMs, file, sizeBytes }: GoodBackup): Promise<void> {
    const good = { good_unix_ms: atUnixMs, good_file: file, good_bytes: sizeBytes };
    await this.#update(siteId, { ...good, failed_unix_ms: null, failure: null });
  }

  async failed(siteId: string, atUnixMs: number, code: BackupFailure): Promise<void> {
    await this.#update(siteId, { failed_unix_ms: atUnixMs, failure: code });
  }

  async #update(siteId: string, columns: Partial<BackupPlanTable>): Promise<void> {
    await this.#database.updateTable('backup_plan').set(columns).where('site_id', '=', siteId).execute();
  }
}

const NOTHING_SET: BackupPlan = {
  settings: { every: 'never', directory: null },
  sealedPassphrase: null,
  good: null,
  failure: null,
};

function planOf(row: BackupPlanTable): BackupPlan {
  const { good_unix_ms: atUnixMs, good_file: file, good_bytes: sizeBytes } = row;
  return {
    settings: { every: row.every === 'day' ? 'day' : 'never', directory: row.directory },
    sealedPassphrase: row.sealed_passphrase,
    good: atUnixMs === null || file === null || sizeBytes === null ? null : { atUnixMs, file, sizeBytes },
    failure:
      row.failed_unix_ms === null
        ? null
        : {
            atUnixMs: row.failed_unix_ms,
            code: BACKUP_FAILURES.find((code) => code === row.failure) ?? 'fault',
          },
  };
}
