/** What somebody may be allowed to do. Every route names one; until accounts exist, whoever sits at the machine has all. */
export const PERMISSIONS = [
  /** No permission: anybody who reaches the address. */
  'public',
  'cameras.read',
  'cameras.manage',
  'cameras.probe',
  'live.view',
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
] as const;
/** One of PERMISSIONS. */
export type Permission = (typeof PERMISSIONS)[number];
