/** Roles are given and taken away: each with its entry in the audit log, in one transaction. */
import { checkGrant, type Grant, type GrantDraft } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { requireAdministrator } from './last-administrator.ts';
import type { Roster } from './roster.ts';

/** One for a server. */
export class Grants {
  readonly #context: SiteContext;
  readonly #roster: Roster;

  constructor(context: SiteContext, roster: Roster) {
    this.#context = context;
    this.#roster = roster;
  }

  /** @throws FieldError, ApiError `person-not-found`, `role-not-found` */
  async add(draft: GrantDraft, requester: Requester): Promise<Grant> {
    const { database, siteId } = this.#context;
    if (!(await this.#roster.roles()).has(draft.roleId)) throw new ApiError('role-not-found');
    const grant = await database.transaction(async (stores) => {
      const person = await stores.people.find(siteId, draft.personId);
      if (person === null || person.endedUnixMs !== null) throw new ApiError('person-not-found');
      return await this.insert(stores, draft, requester);
    });
    this.#roster.forget();
    return grant;
  }

  /** In a transaction of the caller's, who forgets the roster behind it. @throws FieldError */
  async insert(stores: Stores, draft: GrantDraft, requester: Requester): Promise<Grant> {
    const { clock, siteId } = this.#context;
    const grant: Grant = { ...lawful(checkGrant(draft)), id: createId(clock), siteId, endedUnixMs: null };
    await stores.grants.insert(grant);
    const { id: grantId, roleId, cameraIds, fromUnixMs, untilUnixMs } = grant;
    await stores.audit.append({
      ...requester,
      siteId,
      atUnixMs: clock.nowUnixMs(),
      action: 'grant.added',
      subjectId: grant.personId,
      detail: { grantId, roleId, cameraIds, fromUnixMs, untilUnixMs },
    });
    return grant;
  }

  /** From now on. @throws ApiError `grant-not-found`, `last-administrator` */
  async end(personId: string, id: string, requester: Requester): Promise<Grant> {
    const { clock, database, siteId } = this.#context;
    const nowUnixMs = clock.nowUnixMs();
    const ended = await database.transaction(async (stores) => {
      const grant = await stores.grants.find(siteId, id);
      const over = (grant?.endedUnixMs ?? null) !== null || (grant?.untilUnixMs ?? Infinity) <= nowUnixMs;
      if (grant === null || grant.personId !== personId || over) throw new ApiError('grant-not-found');
      await this.endWithin(stores, grant, requester);
      await requireAdministrator(stores, this.#context);
      return { ...grant, endedUnixMs: nowUnixMs };
    });
    this.#roster.forget();
    return ended;
  }

  /** In a transaction of the caller's, who sees to it that an administrator is left, and forgets the roster behind it. */
  async endWithin(
    stores: Stores,
    { id: grantId, personId, roleId, cameraIds }: Grant,
    requester: Requester,
  ): Promise<void> {
    const { clock, siteId } = this.#context;
    const atUnixMs = clock.nowUnixMs();
    await stores.grants.end(siteId, grantId, atUnixMs);
    await stores.audit.append({
      ...requester,
      siteId,
      atUnixMs,
      action: 'grant.ended',
      subjectId: personId,
      detail: { grantId, roleId, cameraIds },
    });
  }
}
