/** People in SQL, without anything that proves who they are. */
import type { Person, PersonDraft, PersonStore } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { PersonTable, Tables } from './database-tables.ts';

/** Over the database or over one transaction. */
export class SqlPersonStore implements PersonStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(siteId: string): Promise<readonly Person[]> {
    const rows = await this.#database
      .selectFrom('person')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('user_name')
      .execute();
    return rows.map(personOf);
  }

  async find(siteId: string, id: string): Promise<Person | null> {
    const row = await this.#database
      .selectFrom('person')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : personOf(row);
  }

  async findByUserName(siteId: string, userName: string): Promise<Person | null> {
    const row = await this.#database
      .selectFrom('person')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('user_name', '=', userName)
      .executeTakeFirst();
    return row === undefined ? null : personOf(row);
  }

  async insert(person: Person): Promise<void> {
    await this.#database
      .insertInto('person')
      .values({
        id: person.id,
        site_id: person.siteId,
        user_name: person.userName,
        name: person.name,
        position: person.position,
        created_unix_ms: person.createdUnixMs,
        ended_unix_ms: person.endedUnixMs,
      })
      .execute();
  }

  async change(siteId: string, id: string, draft: Pick<PersonDraft, 'name' | 'position'>): Promise<void> {
    const { name, position } = draft;
    await this.#database
      .updateTable('person')
      .set({ name, position })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async setEnded(siteId: string, id: string, endedUnixMs: number | null): Promise<void> {
    await this.#database
      .updateTable('person')
      .set({ ended_unix_ms: endedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }
}

function personOf(row: PersonTable): Person {
  return {
    id: row.id,
    siteId: row.site_id,
    userName: row.user_name,
    name: row.name,
    position: row.position,
    createdUnixMs: row.created_unix_ms,
    endedUnixMs: row.ended_unix_ms,
  };
}
