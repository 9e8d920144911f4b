/** PINs in SQL: a hash a person, apart from the password, and how many wrong ones were typed since the last right one. */
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';

/** Of one person. */
export interface Pin {
  /** In the PHC form. */
  readonly hash: string;
  readonly changedUnixMs: number;
  readonly wrong: number;
}

/** Over the database or over one transaction. */
export class SqlPinStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Null: there is none. */
  async find(personId: string): Promise<Pin | null> {
    const row = await this.#database
      .selectFrom('person_pin')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { hash: row.hash, changedUnixMs: row.changed_unix_ms, wrong: row.wrong };
  }

  /** Those who have one that fewer than so many wrong ones were typed for. */
  async holders(belowWrong: number): Promise<ReadonlySet<string>> {
    const rows = await this.#database
      .selectFrom('person_pin')
      .select('person_id')
      .where('wrong', '<', belowWrong)
      .execute();
    return new Set(rows.map((row) => row.person_id));
  }

  /** In place of the one before; nothing wrong was typed for it yet. */
  async put(personId: string, hash: string, changedUnixMs: number): Promise<void> {
    const values = { hash, changed_unix_ms: changedUnixMs, wrong: 0 };
    await this.#database
      .insertInto('person_pin')
      .values({ person_id: personId, ...values })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
      .execute();
  }

  /** @returns whether there was one */
  async remove(personId: string): Promise<boolean> {
    const removal = this.#database.deleteFrom('person_pin').where('person_id', '=', personId);
    return (await removal.executeTakeFirst()).numDeletedRows === 1n;
  }

  async setWrong(personId: string, wrong: number): Promise<void> {
    await this.#database.updateTable('person_pin').set({ wrong }).where('person_id', '=', personId).execute();
  }
}
