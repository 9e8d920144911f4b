/** Holds in SQL. */
import { HOLD_STATES, type Hold, type HoldState, type HoldStore } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { HoldTable, Tables } from './database-tables.ts';
import { oneOf } from './row-value.ts';

/** Over the database or over one transaction. */
export class SqlHoldStore implements HoldStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(
    siteId: string,
    options: { readonly withLifted: boolean; readonly limit: number },
  ): Promise<readonly Hold[]> {
    const all = this.#database
      .selectFrom('hold')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .limit(options.limit);
    const rows = await (options.withLifted ? all : all.where('state', '!=', 'lifted')).execute();
    return rows.map(holdOf);
  }

  async find(siteId: string, id: string): Promise<Hold | null> {
    const row = await this.#database
      .selectFrom('hold')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : holdOf(row);
  }

  async insert(hold: Hold): Promise<void> {
    await this.#database
      .insertInto('hold')
      .values({
        id: hold.id,
        site_id: hold.siteId,
        camera_id: hold.cameraId,
        start_unix_ms: hold.startUnixMs,
        end_unix_ms: hold.endUnixMs,
        reason: hold.reason,
        owner: hold.owner,
        review_unix_ms: hold.reviewUnixMs,
        state: hold.state,
        created_unix_ms: hold.createdUnixMs,
        lifted_unix_ms: hold.liftedUnixMs,
      })
      .execute();
  }

  async remove(siteId: string, id: string): Promise<void> {
    await this.#database.deleteFrom('hold').where('site_id', '=', siteId).where('id', '=', id).execute();
  }

  async changeState(
    siteId: string,
    id: string,
    { from, to, liftedUnixMs }: Parameters<HoldStore['changeState']>[2],
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('hold')
      .set({ state: to, lifted_unix_ms: liftedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('state', '=', from)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

function holdOf(row: HoldTable): Hold {
  return {
    id: row.id,
    siteId: row.site_id,
    cameraId: row.camera_id,
    startUnixMs: row.start_unix_ms,
    endUnixMs: row.end_unix_ms,
    reason: row.reason,
    owner: row.owner,
    reviewUnixMs: row.review_unix_ms,
    state: oneOf<HoldState>('hold.state', HOLD_STATES, row.state),
    createdUnixMs: row.created_unix_ms,
    liftedUnixMs: row.lifted_unix_ms,
  };
}
