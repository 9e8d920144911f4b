/**
 * The recovery sheet: one code of a site, printed and kept in the safe. With it an administrator who has lost phone, passkeys and password
 * gets in again; good once. Whoever gets at the sheet and knows an administrator's user name is that administrator: so is whoever owns the machine.
 */
import { checkPassword, foldUserName, type Person } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import type { Requester, SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { RecoverySheet } from '../store/sql-recovery-sheet-store.ts';
import { administratorsOf } from './last-administrator.ts';
import type { SecondFactors } from './second-factors.ts';
import { createReadableCode, digestOf, normalizeReadableCode } from './secret-token.ts';
import type { SecondFactorAnswer, SignedInAnswer, SignIn } from './sign-in.ts';
import type { SignInVisitor, Tries } from './tries.ts';

/** 24 signs of 31: 118 bits, for years in a safe. */
const CODE_GROUPS = 6;

/** What a sheet is printed from, shown once. */
export interface NewRecoverySheet extends RecoverySheet {
  readonly code: string;
  /** For whose accounts it is good at the moment. */
  readonly administrators: readonly Person[];
}

/** What it works with. */
export interface RecoverySheetsParts {
  readonly context: SiteContext;
  readonly signIn: SignIn;
  readonly secondFactors: SecondFactors;
  readonly tries: Tries;
}

/** One for a server. */
export class RecoverySheets {
  readonly #parts: RecoverySheetsParts;

  constructor(parts: RecoverySheetsParts) {
    this.#parts = parts;
  }

  /** Null: there is none, or it was used. */
  async find(): Promise<RecoverySheet | null> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.recoverySheets.find(siteId);
  }

  /** The one before ends. */
  async make(requester: Requester): Promise<NewRecoverySheet> {
    const { context } = this.#parts;
    const code = createReadableCode(CODE_GROUPS);
    const sheet = { createdBy: requester.actor, createdUnixMs: context.clock.nowUnixMs() };
    return await context.database.transaction(async (stores) => {
      const replaced = (await stores.recoverySheets.find(context.siteId)) !== null;
      await stores.recoverySheets.put(context.siteId, digestOf(normalizeReadableCode(code)), sheet);
      await this.#record(stores, requester, 'recovery-sheet.made', context.siteId, { replaced });
      return { ...sheet, code, administrators: await administratorsOf(stores, context) };
    });
  }

  /**
   * A new password; second factors, sessions and known browsers of before are gone. @returns signed in, by the password alone
   * @throws FieldError, ApiError `recovery-refused`, `too-many-tries`, `too-busy`
   */
  async use(
    typed: { readonly userName: string; readonly code: string; readonly password: string },
    visitor: SignInVisitor,
  ): Promise<SignedInAnswer | SecondFactorAnswer> {
    const { context, signIn, tries } = this.#parts;
    const { stores } = context.database;
    const userName = foldUserName(typed.userName);
    const digest = digestOf(normalizeReadableCode(typed.code));
    const person = await stores.people.findByUserName(context.siteId, userName);
    // Apart from the password's tries: who guesses at that must not keep the owner of the sheet waiting.
    const from = await tries.from(`recovery ${userName}`, person, visitor);
    const waits = tries.countAhead(from);
    const good = await stores.recoverySheets.isGood(context.siteId, digest);
    if (!good || person === null || !(await isAdministrator(stores, context, person))) {
      await tries.refuse(from, person, 'recovery-sheet', waits);
      throw new ApiError('recovery-refused');
    }
    // From here on it was right, whatever is wrong with the new password.
    tries.countRight(from);
    const words = [person.userName, person.name, context.siteName];
    const hash = await signIn.hashOf(lawful(checkPassword(typed.password, words)));
    await context.database.transaction((within) => this.#recover(within, person, { digest, hash }, visitor));
    return await signIn.enter(person, visitor);
  }

  async #recover(
    stores: Stores,
    person: Person,
    { digest, hash }: { readonly digest: string; readonly hash: string },
    { address }: SignInVisitor,
  ): Promise<void> {
    const { context, secondFactors } = this.#parts;
    const used = await stores.recoverySheets.use(context.siteId, digest);
    if (!used || !(await isAdministrator(stores, context, person))) throw new ApiError('recovery-refused');
    await stores.credentials.setPassword(person.id, hash, context.clock.nowUnixMs());
    await secondFactors.removeAll(stores, person.id);
    await stores.pins.remove(person.id);
    await stores.sessions.removeInvitation(person.id);
    await stores.sessions.forgetDevices(person.id);
    const endedSessions = await stores.sessions.remove(person.id, {});
    const requester = { actor: person.userName, address };
    await this.#record(stores, requester, 'recovery-sheet.used', person.id, { endedSessions });
  }

  async #record(
    stores: Stores,
    requester: Requester,
    action: string,
    subjectId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    await stores.audit.append({ ...requester, siteId, atUnixMs, action, subjectId, detail });
  }
}

async function isAdministrator(stores: Stores, context: SiteContext, { id }: Person): Promise<boolean> {
  return (await administratorsOf(stores, context)).some((person) => person.id === id);
}
