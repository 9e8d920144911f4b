/** Footage that somebody ordered to delete, until the archive's writer has done it: the order survives everything. */
import type { Kysely } from 'kysely';
import type { FootageDeletionTable, Tables } from './database-tables.ts';

/**
 * An order to delete a camera's footage; nulls until the archive's writer has done it. `heldBytes` is what stayed
 * because it is held.
 */
export interface FootageDeletion {
  readonly id: string;
  readonly siteId: string;
  readonly cameraId: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly createdUnixMs: number;
  readonly doneUnixMs: number | null;
  readonly deletedBytes: number | null;
  readonly heldBytes: number | null;
}

/** Over the database or over one transaction. */
export class SqlFootageDeletionStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async insert(deletion: FootageDeletion): Promise<void> {
    await this.#database
      .insertInto('footage_deletion')
      .values({
        id: deletion.id,
        site_id: deletion.siteId,
        camera_id: deletion.cameraId,
        reason: deletion.reason,
        requested_by: deletion.requestedBy,
        created_unix_ms: deletion.createdUnixMs,
        done_unix_ms: deletion.doneUnixMs,
        deleted_bytes: deletion.deletedBytes,
        held_bytes: deletion.heldBytes,
      })
      .execute();
  }

  /** Newest first. */
  async list(siteId: string, limit: number): Promise<readonly FootageDeletion[]> {
    const rows = await this.#database
      .selectFrom('footage_deletion')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(deletionOf);
  }

  /** Not yet done, oldest first. */
  async listOpen(siteId: string): Promise<readonly FootageDeletion[]> {
    const rows = await this.#database
      .selectFrom('footage_deletion')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('done_unix_ms', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map(deletionOf);
  }

  async complete(
    id: string,
    doneUnixMs: number,
    bytes: { readonly deletedBytes: number; readonly heldBytes: number },
  ): Promise<void> {
    await this.#database
      .updateTable('footage_deletion')
      .set({ done_unix_ms: doneUnixMs, deleted_bytes: bytes.deletedBytes, held_bytes: bytes.heldBytes })
      .where('id', '=', id)
      .execute();
  }
}

function deletionOf(row: FootageDeletionTable): FootageDeletion {
  return {
    id: row.id,
    siteId: row.site_id,
    cameraId: row.camera_id,
    reason: row.reason,
    requestedBy: row.requested_by,
    createdUnixMs: row.created_unix_ms,
    doneUnixMs: row.done_unix_ms,
    deletedBytes: row.deleted_bytes,
    heldBytes: row.held_bytes,
  };
}
