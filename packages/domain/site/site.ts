/** One installation: a recorder with its cameras and disks, serving one area. Every row that it owns names it. */

/** The site’s own row: made once, when its data directory is set up, and the owner that every other row names. */
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

/** Longest name of a site, in UTF-16 units after normalization. */
export const MAX_SITE_NAME_CHARACTERS = 200;
