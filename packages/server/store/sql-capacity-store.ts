/** In SQL: in what legal capacity people are there, from when until when. */
import { LEGAL_CAPACITIES, type LegalCapacity, type PersonCapacity } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { PersonCapacityTable, Tables } from './database-tables.ts';

/** Over the database or over one transaction. */
export class SqlCapacityStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** The newest first; those that are over as well. */
  async ofPerson(personId: string): Promise<readonly PersonCapacity[]> {
    const rows = await this.#database
      .selectFrom('person_capacity')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('from_unix_ms', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.flatMap(capacityOf);
  }

  async insert({ id, personId, capacity, fromUnixMs, untilUnixMs }: PersonCapacity): Promise<void> {
    await this.#database
      .insertInto('person_capacity')
      .values({
        id,
        person_id: personId,
        capacity,
        from_unix_ms: fromUnixMs,
        until_unix_ms: untilUnixMs,
      })
      .execute();
  }

  async end(id: string, untilUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('person_capacity')
      .set({ until_unix_ms: untilUnixMs })
      .where('id', '=', id)
      .execute();
  }
}

/** One that a later version knew is left out. */
function capacityOf(row: PersonCapacityTable): readonly PersonCapacity[] {
  const capacity = LEGAL_CAPACITIES.find((one): one is LegalCapacity => one === row.capacity);
  if (capacity === undefined) return [];
  const { id, person_id, from_unix_ms, until_unix_ms } = row;
  return [{ id, personId: person_id, capacity, fromUnixMs: from_unix_ms, untilUnixMs: until_unix_ms }];
}
