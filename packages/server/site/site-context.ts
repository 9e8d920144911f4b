/** What every part of the server shares: whose site it is, and the sources of time and ids. */
import { randomBytes } from 'node:crypto';
import { createUuidV7, type Site, type StorageVolume, UUID_RANDOM_BYTES } from '@matlang/domain';
import type { SiteDatabase } from '../store/site-database.ts';

/**
 * Fixed while the server runs but for the name: volumes are those of the start. `dataDirectory` is absolute, paths of volumes
 * may be relative to it.
 */
export interface SiteContext {
  readonly dataDirectory: string;
  readonly siteId: string;
  /** As it is now: to be read when it is needed. */
  readonly siteName: string;
  readonly volumes: readonly StorageVolume[];
  readonly database: SiteDatabase;
  readonly clock: Clock;
}

/** Handed in so that tests hold it. */
export interface Clock {
  readonly nowUnixMs: () => number;
}

/** The machine's clock, steps and all. */
export const SYSTEM_CLOCK: Clock = { nowUnixMs: () => Date.now() };

/** Who asks, as the audit log names them. */
export interface Requester {
  readonly actor: string;
  readonly address: string | null;
  /** The role in which a person asks; left out where it is nobody in a role. */
  readonly capacity?: string;
  /** The name of the shared screen at which a person asks. */
  readonly kiosk?: string;
}

/** The server itself, for what it does without being asked. */
export const SERVER_REQUESTER: Requester = { actor: 'server', address: null };

/** A new id of a row. */
export function createId(clock: Clock): string {
  return createUuidV7(clock.nowUnixMs(), randomBytes(UUID_RANDOM_BYTES));
}

const DEFAULT_VOLUMES = [{ id: 'default', path: 'archive' }];
const DEFAULT_NAME = 'Mắt Làng';

/** What a new site is called, and where it records; `archive` in the data directory unless told. */
export interface SiteSeed {
  /** New unless the site was there before its database. */
  readonly id?: string;
  readonly name?: string;
  readonly volumes?: readonly { readonly id: string; readonly path: string }[];
}

/** The site of the database; made with the seed where there is none. */
export async function openSite(
  database: SiteDatabase,
  clock: Clock,
  seed: SiteSeed = {},
): Promise<{ readonly site: Site; readonly volumes: readonly StorageVolume[] }> {
  return await database.transaction(async (stores) => {
    const found = await stores.site.find();
    if (found !== null) {
      return { site: found, volumes: await stores.site.volumes(found.id) };
    }
    const id = seed.id ?? createId(clock);
    const site = {
      id,
      name: seed.name ?? DEFAULT_NAME,
      createdUnixMs: clock.nowUnixMs(),
      configurationRevision: 0,
    };
    const volumes = (seed.volumes ?? DEFAULT_VOLUMES).map((volume) => ({ ...volume, siteId: id }));
    await stores.site.insert(site, volumes);
    await stores.audit.append({
      siteId: id,
      atUnixMs: site.createdUnixMs,
      ...SERVER_REQUESTER,
      action: 'site.created',
      subjectId: id,
      detail: { name: site.name },
    });
    return { site, volumes };
  });
}
