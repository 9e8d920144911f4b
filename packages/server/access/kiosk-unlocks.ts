/**
 * Who looks at recordings on a shared screen: opened by a PIN for a stated purpose, in one browser, over by a press, by minutes without one,
 * by its longest time, or because its person may no longer. In memory: a server that begins anew shows live only.
 */

import { purposeText } from '@matlang/contract';
import { checkPurpose, type Person, type PurposeWords, type Rights } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import type { Log } from '../log/log.ts';
import { createId, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { type AskingKiosk, type Identity, type KioskUnlock, kioskIdentity } from './identity.ts';
import type { CountedTry, PinTries } from './pin-tries.ts';
import { MAX_WRONG_PINS } from './pins.ts';
import type { Purposes } from './purposes.ts';
import type { Roster } from './roster.ts';
import { createSecretToken, digestOf } from './secret-token.ts';
import type { SignIn } from './sign-in.ts';

/** Whoever was called away comes back to live pictures. */
export const UNLOCK_IDLE_MS = 3 * 60_000;
/** To look at half an hour once; then the PIN is typed again. */
export const UNLOCK_LONGEST_MS = 30 * 60_000;
/** The purpose outlives it, so that it is closed and not merely over. */
const PURPOSE_MS = UNLOCK_LONGEST_MS + 60_000;
const LOOK_EVERY_MS = 1000;

/** Why one was over, for the log. */
type EndReason = 'pressed' | 'idle' | 'longest' | 'not-permitted' | 'replaced' | 'revoked' | 'server';

/** What somebody types at a screen. */
export interface UnlockWish extends PurposeWords {
  readonly personId: string;
  readonly pin: string;
}

/** One that counts. */
export interface OpenUnlock extends KioskUnlock {
  readonly purposeId: string;
  /** In words, as it is in the log. */
  readonly purpose: string;
  readonly openedMonotonicMs: number;
  inputMonotonicMs: number;
}

interface Kept extends OpenUnlock {
  readonly kioskId: string;
  readonly digest: string;
  readonly ending: AbortController;
  readonly identity: Identity;
  /** Null: all. */
  readonly cameraIds: ReadonlySet<string> | null;
}

/** What they are kept with. */
export interface KioskUnlocksParts {
  readonly context: SiteContext;
  readonly log: Log;
  readonly tries: PinTries;
  readonly signIn: SignIn;
  readonly purposes: Purposes;
  readonly roster: Roster;
  readonly monotonicMs: () => number;
}

/** One for a server; `start` it. */
export class KioskUnlocks {
  readonly #parts: KioskUnlocksParts;
  /** By screen: one at a time. */
  readonly #open = new Map<string, Kept>();
  /** Over, and not in the log yet. */
  #unwritten: { readonly kept: Kept; readonly reason: EndReason }[] = [];
  /** Said once, until it works again. */
  #failing = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: KioskUnlocksParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.endDue(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Ends all of them, in the log too. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const kept of this.#open.values()) this.#end(kept, 'server');
    await this.#write();
  }

  /** Those who may open recordings on the screen now, by name: they have a PIN that opens, and a role that gives it for one of its cameras. */
  async peopleOf(kiosk: AskingKiosk): Promise<readonly Person[]> {
    const { database, siteId } = this.#parts.context;
    const holders = await database.stores.pins.holders(MAX_WRONG_PINS);
    const people = await database.stores.people.list(siteId);
    const shown: Person[] = [];
    for (const person of people)
      if (holders.has(person.id) && (await this.#rightsAt(kiosk, person)) !== null) shown.push(person);
    return shown;
  }

  /**
   * In place of the one before. @returns the token for the cookie of this browser
   * @throws FieldError of the purpose, ApiError `pin-refused`, `pin-locked`, `kiosk-pins-locked`, `too-many-tries`, `too-busy`
   */
  async open(
    kiosk: AskingKiosk,
    { personId, pin, ...words }: UnlockWish,
    address: string | null,
  ): Promise<{ readonly token: string; readonly unlock: OpenUnlock }> {
    const { context, tries } = this.#parts;
    const nowUnixMs = context.clock.nowUnixMs();
    const draft = { ...words, untilUnixMs: nowUnixMs + PURPOSE_MS };
    // What is wrong with the purpose costs no try.
    lawful(checkPurpose(draft, nowUnixMs, null));
    const counted = await tries.countAhead(kiosk, personId);
    const person = await this.#checked(kiosk, counted, pin);
    if (person === null) {
      await tries.refuse(counted, kiosk, address);
      throw new ApiError('pin-refused');
    }
    const token = createSecretToken();
    const kept = await this.#opened(kiosk, person, { draft, counted, address, digest: digestOf(token) });
    const before = this.#open.get(kiosk.id);
    if (before !== undefined) this.#end(before, this.#overBy(before) ?? 'replaced');
    this.#open.set(kiosk.id, kept);
    const { signal } = kept.ending;
    kiosk.revoked.addEventListener('abort', () => this.#end(kept, 'revoked'), { once: true, signal });
    // Revoked while the PIN was looked at.
    if (kiosk.revoked.aborted) this.#end(kept, 'revoked');
    await this.#write();
    return { token, unlock: kept };
  }

  /** By the token of the cookie. Null: there is none, or it is over. */
  find(kioskId: string, token: string): OpenUnlock | null {
    const kept = this.#open.get(kioskId);
    return kept !== undefined && kept.digest === digestOf(token) && this.#overBy(kept) === null ? kept : null;
  }

  /** Of a screen, whichever browser asks; null: live only. */
  openAt(kioskId: string): OpenUnlock | null {
    return this.#open.get(kioskId) ?? null;
  }

  /** The cameras whose recordings are shown; null: all that there are. */
  camerasOf({ id }: KioskUnlock): ReadonlySet<string> | null {
    const kept = [...this.#open.values()].find((one) => one.id === id);
    return kept === undefined ? new Set() : kept.cameraIds;
  }

  /** Whoever looks has pressed something. */
  touch({ id }: KioskUnlock): void {
    for (const kept of this.#open.values())
      if (kept.id === id) kept.inputMonotonicMs = this.#parts.monotonicMs();
  }

  /** In ms from now: until it is over without a press, and in any case. */
  timesOf(unlock: OpenUnlock): { readonly idleMs: number; readonly leftMs: number } {
    const now = this.#parts.monotonicMs();
    return {
      idleMs: Math.max(0, Math.ceil(unlock.inputMonotonicMs + UNLOCK_IDLE_MS - now)),
      leftMs: Math.max(0, Math.ceil(unlock.openedMonotonicMs + UNLOCK_LONGEST_MS - now)),
    };
  }

  /** By a press, in the browser that opened it. */
  async lock({ id }: KioskUnlock): Promise<void> {
    for (const kept of this.#open.values()) if (kept.id === id) this.#end(kept, 'pressed');
    await this.#write();
  }

  /** What is over by time, or because its person may see less than when it was opened. Never throws: what can't be asked now is asked again. */
  async endDue(): Promise<void> {
    for (const kept of this.#open.values()) {
      const reason = this.#overBy(kept) ?? (await this.#lost(kept));
      if (reason !== null) this.#end(kept, reason);
    }
    await this.#write();
  }

  /** @returns whose PIN it is; null: wrong, or its person may not */
  async #checked(kiosk: AskingKiosk, counted: CountedTry, typed: string): Promise<Person | null> {
    const { context, signIn, tries } = this.#parts;
    const { database, siteId } = context;
    let isRight: boolean;
    try {
      isRight = await signIn.isHashOf(counted.pin?.hash ?? null, typed);
    } catch (error) {
      await tries.takeBack(counted, kiosk);
      throw error;
    }
    const person = await database.stores.people.find(siteId, counted.from.userName);
    if (person === null || !isRight) return null;
    return (await this.#rightsAt(kiosk, person)) === null ? null : person;
  }

  /** Purpose, count and entry are one transaction. */
  async #opened(
    kiosk: AskingKiosk,
    person: Person,
    {
      draft,
      counted,
      address,
      digest,
    }: {
      readonly draft: PurposeWords & { readonly untilUnixMs: number };
      readonly counted: CountedTry;
      readonly address: string | null;
      readonly digest: string;
    },
  ): Promise<Kept> {
    const { context, tries, purposes, monotonicMs } = this.#parts;
    const rights = await this.#rightsAt(kiosk, person);
    if (rights === null) throw new ApiError('pin-refused');
    const ending = new AbortController();
    const unlock: KioskUnlock = { id: createId(context.clock), person, over: ending.signal };
    const identity = kioskIdentity({ ...kiosk, unlock }, rights, address);
    const nowUnixMs = context.clock.nowUnixMs();
    const capacity = identity.rights.capacityFor('footage.view', 'any', nowUnixMs);
    const requester = { ...identity.requester, ...(capacity === null ? {} : { capacity }) };
    const purpose = await purposes.open(draft, identity, requester, async (stores, { id: purposeId }) => {
      await tries.countRight(stores, counted, kiosk);
      const detail = { kioskId: kiosk.id, purposeId };
      await this.#record(stores, { ...identity, requester }, 'kiosk.unlocked', unlock, detail);
    });
    const now = monotonicMs();
    return {
      ...unlock,
      kioskId: kiosk.id,
      digest,
      ending,
      identity: { ...identity, requester },
      cameraIds: identity.rights.camerasFor('footage.view', nowUnixMs),
      purposeId: purpose.id,
      purpose: purposeText(purpose).vi,
      openedMonotonicMs: now,
      inputMonotonicMs: now,
    };
  }

  /** A person's rights, where they give recordings of a camera of the screen now; null: they don't. */
  async #rightsAt(kiosk: AskingKiosk, { id, endedUnixMs }: Person): Promise<Rights | null> {
    if (endedUnixMs !== null) return null;
    const rights = await this.#parts.roster.rightsOf(id);
    const here = kioskIdentity(kiosk, rights, null).rights;
    return here.may('footage.view', 'any', this.#parts.context.clock.nowUnixMs()) ? rights : null;
  }

  #overBy({ openedMonotonicMs, inputMonotonicMs, over }: Kept): EndReason | null {
    const now = this.#parts.monotonicMs();
    if (over.aborted) return 'pressed';
    if (now >= openedMonotonicMs + UNLOCK_LONGEST_MS) return 'longest';
    return now >= inputMonotonicMs + UNLOCK_IDLE_MS ? 'idle' : null;
  }

  /** A shift that ended, a role that was taken away, an account that ended: what is being sent ends as well. */
  async #lost({ identity: { kiosk }, person, cameraIds }: Kept): Promise<EndReason | null> {
    const { context } = this.#parts;
    if (kiosk === undefined) return 'not-permitted';
    try {
      const known = await context.database.stores.people.find(context.siteId, person.id);
      const rights = known === null ? null : await this.#rightsAt(kiosk, known);
      if (rights === null) return 'not-permitted';
      const now = kioskIdentity(kiosk, rights, null).rights.camerasFor(
        'footage.view',
        context.clock.nowUnixMs(),
      );
      if (now === null) return null;
      const isLess = cameraIds === null || [...cameraIds].some((cameraId) => !now.has(cameraId));
      return isLess ? 'not-permitted' : null;
    } catch {
      // A database that can't be read for a moment ends nothing.
      return null;
    }
  }

  /** Streams are cut at once; the log follows. */
  #end(kept: Kept, reason: EndReason): void {
    if (kept.over.aborted) return;
    kept.ending.abort();
    if (this.#open.get(kept.kioskId) === kept) this.#open.delete(kept.kioskId);
    this.#unwritten.push({ kept, reason });
    if (reason === 'revoked') void this.#write();
  }

  async #write(): Promise<void> {
    const ended = this.#unwritten;
    this.#unwritten = [];
    for (const one of ended) {
      try {
        await this.#writeEnd(one.kept, one.reason);
      } catch {
        this.#unwritten.push(one);
      }
    }
    if (this.#unwritten.length > 0 && !this.#failing)
      this.#parts.log('warn', 'the end of a view on a shared screen waits for the audit log');
    this.#failing = this.#unwritten.length > 0;
  }

  async #writeEnd({ identity, purposeId, kioskId, ...unlock }: Kept, reason: EndReason): Promise<void> {
    const { context, purposes } = this.#parts;
    const write = (stores: Stores): Promise<void> =>
      this.#record(stores, identity, 'kiosk.locked', unlock, { kioskId, purposeId, over: reason });
    try {
      await purposes.close(purposeId, identity, identity.requester, write);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'purpose-not-found')) throw error;
      // By a clock that was set ahead the purpose is over, and needs no end.
      await context.database.transaction(write);
    }
  }

  async #record(
    stores: Stores,
    { requester }: Identity,
    action: string,
    { person }: Pick<KioskUnlock, 'person'>,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    await stores.audit.append({ ...requester, siteId, atUnixMs, action, subjectId: person.id, detail });
  }
}
