/** Sessions: opened by a sign-in, found by the token in the browser's cookie, ended by their person, an administrator, or time. */
import { type Clock, createId } from '../site/site-context.ts';
import type { SiteDatabase, Stores } from '../store/site-database.ts';
import type { Session } from '../store/sql-session-store.ts';
import { createSecretToken, digestOf } from './secret-token.ts';

/** A shift and its handing over; afterwards one signs in anew, whatever one does (SP 800-63B-4, section 2.2.3: 24 h at most). */
export const SESSION_MAX_MS = 24 * 3_600_000;
/** Unused for so long it ends. */
export const SESSION_IDLE_MS = 8 * 3_600_000;
/** Last use is written down no more often: each write is a sync of the disk. */
const SEEN_EVERY_MS = 60_000;
/** A session that began later than now was opened while the clock was wrong, and its end means nothing. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How a browser calls itself may be long. */
const MAX_DEVICE_CHARACTERS = 200;
/** Long after its end a row tells nothing any more. */
const REMOVE_AFTER_MS = 30 * 86_400_000;

/** From where somebody signs in. */
export interface Visitor {
  readonly address: string | null;
  /** As the browser calls itself. */
  readonly device: string;
}

/** Where sessions lie. */
export interface SessionsParts {
  readonly database: SiteDatabase;
  readonly clock: Clock;
}

/** Over the rows; holds nothing itself. */
export class Sessions {
  readonly #database: SiteDatabase;
  readonly #clock: Clock;

  constructor({ database, clock }: SessionsParts) {
    this.#database = database;
    this.#clock = clock;
  }

  /** In the transaction that writes the sign-in down. @returns the session, and the token for its cookie: never one that was there before */
  async open(
    stores: Stores,
    personId: string,
    factors: string,
    visitor: Visitor,
  ): Promise<{ readonly session: Session; readonly token: string }> {
    const nowUnixMs = this.#clock.nowUnixMs();
    const token = createSecretToken();
    const session: Session = {
      id: createId(this.#clock),
      personId,
      factors,
      createdUnixMs: nowUnixMs,
      seenUnixMs: nowUnixMs,
      expiresUnixMs: nowUnixMs + SESSION_MAX_MS,
      address: visitor.address,
      device: visitor.device.slice(0, MAX_DEVICE_CHARACTERS),
      provedUnixMs: nowUnixMs,
    };
    await stores.sessions.removeExpired(nowUnixMs - REMOVE_AFTER_MS);
    await stores.sessions.insert(session, digestOf(token));
    return { session, token };
  }

  /** Null: there is none, or it is over. */
  async find(token: string): Promise<Session | null> {
    const session = await this.#database.stores.sessions.findByDigest(digestOf(token));
    return session !== null && this.isInForce(session) ? session : null;
  }

  /** By the clock of now: one that jumped ahead ends no session for good, and one that was ahead gives none a longer life. */
  isInForce({ createdUnixMs, seenUnixMs, expiresUnixMs }: Session): boolean {
    const nowUnixMs = this.#clock.nowUnixMs();
    return (
      nowUnixMs < expiresUnixMs &&
      nowUnixMs < seenUnixMs + SESSION_IDLE_MS &&
      createdUnixMs <= nowUnixMs + CLOCK_TOLERANCE_MS
    );
  }

  /** Writes down that it was used. @returns the session as it then is */
  async touch(session: Session): Promise<Session> {
    const seenUnixMs = this.#clock.nowUnixMs();
    if (seenUnixMs - session.seenUnixMs < SEEN_EVERY_MS) return session;
    try {
      await this.#database.stores.sessions.setSeen(session.id, seenUnixMs);
    } catch {
      // Looking goes on where nothing can be written; the next request tries again.
      return session;
    }
    return { ...session, seenUnixMs };
  }
}
