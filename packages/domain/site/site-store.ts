/** What a store of the site must offer. */
import type { Site, StorageVolume } from './site.ts';

/** The site that this database belongs to, with its volumes; there is at most one. */
export interface SiteStore {
  /** Null before the site was made. */
  find(): Promise<Site | null>;
  insert(site: Site, volumes: readonly StorageVolume[]): Promise<void>;
  volumes(siteId: string): Promise<readonly StorageVolume[]>;
  rename(siteId: string, name: string): Promise<void>;
  /** Adds one to the revision of what the recorder is told and answers it. */
  nextConfigurationRevision(siteId: string): Promise<number>;
  /** What the recorder was told by a database that knew more. */
  raiseConfigurationRevision(siteId: string, revision: number): Promise<void>;
}
