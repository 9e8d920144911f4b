/** In what legal capacity people are there: given and ended, each with its entry in the audit log. Holds at once. */
import { type CapacityDraft, checkCapacity, MAX_CAPACITIES, type PersonCapacity } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Roster } from './roster.ts';

/** One for a server. */
export class Capacities {
  readonly #context: SiteContext;
  readonly #roster: Roster;

  constructor(context: SiteContext, roster: Roster) {
    this.#context = context;
    this.#roster = roster;
  }

  /** @throws FieldError, ApiError `person-not-found`, `too-many-capacities` */
  async add(personId: string, draft: CapacityDraft, requester: Requester): Promise<PersonCapacity> {
    const { database, clock, siteId } = this.#context;
    const capacity: PersonCapacity = { ...lawful(checkCapacity(draft)), id: createId(clock), personId };
    await database.transaction(async (stores) => {
      if ((await stores.people.find(siteId, personId)) === null) throw new ApiError('person-not-found');
      if ((await stores.capacities.ofPerson(personId)).length >= MAX_CAPACITIES)
        throw new ApiError('too-many-capacities', { limit: MAX_CAPACITIES });
      await stores.capacities.insert(capacity);
      await this.#record(stores, 'person.capacity-added', capacity, requester);
    });
    this.#roster.forget();
    return capacity;
  }

  /** From now on; one that would begin later never holds. @throws ApiError `capacity-not-found` */
  async end(personId: string, id: string, requester: Requester): Promise<PersonCapacity> {
    const { database, clock } = this.#context;
    const nowUnixMs = clock.nowUnixMs();
    const ended = await database.transaction(async (stores) => {
      const found = (await stores.capacities.ofPerson(personId)).find((one) => one.id === id);
      if (found === undefined || (found.untilUnixMs ?? Infinity) <= nowUnixMs)
        throw new ApiError('capacity-not-found');
      const capacity = { ...found, untilUnixMs: nowUnixMs };
      await stores.capacities.end(id, nowUnixMs);
      await this.#record(stores, 'person.capacity-ended', capacity, requester);
      return capacity;
    });
    this.#roster.forget();
    return ended;
  }

  async #record(
    stores: Stores,
    action: string,
    { id: capacityId, personId, capacity: legalCapacity, fromUnixMs, untilUnixMs }: PersonCapacity,
    requester: Requester,
  ): Promise<void> {
    const { siteId, clock } = this.#context;
    await stores.audit.append({
      ...requester,
      siteId,
      atUnixMs: clock.nowUnixMs(),
      action,
      subjectId: personId,
      detail: { capacityId, legalCapacity, fromUnixMs, untilUnixMs },
    });
  }
}
