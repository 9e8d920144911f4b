/** What an administrator set, in SQL: JSON by name. What a value must look like is known to whoever reads it. */
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';

/** The names in use. */
export type SettingName = 'network' | 'site' | 'audit-heads' | 'audit-heads-sent';

/** Over the database or over one transaction. */
export class SqlSettingStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** As it was put; undefined where nothing was, or what is there is no JSON. */
  async find(siteId: string, name: SettingName): Promise<unknown> {
    const row = await this.#database
      .selectFrom('setting')
      .select('value')
      .where('site_id', '=', siteId)
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    try {
      return JSON.parse(row.value);
    } catch {
      return undefined;
    }
  }

  async put(siteId: string, name: SettingName, value: object, nowUnixMs: number): Promise<void> {
    const columns = { value: JSON.stringify(value), changed_unix_ms: nowUnixMs };
    await this.#database
      .insertInto('setting')
      .values({ site_id: siteId, name, ...columns })
      .onConflict((conflict) => conflict.columns(['site_id', 'name']).doUpdateSet(columns))
      .execute();
  }
}
