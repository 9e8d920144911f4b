/** Bookmarks in SQL. */
import type { Bookmark, BookmarkDraft, BookmarkFilter, BookmarkStore } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { BookmarkTable, Tables } from './database-tables.ts';

/** Over the database or over one transaction. */
export class SqlBookmarkStore implements BookmarkStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(
    siteId: string,
    { cameraIds, span, beforeId, limit }: BookmarkFilter,
  ): Promise<readonly Bookmark[]> {
    let query = this.#database
      .selectFrom('bookmark')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .limit(limit);
    if (cameraIds !== undefined) query = query.where('camera_id', 'in', [...cameraIds]);
    if (span !== undefined)
      query = query.where('start_unix_ms', '<=', span.endUnixMs).where('end_unix_ms', '>=', span.startUnixMs);
    if (beforeId !== undefined) query = query.where('id', '<', beforeId);
    return (await query.execute()).map(bookmarkOf);
  }

  async find(siteId: string, id: string): Promise<Bookmark | null> {
    const row = await this.#database
      .selectFrom('bookmark')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : bookmarkOf(row);
  }

  async count(siteId: string): Promise<number> {
    const { count } = await this.#database
      .selectFrom('bookmark')
      .select((expression) => expression.fn.countAll<number>().as('count'))
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    return count;
  }

  async insert(bookmark: Bookmark): Promise<void> {
    await this.#database
      .insertInto('bookmark')
      .values({
        id: bookmark.id,
        site_id: bookmark.siteId,
        camera_id: bookmark.cameraId,
        ...columnsOf(bookmark),
        created_by: bookmark.createdBy,
        created_unix_ms: bookmark.createdUnixMs,
        changed_unix_ms: bookmark.changedUnixMs,
      })
      .execute();
  }

  async change(siteId: string, id: string, draft: BookmarkDraft, changedUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('bookmark')
      .set({ ...columnsOf(draft), changed_unix_ms: changedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async remove(siteId: string, id: string): Promise<void> {
    await this.#database.deleteFrom('bookmark').where('site_id', '=', siteId).where('id', '=', id).execute();
  }
}

function columnsOf(draft: BookmarkDraft) {
  return {
    start_unix_ms: draft.startUnixMs,
    end_unix_ms: draft.endUnixMs,
    title: draft.title,
    note: draft.note,
  };
}

function bookmarkOf(row: BookmarkTable): Bookmark {
  return {
    id: row.id,
    siteId: row.site_id,
    cameraId: row.camera_id,
    startUnixMs: row.start_unix_ms,
    endUnixMs: row.end_unix_ms,
    title: row.title,
    note: row.note,
    createdBy: row.created_by,
    createdUnixMs: row.created_unix_ms,
    changedUnixMs: row.changed_unix_ms,
  };
}
