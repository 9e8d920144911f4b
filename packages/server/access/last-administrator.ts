/** A site that nobody can administer would have to be mended on its machine: nobody gets there by a click. */
import type { Person } from '@matlang/domain';
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
export async function hasAdministrator(stores: Stores, context: SiteContext): Promise<boolean> {
  return (await administratorsOf(stores, context)).length > 0;
}

/** Those who may. */
export async function administratorsOf(
  stores: Stores,
  { siteId, clock }: SiteContext,
): Promise<readonly Person[]> {
  const nowUnixMs = clock.nowUnixMs();
  const holders = new Set(
    (await stores.grants.list(siteId, nowUnixMs))
      .filter(
        ({ roleId, cameraIds, fromUnixMs, untilUnixMs }) =>
          roleId === ADMINISTRATOR && cameraIds === null && untilUnixMs === null && fromUnixMs <= nowUnixMs,
      )
      .map(({ personId }) => personId),
  );
  const found: Person[] = [];
  for (const person of await stores.people.list(siteId))
    if (
      holders.has(person.id) &&
      person.endedUnixMs === null &&
      (await stores.credentials.passwordHash(person.id)) !== null
    )
      found.push(person);
  return found;
}
