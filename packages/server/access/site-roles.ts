/** Roles of a site's own: made, changed, removed, each with its entry in the audit log. A change holds at once for whoever has the role. */
import {
  checkSiteRole,
  isBuiltInRole,
  MAX_SITE_ROLES,
  type Rights,
  type SiteRole,
  type SiteRoleDraft,
} from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Reach } from './reach.ts';
import type { Roster } from './roster.ts';

/** What roles work with. */
export interface SiteRolesParts {
  readonly context: SiteContext;
  readonly roster: Roster;
  readonly reach: Reach;
}

/** Who asks, and what they may do. */
export interface RoleMaker {
  readonly rights: Rights;
  readonly requester: Requester;
}

/** One for a server. */
export class SiteRoles {
  readonly #parts: SiteRolesParts;

  constructor(parts: SiteRolesParts) {
    this.#parts = parts;
  }

  /** @throws FieldError, ApiError `beyond-own-rights`, `role-name-taken`, `too-many-roles` */
  async make(draft: SiteRoleDraft, { rights, requester }: RoleMaker): Promise<SiteRole> {
    const { context, reach } = this.#parts;
    const checked = lawful(checkSiteRole(draft));
    reach.requirePermissions(rights, checked.permissions, null);
    const role: SiteRole = { ...checked, id: createId(context.clock), siteId: context.siteId };
    return await this.#write(async (stores) => {
      const others = await stores.grants.roles(context.siteId);
      if (others.length >= MAX_SITE_ROLES) throw new ApiError('too-many-roles', { limit: MAX_SITE_ROLES });
      requireOwnName(role, others);
      await stores.grants.insertRole(role);
      await this.#record(stores, 'role.made', role.id, shown(role), requester);
      return role;
    });
  }

  /** @throws FieldError, ApiError `role-not-found`, `role-built-in`, `beyond-own-rights`, `role-name-taken` */
  async change(id: string, draft: SiteRoleDraft, { rights, requester }: RoleMaker): Promise<SiteRole> {
    const { context, reach } = this.#parts;
    const checked = lawful(checkSiteRole(draft));
    reach.requirePermissions(rights, checked.permissions, null);
    return await this.#write(async (stores) => {
      const before = await this.#find(stores, id);
      reach.requirePermissions(rights, before.permissions, null);
      const after: SiteRole = { ...checked, id, siteId: context.siteId };
      requireOwnName(after, await stores.grants.roles(context.siteId));
      await stores.grants.changeRole(after);
      await this.#record(
        stores,
        'role.changed',
        id,
        { before: shown(before), after: shown(after) },
        requester,
      );
      return after;
    });
  }

  /** Nobody must have it, or be going to. @throws ApiError `role-not-found`, `role-built-in`, `role-in-use`, `beyond-own-rights` */
  async remove(id: string, { rights, requester }: RoleMaker): Promise<SiteRole> {
    const { context, reach } = this.#parts;
    const { siteId, clock } = context;
    return await this.#write(async (stores) => {
      const role = await this.#find(stores, id);
      reach.requirePermissions(rights, role.permissions, null);
      const held = (await stores.grants.list(siteId, clock.nowUnixMs())).filter(
        ({ roleId }) => roleId === id,
      );
      if (held.length > 0)
        throw new ApiError('role-in-use', { people: new Set(held.map(({ personId }) => personId)).size });
      await stores.grants.removeRole(siteId, id);
      await this.#record(stores, 'role.removed', id, shown(role), requester);
      return role;
    });
  }

  async #find(stores: Stores, id: string): Promise<SiteRole> {
    if (isBuiltInRole(id)) throw new ApiError('role-built-in');
    const role = (await stores.grants.roles(this.#parts.context.siteId)).find((one) => one.id === id);
    if (role === undefined) throw new ApiError('role-not-found');
    return role;
  }

  async #write<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result> {
    const { context, roster } = this.#parts;
    const result = await context.database.transaction(work);
    roster.forget();
    return result;
  }

  async #record(
    stores: Stores,
    action: string,
    subjectId: string,
    detail: Readonly<Record<string, unknown>>,
    requester: Requester,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    await stores.audit.append({ ...requester, siteId, atUnixMs, action, subjectId, detail });
  }
}

const shown = ({ name, permissions }: SiteRoleDraft) => ({ name, permissions: [...permissions] });

/** Two of one name would be given for each other. */
function requireOwnName({ id, name }: SiteRole, others: readonly SiteRole[]): void {
  const folded = name.toLowerCase();
  if (others.some((other) => other.id !== id && other.name.toLowerCase() === folded))
    throw new ApiError('role-name-taken');
}
