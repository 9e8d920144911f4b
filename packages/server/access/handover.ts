/**
 * Handing over (bàn giao) the administrator's duty, whole in one transaction: the new person has the role, the old one no longer, and the
 * sheet in the safe, whose code the old one has seen, is good no more. The new one prints another.
 */
import type { Grant, Person } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import type { Requester, SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Grants } from './grants.ts';
import { ADMINISTRATOR, administratorsOf, requireAdministrator } from './last-administrator.ts';
import type { Roster } from './roster.ts';
import type { SecondFactors } from './second-factors.ts';

/** Both, and where it stands in the log. */
export interface HandedOver {
  readonly from: Person;
  readonly to: Person;
  readonly atUnixMs: number;
  readonly seq: number;
}

/** What it works with. */
export interface HandoverParts {
  readonly context: SiteContext;
  readonly grants: Grants;
  readonly secondFactors: SecondFactors;
  readonly roster: Roster;
}

/** One for a server. */
export class Handover {
  readonly #parts: HandoverParts;

  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  /** @throws ApiError `person-not-found`, `handover-not-ready` where the other one could not begin at once */
  async handOver(from: Person, toId: string, requester: Requester): Promise<HandedOver> {
    const { context, grants, roster } = this.#parts;
    const { siteId, clock } = context;
    const atUnixMs = clock.nowUnixMs();
    const done = await context.database.transaction(async (stores) => {
      const to = await this.#requireReady(stores, from, toId);
      if (!(await administratorsOf(stores, context)).some(({ id }) => id === to.id))
        await grants.insert(
          stores,
          {
            personId: to.id,
            roleId: ADMINISTRATOR,
            cameraIds: null,
            fromUnixMs: atUnixMs,
            untilUnixMs: null,
          },
          requester,
        );
      const own = await stores.grants.ofPerson(siteId, from.id);
      for (const grant of own.filter((one) => isDuty(one, atUnixMs)))
        await grants.endWithin(stores, grant, requester);
      await requireAdministrator(stores, context);
      const sheetEnded = await stores.recoverySheets.remove(siteId);
      const { seq } = await stores.audit.append({
        ...requester,
        siteId,
        atUnixMs,
        action: 'administrator.handed-over',
        subjectId: to.id,
        detail: { from: from.userName, to: to.userName, sheetEnded },
      });
      return { from, to, atUnixMs, seq };
    });
    roster.forget();
    return done;
  }

  /** Who is there, has joined, and can show a second factor: without one the role gives nothing. */
  async #requireReady(stores: Stores, from: Person, toId: string): Promise<Person> {
    const { context, secondFactors } = this.#parts;
    const to = await stores.people.find(context.siteId, toId);
    if (to === null || to.endedUnixMs !== null) throw new ApiError('person-not-found');
    const joined = (await stores.credentials.passwordHash(to.id)) !== null;
    if (to.id === from.id || !joined || !(await secondFactors.isSet(stores, to.id)))
      throw new ApiError('handover-not-ready');
    return to;
  }
}

const isDuty = ({ roleId, endedUnixMs, untilUnixMs }: Grant, nowUnixMs: number): boolean =>
  roleId === ADMINISTRATOR && endedUnixMs === null && (untilUnixMs ?? Infinity) > nowUnixMs;
