/** What somebody may be allowed to do. Each route names one; a role is a set of them. */

/** Every permission. Never renamed once a release has stored one in a role. */
export const PERMISSIONS = [
  'cameras.read',
  'cameras.manage',
  'cameras.probe',
  'live.view',
  /** Recorded pictures: time line, playback, stills. */
  'footage.view',
  'footage.export',
  'footage.delete',
  'holds.read',
  'holds.manage',
  'bookmarks.read',
  'bookmarks.manage',
  'storage.read',
  'jobs.read',
  'status.read',
  'metrics.read',
  /** Who has an account here, in which roles. */
  'people.read',
  /** Accounts, roles, their periods, and the sessions of others. */
  'people.manage',
  'audit.read',
  /** How the site is reached, by which certificate. */
  'settings.manage',
] as const;

/** One of PERMISSIONS. */
export type Permission = (typeof PERMISSIONS)[number];

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

/** Whether a stored or given word is one of them. */
export const isPermission = (word: string): word is Permission => KNOWN.has(word);
