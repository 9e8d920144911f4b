/**
 * Tries to show who one is, whatever is shown: each counts as wrong before it is looked at, so that a hundred at once are a hundred, and
 * what was refused is in the audit log. How long somebody waits is in `wrong-tries.ts`.
 */
import type { Person } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { RefusalQuota } from './refusal-quota.ts';
import { digestOf } from './secret-token.ts';
import type { Visitor } from './sessions.ts';
import { type TryFrom, WrongTries } from './wrong-tries.ts';

/** What a browser brings besides. */
export interface SignInVisitor extends Visitor {
  /** Of the cookie that an earlier sign-in left; null: none. */
  readonly deviceToken: string | null;
}

/** What was wrong. */
export type TriedFactor = 'password' | 'second-factor' | 'passkey' | 'recovery-sheet' | 'kiosk-code';

/** What is shown after the password. */
export interface ShownSecondFactor {
  readonly kind: TriedFactor;
  /** Uses it up. @returns what it was, as sessions call it; null: it is wrong */
  readonly use: (stores: Stores, personId: string) => Promise<string | null>;
  /** For the log, where it is wrong. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One for a server. */
export class Tries {
  readonly #context: SiteContext;
  readonly #wrong: WrongTries;
  readonly #refusals: RefusalQuota;

  constructor(context: SiteContext, monotonicMs: () => number) {
    this.#context = context;
    this.#wrong = new WrongTries(monotonicMs);
    this.#refusals = new RefusalQuota(monotonicMs);
  }

  /** @param userName what it counts for; as typed, folded. @param person whose that is, if anybody's */
  async from(userName: string, person: Person | null, visitor: SignInVisitor): Promise<TryFrom> {
    const digest = visitor.deviceToken === null ? null : digestOf(visitor.deviceToken);
    const { sessions } = this.#context.database.stores;
    const known = digest !== null && person !== null && (await sessions.knowsDevice(person.id, digest));
    return { userName, address: visitor.address, knownDevice: known ? digest : null };
  }

  /** @returns whether the next one has to wait. @throws ApiError `too-many-tries` */
  countAhead(from: TryFrom): boolean {
    const waitMs = this.#wrong.waitMs(from);
    if (waitMs > 0) throw new ApiError('too-many-tries', { seconds: Math.ceil(waitMs / 1000) });
    return this.#wrong.countWrong(from);
  }

  /** One that was right, or not looked at. */
  takeBack(from: TryFrom): void {
    this.#wrong.takeBack(from);
  }

  /** One that was right, with all that was asked for. */
  countRight(from: TryFrom): void {
    this.#wrong.countRight(from);
  }

  /** Writes it down. @param waits as `countAhead` answered */
  async refuse(
    from: TryFrom,
    person: Person | null,
    factor: TriedFactor,
    waits: boolean,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const { siteId, clock, database } = this.#context;
    const unwritten = this.#refusals.take();
    if (unwritten === null) return;
    await database.transaction(async ({ audit }) => {
      await audit.append({
        siteId,
        atUnixMs: clock.nowUnixMs(),
        actor: 'nobody',
        address: from.address,
        action: 'session.refused',
        // What was typed where no such account exists may be a password in the wrong field.
        subjectId: person?.id ?? 'unknown',
        detail: { factor, knownDevice: from.knownDevice !== null, waits, unwritten, ...detail },
      });
    });
  }
}
