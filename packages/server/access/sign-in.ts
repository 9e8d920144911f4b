/**
 * Signing in: a password, then a code where one was set up. Whatever is wrong, the answer is the same and takes the same time; every
 * sign-in and every refusal is in the audit log.
 */
import { foldUserName, normalizePassword, type Person } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import { Slots } from '../answer/slots.ts';
import { Turns } from '../answer/turns.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { checkPasswordHash, hashPassword } from './password-hash.ts';
import { Pending } from './pending.ts';
import { RefusalQuota } from './refusal-quota.ts';
import type { SecondFactors } from './second-factors.ts';
import { createSecretToken, digestOf } from './secret-token.ts';
import type { Sessions, Visitor } from './sessions.ts';
import { type TryFrom, WrongTries } from './wrong-tries.ts';

/** Each takes a core for 43 ms and 19 MiB. */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 64;
/** To find the phone. */
const SECOND_FACTOR_MS = 5 * 60_000;
const MAX_PENDING = 1000;
const MAX_CODE_TRIES = 5;
/** Browsers of one person that count as known. */
const MAX_KNOWN_DEVICES = 10;

/** What a browser brings besides. */
export interface SignInVisitor extends Visitor {
  /** Of the cookie that an earlier sign-in left; null: none. */
  readonly deviceToken: string | null;
}

/** Signed in, and what the browser is to keep. */
export interface SignedInAnswer {
  readonly kind: 'signed-in';
  readonly token: string;
  readonly deviceToken: string;
}

/** The password was right; `pending` is to come back with a code. */
export interface SecondFactorAnswer {
  readonly kind: 'second-factor';
  readonly pending: string;
}

interface HalfSignedIn {
  readonly person: Person;
  readonly from: TryFrom;
  /** A password that was changed meanwhile was not shown. */
  readonly passwordHash: string | null;
  tries: number;
}

/** What signing in works with. */
export interface SignInParts {
  readonly context: SiteContext;
  readonly sessions: Sessions;
  readonly secondFactors: SecondFactors;
  readonly monotonicMs: () => number;
}

/** One for a server. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #tries: WrongTries;
  readonly #pending: Pending<HalfSignedIn>;
  readonly #waiting = new Slots(HASHES_WAITING, 'too-busy');
  readonly #hashing = new Turns(HASHES_AT_ONCE);
  readonly #refusals: RefusalQuota;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#tries = new WrongTries(parts.monotonicMs);
    this.#pending = new Pending(parts.monotonicMs, { most: MAX_PENDING, keepMs: SECOND_FACTOR_MS });
    this.#refusals = new RefusalQuota(parts.monotonicMs);
  }

  /** @throws ApiError `sign-in-refused`, `too-many-tries`, `too-busy` */
  async withPassword(
    typed: { readonly userName: string; readonly password: string },
    visitor: SignInVisitor,
  ): Promise<SignedInAnswer | SecondFactorAnswer> {
    const { context, secondFactors } = this.#parts;
    const { stores } = context.database;
    const userName = foldUserName(typed.userName);
    const person = await stores.people.findByUserName(context.siteId, userName);
    const from = await this.#tryFrom(userName, person, visitor);
    const waits = this.#countAhead(from);
    const stored = person === null ? null : await stores.credentials.passwordHash(person.id);
    const password = normalizePassword(typed.password);
    const check = await this.#hashAhead(from, () => checkPasswordHash(stored, password));
    if (check === 'wrong' || person === null || person.endedUnixMs !== null) {
      await this.#refuse(from, person, 'password', waits);
      throw new ApiError('sign-in-refused');
    }
    if (check === 'outdated') await this.#hashAnew(person.id, password);
    // Wrong codes go on where wrong passwords ended.
    if (await secondFactors.isSet(stores, person.id)) this.#tries.takeBack(from);
    else this.#tries.countRight(from);
    return await this.enter(person, visitor);
  }

  /** For whoever has just shown a password, or chosen one by an invitation: signed in, or a code is awaited. */
  async enter(person: Person, visitor: SignInVisitor): Promise<SignedInAnswer | SecondFactorAnswer> {
    const { context, secondFactors } = this.#parts;
    const { stores } = context.database;
    if (!(await secondFactors.isSet(stores, person.id)))
      return await context.database.transaction((within) => this.#open(within, person, 'password', visitor));
    const from = await this.#tryFrom(person.userName, person, visitor);
    const passwordHash = await stores.credentials.passwordHash(person.id);
    return { kind: 'second-factor', pending: this.#pending.put({ person, from, passwordHash, tries: 0 }) };
  }

  /** @throws ApiError `sign-in-refused` where the code is wrong, `sign-in-over` where the password has to be typed again */
  async withSecondFactor(pending: string, typed: string, visitor: SignInVisitor): Promise<SignedInAnswer> {
    const { context, secondFactors } = this.#parts;
    const half = this.#pending.find(pending);
    if (half === null || half.tries >= MAX_CODE_TRIES) throw new ApiError('sign-in-over');
    const waits = this.#countAhead(half.from);
    half.tries += 1;
    // The code is used up and the session opened together, or neither.
    const opened = await context.database.transaction(async (stores) => {
      const person = await stores.people.find(context.siteId, half.person.id);
      const passwordHash = await stores.credentials.passwordHash(half.person.id);
      if (person === null || person.endedUnixMs !== null || passwordHash !== half.passwordHash)
        throw new ApiError('sign-in-over');
      const shown = await secondFactors.use(stores, person.id, typed);
      return shown === null ? null : await this.#open(stores, person, `password+${shown}`, visitor);
    });
    if (opened === null) {
      await this.#refuse(half.from, half.person, 'second-factor', waits);
      throw new ApiError('sign-in-refused');
    }
    this.#pending.forget(pending);
    this.#tries.countRight(half.from);
    return opened;
  }

  /** Whether a code is still awaited. */
  isPending(pending: string): boolean {
    return (this.#pending.find(pending)?.tries ?? MAX_CODE_TRIES) < MAX_CODE_TRIES;
  }

  /** Whether a password is somebody's own, for what asks for it again. @throws as `withPassword` */
  async requirePassword(person: Person, typed: string, visitor: SignInVisitor): Promise<void> {
    const from = await this.#tryFrom(person.userName, person, visitor);
    const waits = this.#countAhead(from);
    const stored = await this.#parts.context.database.stores.credentials.passwordHash(person.id);
    const password = normalizePassword(typed);
    if ((await this.#hashAhead(from, () => checkPasswordHash(stored, password))) !== 'wrong') {
      this.#tries.takeBack(from);
      return;
    }
    await this.#refuse(from, person, 'password', waits);
    throw new ApiError('sign-in-refused');
  }

  /** @param password that passed `checkPassword` */
  async hashOf(password: string): Promise<string> {
    return await this.#hash(() => hashPassword(password));
  }

  async #open(
    stores: Stores,
    person: Person,
    factors: string,
    visitor: SignInVisitor,
  ): Promise<SignedInAnswer> {
    const { context, sessions } = this.#parts;
    const { token, session } = await sessions.open(stores, person.id, factors, visitor);
    const deviceToken = await this.#deviceTokenOf(stores, person, visitor);
    const nowUnixMs = context.clock.nowUnixMs();
    await stores.sessions.rememberDevice(person.id, digestOf(deviceToken), nowUnixMs, MAX_KNOWN_DEVICES);
    await stores.audit.append({
      siteId: context.siteId,
      atUnixMs: nowUnixMs,
      actor: person.userName,
      address: visitor.address,
      action: 'session.opened',
      subjectId: person.id,
      detail: { sessionId: session.id, factors, device: session.device },
    });
    return { kind: 'signed-in', token, deviceToken };
  }

  async #tryFrom(userName: string, person: Person | null, visitor: SignInVisitor): Promise<TryFrom> {
    const digest = visitor.deviceToken === null ? null : digestOf(visitor.deviceToken);
    const { sessions } = this.#parts.context.database.stores;
    const known = digest !== null && person !== null && (await sessions.knowsDevice(person.id, digest));
    return { userName, address: visitor.address, knownDevice: known ? digest : null };
  }

  /** A browser's own, where it is this person's already: a token that somebody planted there, or left, becomes nobody's. */
  async #deviceTokenOf(stores: Stores, person: Person, { deviceToken }: SignInVisitor): Promise<string> {
    const known =
      deviceToken !== null && (await stores.sessions.knowsDevice(person.id, digestOf(deviceToken)));
    return known ? deviceToken : createSecretToken();
  }

  /**
   * Counts the try as wrong before it is looked at: a hundred at once are a hundred. @returns whether the next one has to wait
   * @throws ApiError `too-many-tries`
   */
  #countAhead(from: TryFrom): boolean {
    const waitMs = this.#tries.waitMs(from);
    if (waitMs > 0) throw new ApiError('too-many-tries', { seconds: Math.ceil(waitMs / 1000) });
    return this.#tries.countWrong(from);
  }

  /** What was not looked at was not wrong. */
  async #hashAhead<Result>(from: TryFrom, work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#hash(work);
    } catch (error) {
      this.#tries.takeBack(from);
      throw error;
    }
  }

  async #hash<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = this.#waiting.take();
    try {
      return await this.#hashing.run(work);
    } finally {
      release();
    }
  }

  async #hashAnew(personId: string, password: string): Promise<void> {
    const { context } = this.#parts;
    const hash = await this.hashOf(password);
    await context.database.stores.credentials.setPassword(personId, hash, context.clock.nowUnixMs());
  }

  async #refuse(
    from: TryFrom,
    person: Person | null,
    factor: 'password' | 'second-factor',
    waits: boolean,
  ): Promise<void> {
    const { context } = this.#parts;
    const unwritten = this.#refusals.take();
    if (unwritten === null) return;
    await context.database.transaction(async ({ audit }) => {
      await audit.append({
        siteId: context.siteId,
        atUnixMs: context.clock.nowUnixMs(),
        actor: 'nobody',
        address: from.address,
        action: 'session.refused',
        // What was typed where no such account exists may be a password in the wrong field.
        subjectId: person?.id ?? 'unknown',
        detail: { factor, knownDevice: from.knownDevice !== null, waits, unwritten },
      });
    });
  }
}
