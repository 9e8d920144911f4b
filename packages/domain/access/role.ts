/** Roles: named sets of permissions. Seven are there from the start; a site adds its own. */
import { PERMISSIONS, type Permission } from './permission.ts';

/** A role as it is stored or comes with the program; `id` of a site's own is a UUID. */
export interface Role {
  readonly id: string;
  readonly permissions: readonly Permission[];
}

const DEVICES = ['cameras.read', 'live.view', 'status.read'] as const;
const RECORDINGS = [
  ...DEVICES,
  'footage.view',
  'bookmarks.read',
  'bookmarks.manage',
  'holds.read',
  'jobs.read',
] as const;

/**
 * What each built-in role may do. The technician keeps devices alive and sees no recordings; the auditor reads who did what and sees no
 * pictures at all; the treasurer's permissions come with the contributions.
 */
export const BUILT_IN_ROLES = {
  administrator: PERMISSIONS,
  commander: [...RECORDINGS, 'footage.export', 'holds.manage', 'storage.read', 'people.read', 'audit.read'],
  officer: [...RECORDINGS, 'footage.export', 'holds.manage'],
  'duty-watcher': DEVICES,
  technician: [...DEVICES, 'cameras.manage', 'cameras.probe', 'storage.read', 'metrics.read'],
  treasurer: [],
  auditor: ['audit.read', 'people.read'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

/** The id of a built-in role. */
type BuiltInRole = keyof typeof BUILT_IN_ROLES;

/** Whether an id is that of a role that comes with the program. */
export const isBuiltInRole = (id: string): id is BuiltInRole => Object.hasOwn(BUILT_IN_ROLES, id);

/** What takes footage out of the house, or decides who may: nobody does so with a password alone. */
export const SECOND_FACTOR_PERMISSIONS: ReadonlySet<Permission> = new Set([
  'footage.export',
  'footage.delete',
  'people.manage',
  'cameras.manage',
  'settings.manage',
]);

/** Whether a role with these permissions is used with a second factor only. */
export const needsSecondFactor = (permissions: Iterable<Permission>): boolean =>
  [...permissions].some((permission) => SECOND_FACTOR_PERMISSIONS.has(permission));
