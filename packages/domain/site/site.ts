/** One installation: a recorder with its cameras and disks, serving one area. Every row that it owns names it. */

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly createdUnixMs: number;
  /** Of what the recorder is told: grows by one at each change. */
  readonly configurationRevision: number;
}

/** A directory that recordings go to, in most cases the root of a disk of its own. */
export interface StorageVolume {
  readonly id: string;
  readonly siteId: string;
  /** Absolute, or relative to the data directory. */
  readonly path: string;
}

export const MAX_SITE_NAME_CHARACTERS = 200;
