/** The recovery sheet of a site in SQL: the digest of its code, never the code. */
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';

/** One that is good. */
export interface RecoverySheet {
  readonly createdBy: string;
  readonly createdUnixMs: number;
}

/** Over the database or over one transaction. */
export class SqlRecoverySheetStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Null: there is none, or it was used. */
  async find(siteId: string): Promise<RecoverySheet | null> {
    const row = await this.#database
      .selectFrom('recovery_sheet')
      .select(['created_by', 'created_unix_ms'])
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    return row === undefined ? null : { createdBy: row.created_by, createdUnixMs: row.created_unix_ms };
  }

  /** In place of the one before. */
  async put(siteId: string, digest: string, { createdBy, createdUnixMs }: RecoverySheet): Promise<void> {
    const values = { digest, created_by: createdBy, created_unix_ms: createdUnixMs };
    await this.#database
      .insertInto('recovery_sheet')
      .values({ site_id: siteId, ...values })
      .onConflict((conflict) => conflict.column('site_id').doUpdateSet(values))
      .execute();
  }

  /** @returns whether there was one */
  async remove(siteId: string): Promise<boolean> {
    const removal = this.#database.deleteFrom('recovery_sheet').where('site_id', '=', siteId);
    return (await removal.executeTakeFirst()).numDeletedRows === 1n;
  }

  async isGood(siteId: string, digest: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom('recovery_sheet')
      .select('site_id')
      .where('site_id', '=', siteId)
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** @returns false where it was used, or replaced, meanwhile */
  async use(siteId: string, digest: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('recovery_sheet')
      .where('site_id', '=', siteId)
      .where('digest', '=', digest)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }
}
