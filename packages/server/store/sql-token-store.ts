/** Tokens of scripts, in SQL: by their digest. */
import { isPermission, type Permission } from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { ApiTokenTable, Tables } from './database-tables.ts';

/** A token as a list shows it: the secret itself was shown once and is kept nowhere. */
export interface ApiToken {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Null: the whole site. */
  readonly cameraIds: readonly string[] | null;
  readonly createdBy: string;
  readonly createdUnixMs: number;
  readonly expiresUnixMs: number;
  readonly revokedUnixMs: number | null;
}

const textsSchema = z.array(z.string());

/** Over the database or over one transaction. */
export class SqlTokenStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async insert(token: ApiToken, digest: string): Promise<void> {
    await this.#database
      .insertInto('api_token')
      .values({
        id: token.id,
        site_id: token.siteId,
        name: token.name,
        digest,
        permissions: JSON.stringify(token.permissions),
        camera_ids: token.cameraIds === null ? null : JSON.stringify(token.cameraIds),
        created_by: token.createdBy,
        created_unix_ms: token.createdUnixMs,
        expires_unix_ms: token.expiresUnixMs,
        revoked_unix_ms: token.revokedUnixMs,
      })
      .execute();
  }

  async list(siteId: string): Promise<readonly ApiToken[]> {
    const rows = await this.#database
      .selectFrom('api_token')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .execute();
    return rows.map(tokenOf);
  }

  async findByDigest(digest: string): Promise<ApiToken | null> {
    const row = await this.#database
      .selectFrom('api_token')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row === undefined ? null : tokenOf(row);
  }

  /** All that somebody made. */
  async revokeOf(siteId: string, createdBy: string, revokedUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('api_token')
      .set({ revoked_unix_ms: revokedUnixMs })
      .where('site_id', '=', siteId)
      .where('created_by', '=', createdBy)
      .where('revoked_unix_ms', 'is', null)
      .execute();
  }

  /** @returns false where there is none that was in force */
  async revoke(siteId: string, id: string, revokedUnixMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('api_token')
      .set({ revoked_unix_ms: revokedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('revoked_unix_ms', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

function tokenOf(row: ApiTokenTable): ApiToken {
  return {
    id: row.id,
    siteId: row.site_id,
    name: row.name,
    permissions: textsSchema.parse(JSON.parse(row.permissions)).filter(isPermission),
    cameraIds: row.camera_ids === null ? null : textsSchema.parse(JSON.parse(row.camera_ids)),
    createdBy: row.created_by,
    createdUnixMs: row.created_unix_ms,
    expiresUnixMs: row.expires_unix_ms,
    revokedUnixMs: row.revoked_unix_ms,
  };
}
