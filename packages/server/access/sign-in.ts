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
import type { SecondFactors } from './second-factors.ts';
import { createSecretToken, digestOf } from './secret-token.ts';
import type { Sessions } from './sessions.ts';
import type { ShownSecondFactor, SignInVisitor, Tries } from './tries.ts';
import type { TryFrom } from './wrong-tries.ts';

/** Each takes a core for 43 ms and 19 MiB. */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 64;
/** To find the phone. */
const SECOND_FACTOR_MS = 5 * 60_000;
const MAX_PENDING = 1000;
const MAX_CODE_TRIES = 5;
/** Browsers of one person that count as known. */
const MAX_KNOWN_DEVICES = 10;

/** Signed in, and what the browser is to keep. */
export interface SignedInAnswer {
  readonly kind: 'signed-in';
  readonly token: string;
  readonly deviceToken: string;
}

/** The password was right; `pending` is to come back with a second factor. */
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
  readonly tries: Tries;
  readonly monotonicMs: () => number;
}

/** One for a server. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #tries: Tries;
  readonly #pending: Pending<HalfSignedIn>;
  readonly #waiting = new Slots(HASHES_WAITING, 'too-busy');
  readonly #hashing = new Turns(HASHES_AT_ONCE);

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#tries = parts.tries;
    this.#pending = new Pending(parts.monotonicMs, { most: MAX_PENDING, keepMs: SECOND_FACTOR_MS });
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
    const from = await this.#tries.from(userName, person, visitor);
    const waits = this.#tries.countAhead(from);
    const stored = person === null ? null : await stores.credentials.passwordHash(person.id);
    const password = normalizePassword(typed.password);
    const check = await this.#hashAhead(from, () => checkPasswordHash(stored, password));
    if (check === 'wrong' || person === null || person.endedUnixMs !== null) {
      await this.#tries.refuse(from, person, 'password', waits);
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
      return await context.database.transaction((within) => this.open(within, person, 'password', visitor));
    const from = await this.#tries.from(person.userName, person, visitor);
    const passwordHash = await stores.credentials.passwordHash(person.id);
    return { kind: 'second-factor', pending: this.#pending.put({ person, from, passwordHash, tries: 0 }) };
  }

  /** @throws ApiError `sign-in-refused` where the code is wrong, `sign-in-over` where the password has to be typed again */
  async withSecondFactor(
    pending: string,
    factor: ShownSecondFactor,
    visitor: SignInVisitor,
  ): Promise<SignedInAnswer> {
    const { context } = this.#parts;
    const half = this.#pending.find(pending);
    if (half === null || half.tries >= MAX_CODE_TRIES) throw new ApiError('sign-in-over');
    const waits = this.#tries.countAhead(half.from);
    half.tries += 1;
    // The factor is used up and the session opened together, or neither.
    const opened = await context.database.transaction(async (stores) => {
      const person = await stores.people.find(context.siteId, half.person.id);
      const passwordHash = await stores.credentials.passwordHash(half.person.id);
      if (person === null || person.endedUnixMs !== null || passwordHash !== half.passwordHash)
        throw new ApiError('sign-in-over');
      const shown = await factor.use(stores, person.id);
      return shown === null
        ? null
        : await this.open(stores, person, `password+${shown}`, visitor, factor.detail);
    });
    if (opened === null) {
      await this.#tries.refuse(half.from, half.person, factor.kind, waits, factor.detail);
      throw new ApiError(factor.kind === 'passkey' ? 'passkey-refused' : 'sign-in-refused');
    }
    this.#pending.forget(pending);
    this.#tries.countRight(half.from);
    return opened;
  }

  /** Of whom a second factor is still awaited; null: of nobody. */
  pendingPerson(pending: string): Person | null {
    const half = this.#pending.find(pending);
    return half !== null && half.tries < MAX_CODE_TRIES ? half.person : null;
  }

  /** Whether a password is somebody's own, for what asks for it again. @throws as `withPassword` */
  async requirePassword(person: Person, typed: string, visitor: SignInVisitor): Promise<void> {
    const from = await this.#tries.from(person.userName, person, visitor);
    const waits = this.#tries.countAhead(from);
    const stored = await this.#parts.context.database.stores.credentials.passwordHash(person.id);
    const password = normalizePassword(typed);
    if ((await this.#hashAhead(from, () => checkPasswordHash(stored, password))) !== 'wrong') {
      this.#tries.takeBack(from);
      return;
    }
    await this.#tries.refuse(from, person, 'password', waits);
    throw new ApiError('sign-in-refused');
  }

  /** @param password that passed `checkPassword` */
  async hashOf(password: string): Promise<string> {
    return await this.#hash(() => hashPassword(password));
  }

  /** For what is short and typed before others. @param stored null: there is none; it takes as long. @throws ApiError `too-busy` */
  async isHashOf(stored: string | null, typed: string): Promise<boolean> {
    return (await this.#hash(() => checkPasswordHash(stored, typed))) !== 'wrong';
  }

  /** For whoever has just shown these factors, in the transaction that uses them up. @param detail for the log, besides */
  async open(
    stores: Stores,
    person: Person,
    factors: string,
    visitor: SignInVisitor,
    detail: Readonly<Record<string, unknown>> = {},
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
      detail: { sessionId: session.id, factors, device: session.device, ...detail },
    });
    return { kind: 'signed-in', token, deviceToken };
  }

  /** A browser's own, where it is this person's already: a token that somebody planted there, or left, becomes nobody's. */
  async #deviceTokenOf(stores: Stores, person: Person, { deviceToken }: SignInVisitor): Promise<string> {
    const known =
      deviceToken !== null && (await stores.sessions.knowsDevice(person.id, digestOf(deviceToken)));
    return known ? deviceToken : createSecretToken();
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
}
