/** The site and its volumes in SQL. */
import type { Site, SiteStore, StorageVolume } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';

/** Over the database or over one transaction. */
export class SqlSiteStore implements SiteStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async find(): Promise<Site | null> {
    const row = await this.#database.selectFrom('site').selectAll().executeTakeFirst();
    return row === undefined
      ? null
      : {
          id: row.id,
          name: row.name,
          createdUnixMs: row.created_unix_ms,
          configurationRevision: row.configuration_revision,
        };
  }

  async insert(site: Site, volumes: readonly StorageVolume[]): Promise<void> {
    await this.#database
      .insertInto('site')
      .values({
        id: site.id,
        name: site.name,
        created_unix_ms: site.createdUnixMs,
        configuration_revision: site.configurationRevision,
      })
      .execute();
    await this.#database
      .insertInto('volume')
      .values(volumes.map((volume) => ({ id: volume.id, site_id: volume.siteId, path: volume.path })))
      .execute();
  }

  async volumes(siteId: string): Promise<readonly StorageVolume[]> {
    const rows = await this.#database
      .selectFrom('volume')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ id: row.id, siteId: row.site_id, path: row.path }));
  }

  async rename(siteId: string, name: string): Promise<void> {
    await this.#database.updateTable('site').set({ name }).where('id', '=', siteId).execute();
  }

  async nextConfigurationRevision(siteId: string): Promise<number> {
    const row = await this.#database
      .updateTable('site')
      .set((expression) => ({
        configuration_revision: expression('configuration_revision', '+', 1),
      }))
      .where('id', '=', siteId)
      .returning('configuration_revision')
      .executeTakeFirstOrThrow();
    return row.configuration_revision;
  }

  async raiseConfigurationRevision(siteId: string, revision: number): Promise<void> {
    await this.#database
      .updateTable('site')
      .set({ configuration_revision: revision })
      .where('id', '=', siteId)
      .where('configuration_revision', '<', revision)
      .execute();
  }
}
