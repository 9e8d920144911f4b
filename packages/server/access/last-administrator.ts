/** A site that nobody can administer would have to be mended on its machine: nobody gets there by a click. */
import { ApiError } from '../answer/api-error.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';

/** The built-in role whose holders count. */
export const ADMINISTRATOR = 'administrator';

/**
 * In the transaction that takes an account or a role away, behind it.
 * @throws ApiError `last-administrator` where there is none
 */
export async function requireAdministrator(stores: Stores, context: SiteContext): Promise<void> {
  if (!(await hasAdministrator(stores, context))) throw new ApiError('last-administrator');
}

/** Whether somebody who has joined may administer the whole site, now and without an end. */
export async function hasAdministrator(stores: Stores, { siteId, clock }: SiteContext): Promise<boolean> {
  const nowUnixMs = clock.nowUnixMs();
  const people = new Map((await stores.people.list(siteId)).map((person) => [person.id, person]));
  const remaining = (await stores.grants.list(siteId, nowUnixMs)).filter(
    ({ roleId, cameraIds, fromUnixMs, untilUnixMs, personId }) =>
      roleId === ADMINISTRATOR &&
      cameraIds === null &&
      untilUnixMs === null &&
      fromUnixMs <= nowUnixMs &&
      people.get(personId)?.endedUnixMs === null,
  );
  for (const { personId } of remaining)
    if ((await stores.credentials.passwordHash(personId)) !== null) return true;
  return false;
}
