/** Purposes in SQL. */
import { PURPOSE_KINDS, type Purpose, type PurposeStore, type PurposeWords } from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { PurposeTable, Tables } from './database-tables.ts';

const kindSchema = z.enum(PURPOSE_KINDS);
/** Read for the newest few that differ: who states the same one each day has as many rows of it. */
const LOOKED_AT = 200;

/** Over the database or over one transaction. */
export class SqlPurposeStore implements PurposeStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async insert(purpose: Purpose): Promise<void> {
    await this.#database
      .insertInto('purpose')
      .values({
        id: purpose.id,
        site_id: purpose.siteId,
        holder: purpose.holder,
        person_id: purpose.personId,
        kind: purpose.kind,
        number: purpose.number,
        text: purpose.text,
        opened_unix_ms: purpose.openedUnixMs,
        until_unix_ms: purpose.untilUnixMs,
        closed_unix_ms: purpose.closedUnixMs,
      })
      .execute();
  }

  async listOpen(siteId: string, nowUnixMs: number): Promise<readonly Purpose[]> {
    const rows = await this.#database
      .selectFrom('purpose')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('until_unix_ms', '>', nowUnixMs)
      .where('closed_unix_ms', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map(purposeOf);
  }

  async listRecent(
    siteId: string,
    { personId, holder }: Pick<Purpose, 'personId' | 'holder'>,
    limit: number,
  ): Promise<readonly PurposeWords[]> {
    const ofSite = this.#database
      .selectFrom('purpose')
      .select(['kind', 'number', 'text'])
      .where('site_id', '=', siteId);
    const own =
      personId === null
        ? ofSite.where('person_id', 'is', null).where('holder', '=', holder)
        : ofSite.where('person_id', '=', personId);
    const rows = await own.orderBy('id', 'desc').limit(LOOKED_AT).execute();
    const found = new Map<string, PurposeWords>();
    for (const { kind, number, text } of rows) {
      const key = JSON.stringify([kind, number, text]);
      if (!found.has(key)) found.set(key, { kind: kindSchema.parse(kind), number, text });
    }
    return [...found.values()].slice(0, limit);
  }

  async close(siteId: string, id: string, closedUnixMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('purpose')
      .set({ closed_unix_ms: closedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('closed_unix_ms', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async removeOver(siteId: string, beforeUnixMs: number): Promise<void> {
    await this.#database
      .deleteFrom('purpose')
      .where('site_id', '=', siteId)
      .where('until_unix_ms', '<', beforeUnixMs)
      .execute();
  }
}

function purposeOf(row: PurposeTable): Purpose {
  return {
    id: row.id,
    siteId: row.site_id,
    holder: row.holder,
    personId: row.person_id,
    kind: kindSchema.parse(row.kind),
    number: row.number,
    text: row.text,
    openedUnixMs: row.opened_unix_ms,
    untilUnixMs: row.until_unix_ms,
    closedUnixMs: row.closed_unix_ms,
  };
}
