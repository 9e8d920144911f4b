/** People: each change with its entry in the audit log, in one transaction. */
import {
  checkPassword,
  checkPerson,
  type Grant,
  type Person,
  type PersonCapacity,
  type PersonDraft,
} from '@matlang/domain';
import { ApiError, FieldError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Grants } from './grants.ts';
import { RESERVED_ACTORS, type SignedIn } from './identity.ts';
import { ADMINISTRATOR, requireAdministrator } from './last-administrator.ts';
import type { Roster } from './roster.ts';
import type { SecondFactors } from './second-factors.ts';
import { createReadableCode, digestOf, normalizeReadableCode } from './secret-token.ts';
import type { SecondFactorAnswer, SignedInAnswer, SignIn } from './sign-in.ts';
import type { SignInVisitor } from './tries.ts';

/** Of a site, those whose account ended too. */
export const MAX_PEOPLE = 1000;
/** Long enough to be carried to the next office. */
const INVITATION_MS = 72 * 3_600_000;
/** 79 bits. */
const INVITATION_GROUPS = 4;

/** With what proves them. */
export interface PersonState {
  readonly person: Person;
  readonly grants: readonly Grant[];
  readonly capacities: readonly PersonCapacity[];
  readonly secondFactor: boolean;
  readonly joined: boolean;
}

/** Shown once. */
export interface NewInvitation {
  readonly code: string;
  readonly endsUnixMs: number;
}

/** What people are kept with. */
export interface PeopleParts {
  readonly context: SiteContext;
  readonly signIn: SignIn;
  readonly secondFactors: SecondFactors;
  readonly grants: Grants;
  readonly roster: Roster;
}

/** One for a server. */
export class People {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** By user name. */
  async list(): Promise<readonly PersonState[]> {
    const { database, siteId } = this.#parts.context;
    const people = await database.stores.people.list(siteId);
    return await Promise.all(people.map((person) => this.#stateOf(database.stores, person)));
  }

  /** The first administrator. @throws FieldError, ApiError `set-up-already` */
  async addFirst(draft: PersonDraft, password: string, address: string | null): Promise<Person> {
    const { context, grants, roster } = this.#parts;
    const hash = await this.#hashOf(password, draft);
    const first = await context.database.transaction(async (stores) => {
      if ((await stores.people.list(context.siteId)).length > 0) throw new ApiError('set-up-already');
      const requester = { actor: 'local', address };
      const person = await this.#insert(stores, draft, requester, true);
      await stores.credentials.setPassword(person.id, hash, context.clock.nowUnixMs());
      const grant = { personId: person.id, roleId: ADMINISTRATOR, cameraIds: null, untilUnixMs: null };
      await grants.insert(stores, { ...grant, fromUnixMs: context.clock.nowUnixMs() }, requester);
      return person;
    });
    roster.forget();
    return first;
  }

  /** @throws FieldError, ApiError `user-name-taken`, `too-many-people` */
  async add(
    draft: PersonDraft,
    password: string | null,
    requester: Requester,
  ): Promise<{ readonly state: PersonState; readonly invitation: NewInvitation | null }> {
    const { context } = this.#parts;
    const hash = password === null ? null : await this.#hashOf(password, draft);
    return await context.database.transaction(async (stores) => {
      const person = await this.#insert(stores, draft, requester, hash !== null);
      if (hash !== null) await stores.credentials.setPassword(person.id, hash, context.clock.nowUnixMs());
      const invitation = hash === null ? await this.#invite(stores, person, requester) : null;
      return { state: await this.#stateOf(stores, person), invitation };
    });
  }

  /** In place of the one before; sessions and the password stay until it is taken. @throws ApiError `person-not-found` */
  async invite(
    id: string,
    requester: Requester,
  ): Promise<{ readonly state: PersonState; readonly invitation: NewInvitation }> {
    return await this.#parts.context.database.transaction(async (stores) => {
      const person = await this.#findActive(stores, id);
      const invitation = await this.#invite(stores, person, requester);
      return { state: await this.#stateOf(stores, person), invitation };
    });
  }

  /**
   * Signed in, or asked for the code of an authenticator that is set up; whoever was signed in as that person is no longer.
   * @throws FieldError, ApiError `invitation-over`
   */
  async accept(
    typed: string,
    password: string,
    visitor: SignInVisitor,
  ): Promise<SignedInAnswer | SecondFactorAnswer> {
    const { context, signIn } = this.#parts;
    const digest = digestOf(normalizeReadableCode(typed));
    const invited = await this.#invited(context.database.stores, digest);
    const hash = await this.#hashOf(password, invited);
    const joined = await context.database.transaction(async (stores) => {
      const person = await this.#invited(stores, digest);
      if (!(await stores.sessions.useInvitation(digest))) throw new ApiError('invitation-over');
      await stores.credentials.setPassword(person.id, hash, context.clock.nowUnixMs());
      await stores.sessions.remove(person.id, {});
      await stores.sessions.forgetDevices(person.id);
      await stores.pins.remove(person.id);
      const requester = { actor: person.userName, address: visitor.address };
      await this.#record(stores, requester, 'person.joined', person.id, {});
      return person;
    });
    return await signIn.enter(joined, visitor);
  }

  /** @returns how many other sessions ended. @throws FieldError, ApiError `sign-in-refused` */
  async changePassword(
    person: Person,
    sessionId: string,
    { current, password }: { readonly current: string; readonly password: string },
    visitor: SignInVisitor,
  ): Promise<number> {
    const { context, signIn } = this.#parts;
    await signIn.requirePassword(person, current, visitor);
    const hash = await this.#hashOf(password, person);
    return await context.database.transaction(async (stores) => {
      await stores.credentials.setPassword(person.id, hash, context.clock.nowUnixMs());
      const ended = await stores.sessions.remove(person.id, { exceptId: sessionId });
      const requester = { actor: person.userName, address: visitor.address };
      await this.#record(stores, requester, 'person.password-changed', person.id, { endedSessions: ended });
      return ended;
    });
  }

  /** @throws FieldError, ApiError `person-not-found`, `last-administrator` */
  async change(
    id: string,
    change: {
      readonly name?: string;
      readonly position?: string;
      readonly ended?: boolean;
      readonly removeSecondFactor?: true;
    },
    requester: Requester,
  ): Promise<PersonState> {
    const { context, roster, secondFactors } = this.#parts;
    const state = await context.database.transaction(async (stores) => {
      const before = await this.#find(stores, id);
      const draft = lawful(checkPerson({ ...before, ...change }));
      await stores.people.change(context.siteId, id, draft);
      if (change.ended !== undefined && change.ended !== (before.endedUnixMs !== null))
        await this.#setEnded(stores, before, change.ended);
      if (change.removeSecondFactor === true) {
        await secondFactors.removeAll(stores, id);
        await stores.pins.remove(id);
        await stores.sessions.remove(id, {});
      }
      const after = await this.#find(stores, id);
      const detail = {
        before: shown(before),
        after: shown(after),
        ...(change.removeSecondFactor === true ? { secondFactor: 'removed' } : {}),
      };
      await this.#record(stores, requester, 'person.changed', id, detail);
      return await this.#stateOf(stores, after);
    });
    roster.forget();
    return state;
  }

  /** @returns how many ended */
  async endSessions(
    personId: string,
    which: { readonly id?: string; readonly exceptId?: string },
    requester: Requester,
  ): Promise<number> {
    return await this.#parts.context.database.transaction(async (stores) => {
      const ended = await stores.sessions.remove(personId, which);
      if (ended > 0) await this.#record(stores, requester, 'session.ended', personId, { ...which, ended });
      return ended;
    });
  }

  /** In force from now on, in this session too. @returns the recovery codes, shown once. @throws FieldError `code` */
  async confirmSecondFactor(
    { person, sessionId, secondFactor }: SignedIn,
    code: string,
    requester: Requester,
  ): Promise<readonly string[]> {
    const { context, secondFactors } = this.#parts;
    return await context.database.transaction(async (stores) => {
      const codes = await secondFactors.confirm(stores, person.id, code);
      if (secondFactor !== 'shown') await stores.sessions.setFactors(sessionId, 'password+code');
      // Those that showed the password alone.
      await stores.sessions.remove(person.id, { exceptId: sessionId });
      await this.#record(stores, requester, 'person.second-factor-set', person.id, {});
      return codes;
    });
  }

  async #setEnded(stores: Stores, person: Person, ended: boolean): Promise<void> {
    const { context } = this.#parts;
    await stores.people.setEnded(context.siteId, person.id, ended ? context.clock.nowUnixMs() : null);
    if (!ended) return;
    await stores.sessions.remove(person.id, {});
    await stores.sessions.forgetDevices(person.id);
    await stores.pins.remove(person.id);
    await stores.sessions.removeInvitation(person.id);
    await stores.tokens.revokeOf(context.siteId, person.userName, context.clock.nowUnixMs());
    await requireAdministrator(stores, context);
  }

  async #insert(
    stores: Stores,
    asked: PersonDraft,
    requester: Requester,
    withPassword: boolean,
  ): Promise<Person> {
    const { context } = this.#parts;
    const draft = lawful(checkPerson(asked));
    if (RESERVED_ACTORS.has(draft.userName)) throw new FieldError('userName', 'user-name-form');
    const people = await stores.people.list(context.siteId);
    if (people.length >= MAX_PEOPLE) throw new ApiError('too-many-people', { limit: MAX_PEOPLE });
    if (people.some(({ userName }) => userName === draft.userName)) throw new ApiError('user-name-taken');
    const person: Person = {
      ...draft,
      id: createId(context.clock),
      siteId: context.siteId,
      createdUnixMs: context.clock.nowUnixMs(),
      endedUnixMs: null,
    };
    await stores.people.insert(person);
    await this.#record(stores, requester, 'person.added', person.id, { ...shown(person), withPassword });
    return person;
  }

  async #invite(stores: Stores, person: Person, requester: Requester): Promise<NewInvitation> {
    const code = createReadableCode(INVITATION_GROUPS);
    const endsUnixMs = this.#parts.context.clock.nowUnixMs() + INVITATION_MS;
    await stores.sessions.invite(
      person.id,
      digestOf(normalizeReadableCode(code)),
      requester.actor,
      endsUnixMs,
    );
    await this.#record(stores, requester, 'person.invited', person.id, { endsUnixMs });
    return { code, endsUnixMs };
  }

  async #invited(stores: Stores, digest: string): Promise<Person> {
    const { context } = this.#parts;
    const invitation = await stores.sessions.findInvitation(digest);
    const person = invitation === null ? null : await stores.people.find(context.siteId, invitation.personId);
    const over = invitation === null || context.clock.nowUnixMs() >= invitation.expiresUnixMs;
    if (person === null || person.endedUnixMs !== null || over) throw new ApiError('invitation-over');
    return person;
  }

  async #hashOf(password: string, { userName, name }: Pick<Person, 'userName' | 'name'>): Promise<string> {
    const { context, signIn } = this.#parts;
    return await signIn.hashOf(lawful(checkPassword(password, [userName, name, context.siteName])));
  }

  async #find(stores: Stores, id: string): Promise<Person> {
    const person = await stores.people.find(this.#parts.context.siteId, id);
    if (person === null) throw new ApiError('person-not-found');
    return person;
  }

  async #findActive(stores: Stores, id: string): Promise<Person> {
    const person = await this.#find(stores, id);
    if (person.endedUnixMs !== null) throw new ApiError('person-not-found');
    return person;
  }

  async #stateOf(stores: Stores, person: Person): Promise<PersonState> {
    return {
      person,
      grants: await stores.grants.ofPerson(person.siteId, person.id),
      capacities: await stores.capacities.ofPerson(person.id),
      secondFactor: await this.#parts.secondFactors.isSet(stores, person.id),
      joined: (await stores.credentials.passwordHash(person.id)) !== null,
    };
  }

  async #record(
    stores: Stores,
    requester: Requester,
    action: string,
    subjectId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    await stores.audit.append({
      ...requester,
      siteId,
      atUnixMs: clock.nowUnixMs(),
      action,
      subjectId,
      detail,
    });
  }
}

const shown = ({ userName, name, position, endedUnixMs }: Person) => ({
  userName,
  name,
  position,
  endedUnixMs,
});
