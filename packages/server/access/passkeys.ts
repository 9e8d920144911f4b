/** The passkeys that people have: added, listed, shown, removed; each change with its entry in the audit log, in one transaction. */
import type { PasskeyCreation, PasskeyRequest, SessionAnswer, ShownPasskey } from '@matlang/contract';
import { checkText, type Person } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Passkey } from '../store/sql-passkey-store.ts';
import type { Arrival } from './door.ts';
import type { SignedIn } from './identity.ts';
import {
  type AskedPasskey,
  type MadeKey,
  type PasskeyCeremonies,
  type PasskeyQuestion,
  userHandleOf,
} from './passkey-ceremonies.ts';
import { relyingPartyOf } from './relying-party.ts';
import type { SecondFactors } from './second-factors.ts';
import type { SignedInAnswer, SignIn } from './sign-in.ts';
import type { ShownSecondFactor, SignInVisitor, Tries } from './tries.ts';

/** Of one person. */
export const MAX_PASSKEYS = 20;
const MAX_NAME_CHARACTERS = 100;

/** What passkeys are kept with. */
export interface PasskeysParts {
  readonly context: SiteContext;
  readonly ceremonies: PasskeyCeremonies;
  readonly secondFactors: SecondFactors;
  readonly signIn: SignIn;
  readonly tries: Tries;
}

/** One for a server. */
export class Passkeys {
  readonly #parts: PasskeysParts;

  constructor(parts: PasskeysParts) {
    this.#parts = parts;
  }

  /** Whether one can be shown, or made, where this page was opened. @param who `anybody`: not signed in */
  async offered(
    arrival: Pick<Arrival, 'headers' | 'entrance'>,
    who: Person | 'anybody' | 'signed-in',
  ): Promise<SessionAnswer['passkeys']> {
    const party = relyingPartyOf(arrival);
    if (typeof party === 'string') return party;
    if (who === 'signed-in') return 'offered';
    const { passkeys } = this.#parts.context.database.stores;
    const has =
      who === 'anybody'
        ? await passkeys.isUsedAt(party.host)
        : (await passkeys.ofPerson(who.id)).some(({ host }) => host === party.host);
    return has ? 'offered' : 'none';
  }

  /** Oldest first. */
  async list(personId: string): Promise<readonly Passkey[]> {
    return await this.#parts.context.database.stores.passkeys.ofPerson(personId);
  }

  /** @throws ApiError `too-many-passkeys` */
  async askToMake(
    { person }: SignedIn,
    question: PasskeyQuestion,
  ): Promise<{ readonly token: string; readonly creation: PasskeyCreation }> {
    const known = await this.list(person.id);
    requireRoom(known);
    return this.#parts.ceremonies.askToMake(question, person, this.#parts.context.siteName, known);
  }

  /** @param person null: whoever has one */
  async askToShow(
    person: Person | null,
    question: PasskeyQuestion,
  ): Promise<{ readonly token: string; readonly request: PasskeyRequest }> {
    const all = person === null ? [] : await this.list(person.id);
    const here = all.filter(({ host }) => host === question.relyingParty.host);
    // Nobody else's would be taken: without one the browser would offer just those.
    if (person !== null && here.length === 0) throw new ApiError('passkey-refused');
    return this.#parts.ceremonies.askToShow(question, here);
  }

  /**
   * In force from now on, in this session too. @returns with recovery codes, shown once, where it is the first second factor
   * @throws FieldError, ApiError `passkey-there`, `too-many-passkeys`
   */
  async add(
    { person, sessionId }: SignedIn,
    typedName: string,
    made: MadeKey,
    requester: Requester,
  ): Promise<{ readonly passkey: Passkey; readonly recoveryCodes: readonly string[] }> {
    const { context, secondFactors } = this.#parts;
    const passkey: Passkey = {
      ...made,
      id: createId(context.clock),
      personId: person.id,
      name: lawful(checkText('name', typedName, { maxCharacters: MAX_NAME_CHARACTERS })),
      createdUnixMs: context.clock.nowUnixMs(),
      usedUnixMs: null,
    };
    return await context.database.transaction(async (stores) => {
      requireRoom(await stores.passkeys.ofPerson(person.id));
      if ((await stores.passkeys.findByCredential(made.credentialId)) !== null)
        throw new ApiError('passkey-there');
      const isFirst = !(await secondFactors.isSet(stores, person.id));
      await stores.passkeys.insert(passkey);
      const recoveryCodes = isFirst ? await secondFactors.makeRecoveryCodes(stores, person.id) : [];
      if (isFirst) {
        await stores.sessions.setFactors(sessionId, 'password+passkey');
        // Those that showed the password alone.
        await stores.sessions.remove(person.id, { exceptId: sessionId });
      }
      await this.#record(stores, requester, 'passkey.added', passkey);
      return { passkey, recoveryCodes };
    });
  }

  /** Without any second factor left its recovery codes go as well. @throws ApiError `passkey-not-found` */
  async remove(personId: string, id: string, requester: Requester): Promise<void> {
    const { context, secondFactors } = this.#parts;
    await context.database.transaction(async (stores) => {
      const removed = await stores.passkeys.remove(personId, id);
      if (removed === null) throw new ApiError('passkey-not-found');
      if (!(await secondFactors.isSet(stores, personId))) await secondFactors.removeAll(stores, personId);
      await this.#record(stores, requester, 'passkey.removed', removed);
    });
  }

  /** Without a user name: the authenticator knows whose it is, and has seen that it is they. @throws ApiError `passkey-refused`, `too-many-tries` */
  async signIn(asked: AskedPasskey, shown: ShownPasskey, visitor: SignInVisitor): Promise<SignedInAnswer> {
    const { context, signIn, tries } = this.#parts;
    const { stores } = context.database;
    const passkey = await stores.passkeys.findByCredential(shown.id);
    const person = passkey === null ? null : await stores.people.find(context.siteId, passkey.personId);
    const from = await tries.from(person?.userName ?? '', person, visitor);
    const waits = tries.countAhead(from);
    // From nothing it must say whose it is (WebAuthn, 7.2, step 6).
    const named = person !== null && shown.userHandle === userHandleOf(person.id);
    const factor = await this.check(asked, shown, named ? person.id : '');
    const opened = await context.database.transaction(async (within) => {
      const active = named ? await within.people.find(context.siteId, person.id) : null;
      if (active === null || active.endedUnixMs !== null) return null;
      if ((await factor.use(within, active.id)) === null) return null;
      return await signIn.open(within, active, 'passkey', visitor, factor.detail);
    });
    if (opened === null) {
      await tries.refuse(from, person, 'passkey', waits, factor.detail);
      throw new ApiError('passkey-refused');
    }
    tries.countRight(from);
    return opened;
  }

  /** Looks at what was shown, and leaves it to the caller's transaction to use it. @param personId whose it has to be */
  async check(asked: AskedPasskey, shown: ShownPasskey, personId: string): Promise<ShownSecondFactor> {
    const { context, ceremonies } = this.#parts;
    const passkey = await context.database.stores.passkeys.findByCredential(shown.id);
    if (passkey === null || passkey.personId !== personId)
      return { kind: 'passkey', use: async () => null, detail: { reason: 'answer' } };
    const { id: passkeyId, name } = passkey;
    const checked = await ceremonies.checkShown(asked, shown, passkey);
    if (checked.kind === 'wrong')
      return {
        kind: 'passkey',
        use: async () => null,
        detail: { passkeyId, passkey: name, reason: checked.reason },
      };
    return {
      kind: 'passkey',
      use: async (stores) => {
        const used = await stores.passkeys.use(passkey, checked.counter, context.clock.nowUnixMs());
        return used ? 'passkey' : null;
      },
      detail: { passkeyId, passkey: name },
    };
  }

  async #record(
    stores: Stores,
    requester: Requester,
    action: string,
    { id: passkeyId, personId, name, host }: Passkey,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    const detail = { passkeyId, passkey: name, host };
    const atUnixMs = clock.nowUnixMs();
    await stores.audit.append({ ...requester, siteId, atUnixMs, action, subjectId: personId, detail });
  }
}

function requireRoom(known: readonly Passkey[]): void {
  if (known.length >= MAX_PASSKEYS) throw new ApiError('too-many-passkeys', { limit: MAX_PASSKEYS });
}
