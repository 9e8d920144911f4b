/**
 * Nobody reaches beyond what they hold: who manages people could otherwise give themselves the administrator's role, or make an invitation for
 * the administrator's account and take it.
 */
import type { Permission, Rights } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Roster } from './roster.ts';

/** What it looks at. */
export interface ReachParts {
  readonly context: SiteContext;
  readonly roster: Roster;
}

/** One for a server. */
export class Reach {
  readonly #parts: ReachParts;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /**
   * Each must be had for the whole site, now and at the end of what is given: who has a right until tonight could keep it for good otherwise.
   * @param untilUnixMs null: what is given has no end. @throws ApiError `beyond-own-rights`
   */
  requirePermissions(rights: Rights, permissions: readonly Permission[], untilUnixMs: number | null): void {
    const last = untilUnixMs === null ? Number.MAX_SAFE_INTEGER : untilUnixMs - 1;
    const instants = [this.#parts.context.clock.nowUnixMs(), last];
    if (!permissions.every((permission) => instants.every((at) => rights.may(permission, 'site', at))))
      throw new ApiError('beyond-own-rights');
  }

  /** @param untilUnixMs of the grant; null: it has no end. @throws ApiError `role-not-found`, `beyond-own-rights` */
  async requireRole(rights: Rights, roleId: string, untilUnixMs: number | null): Promise<void> {
    const role = (await this.#parts.roster.roles()).get(roleId);
    if (role === undefined) throw new ApiError('role-not-found');
    this.requirePermissions(rights, role.permissions, untilUnixMs);
  }

  /** Of all roles that the person has, or will have. @throws ApiError `beyond-own-rights` */
  async requirePerson(rights: Rights, personId: string): Promise<void> {
    const { context, roster } = this.#parts;
    const { database, siteId, clock } = context;
    const roles = await roster.roles();
    const nowUnixMs = clock.nowUnixMs();
    for (const { roleId, endedUnixMs, untilUnixMs } of await database.stores.grants.ofPerson(
      siteId,
      personId,
    ))
      if (endedUnixMs === null && (untilUnixMs ?? Infinity) > nowUnixMs)
        this.requirePermissions(rights, roles.get(roleId)?.permissions ?? [], nowUnixMs + 1);
  }
}
