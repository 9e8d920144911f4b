/** Roles that a site makes itself: a name and permissions. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkText } from '../text/checked-text.ts';
import type { Permission } from './permission.ts';
import type { Role } from './role.ts';

/** A role of a site's own. */
export interface SiteRole extends Role {
  readonly siteId: string;
  readonly name: string;
}

/** What an administrator gives to make one. */
export type SiteRoleDraft = Pick<SiteRole, 'name' | 'permissions'>;

/** More than anybody keeps apart. */
export const MAX_SITE_ROLES = 50;
/** Longest name, in UTF-16 units. */
export const MAX_ROLE_NAME_CHARACTERS = 60;

/** A role that gives nothing, or has no name, is refused. Permissions once each. */
export function checkSiteRole({ name, permissions }: SiteRoleDraft): Checked<SiteRoleDraft> {
  const checked = checkText('name', name, { maxCharacters: MAX_ROLE_NAME_CHARACTERS });
  if (!checked.ok) return checked;
  const given = new Set<Permission>(permissions);
  if (given.size === 0) return refuse('permissions', 'too-few', 1);
  return accept({ name: checked.value, permissions: [...given].toSorted() });
}
