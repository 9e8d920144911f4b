/** In SQL: who has which role, and the roles that a site made itself. */
import { type Grant, type GrantStore, isPermission, type SiteRole } from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { RoleGrantTable, Tables } from './database-tables.ts';

const textsSchema = z.array(z.string());

/** Over the database or over one transaction. */
export class SqlGrantStore implements GrantStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(siteId: string, atUnixMs: number): Promise<readonly Grant[]> {
    const rows = await this.#ofSite(siteId)
      .where('ended_unix_ms', 'is', null)
      .where((expression) =>
        expression.or([expression('until_unix_ms', 'is', null), expression('until_unix_ms', '>', atUnixMs)]),
      )
      .execute();
    return rows.map(grantOf);
  }

  async ofPerson(siteId: string, personId: string): Promise<readonly Grant[]> {
    const rows = await this.#ofSite(siteId).where('person_id', '=', personId).execute();
    return rows.map(grantOf);
  }

  async find(siteId: string, id: string): Promise<Grant | null> {
    const row = await this.#ofSite(siteId).where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : grantOf(row);
  }

  async insert(grant: Grant): Promise<void> {
    await this.#database
      .insertInto('role_grant')
      .values({
        id: grant.id,
        site_id: grant.siteId,
        person_id: grant.personId,
        role_id: grant.roleId,
        camera_ids: grant.cameraIds === null ? null : JSON.stringify(grant.cameraIds),
        from_unix_ms: grant.fromUnixMs,
        until_unix_ms: grant.untilUnixMs,
        ended_unix_ms: grant.endedUnixMs,
      })
      .execute();
  }

  async end(siteId: string, id: string, endedUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('role_grant')
      .set({ ended_unix_ms: endedUnixMs })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async roles(siteId: string): Promise<readonly SiteRole[]> {
    const rows = await this.#database
      .selectFrom('site_role')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id')
      .execute();
    return rows.map(({ id, site_id, name, permissions }) => ({
      id,
      siteId: site_id,
      name,
      // One that a later version knew gives nothing here.
      permissions: textsSchema.parse(JSON.parse(permissions)).filter(isPermission),
    }));
  }

  async insertRole({ id, siteId, name, permissions }: SiteRole): Promise<void> {
    await this.#database
      .insertInto('site_role')
      .values({ id, site_id: siteId, name, permissions: JSON.stringify(permissions) })
      .execute();
  }

  async changeRole({ id, siteId, name, permissions }: SiteRole): Promise<void> {
    await this.#database
      .updateTable('site_role')
      .set({ name, permissions: JSON.stringify(permissions) })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async removeRole(siteId: string, id: string): Promise<void> {
    await this.#database.deleteFrom('site_role').where('site_id', '=', siteId).where('id', '=', id).execute();
  }

  #ofSite(siteId: string) {
    return this.#database.selectFrom('role_grant').selectAll().where('site_id', '=', siteId).orderBy('id');
  }
}

function grantOf(row: RoleGrantTable): Grant {
  return {
    id: row.id,
    siteId: row.site_id,
    personId: row.person_id,
    roleId: row.role_id,
    cameraIds: row.camera_ids === null ? null : textsSchema.parse(JSON.parse(row.camera_ids)),
    fromUnixMs: row.from_unix_ms,
    untilUnixMs: row.until_unix_ms,
    endedUnixMs: row.ended_unix_ms,
  };
}
