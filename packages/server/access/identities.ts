/** Finds out who asks: by the token of a command or a script, by the cookie of a shared screen or of a session, or because nobody has an account yet. */
import { timingSafeEqual } from 'node:crypto';
import { KIOSK_WINDOW_MS, needsSecondFactor, Rights, SECOND_FACTOR_PERMISSIONS } from '@matlang/domain';
import type { SiteContext } from '../site/site-context.ts';
import { COOKIES, readCookie } from './cookies.ts';
import type { Arrival } from './door.ts';
import { type Identity, kioskIdentity, localIdentity, operatorIdentity } from './identity.ts';
import type { KioskUnlocks } from './kiosk-unlocks.ts';
import type { Kiosks } from './kiosks.ts';
import type { Roster } from './roster.ts';
import { digestOf } from './secret-token.ts';
import type { Sessions } from './sessions.ts';
import { mayBeTokens } from './tokens.ts';

/** What an identity is found by. */
export interface IdentitiesParts {
  readonly context: SiteContext;
  readonly sessions: Sessions;
  readonly roster: Roster;
  readonly kiosks: Kiosks;
  readonly unlocks: KioskUnlocks;
  /** Of the data folder's owner. */
  readonly operatorToken: string;
}

const BEARER = /^Bearer ([A-Za-z0-9_.-]{20,200})$/;

/** One for a server. */
export class Identities {
  readonly #parts: IdentitiesParts;
  readonly #operatorDigest: string;
  /** Once there is an account there always is one: an account that ended leaves its row. */
  #hasPeople = false;

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
    this.#operatorDigest = digestOf(parts.operatorToken);
  }

  /** Whether somebody has an account: until then the site is open on this machine. */
  async hasPeople(): Promise<boolean> {
    const { database, siteId } = this.#parts.context;
    this.#hasPeople ||= (await database.stores.people.list(siteId)).length > 0;
    return this.#hasPeople;
  }

  readonly identify = async (arrival: Arrival): Promise<Identity | null> => {
    const { headers, address, entrance } = arrival;
    if (headers.authorization !== undefined) return await this.#ofBearer(headers.authorization, arrival);
    // Nothing listens on the network before somebody has an account; were it otherwise, nobody would get in by it.
    if (!(await this.hasPeople())) return entrance.from === 'this-machine' ? localIdentity(address) : null;
    // Nobody is signed in at a shared screen, whatever else its browser brings.
    const kiosk = await this.#ofKiosk(arrival);
    if (kiosk !== null) return kiosk;
    const token = readCookie(headers, COOKIES.session, entrance.secure);
    return token === null ? null : await this.ofSession(token, address);
  };

  async #ofBearer(authorization: string, { address, entrance }: Arrival): Promise<Identity | null> {
    const secret = BEARER.exec(authorization)?.[1];
    if (secret === undefined) return null;
    const digest = digestOf(secret);
    // Commands run on the machine itself: on the network their token is of no use to whoever got hold of it.
    if (timingSafeEqual(Buffer.from(digest), Buffer.from(this.#operatorDigest)))
      return entrance.from === 'this-machine' ? operatorIdentity(address) : null;
    const { database, clock } = this.#parts.context;
    const token = await database.stores.tokens.findByDigest(digest);
    const nowUnixMs = clock.nowUnixMs();
    if (token === null || token.revokedUnixMs !== null || nowUnixMs >= token.expiresUnixMs) return null;
    const grant = {
      roleId: `token ${token.name}`,
      cameraIds: token.cameraIds,
      fromUnixMs: token.createdUnixMs,
      untilUnixMs: token.expiresUnixMs,
    };
    const roles = new Map([[grant.roleId, { permissions: token.permissions.filter(mayBeTokens) }]]);
    return {
      kind: 'token',
      requester: { actor: `token:${token.name}`, address },
      rights: Rights.of([grant], roles),
      signedIn: null,
      tokenId: token.id,
    };
  }

  async #ofKiosk({ headers, address, entrance: { secure } }: Arrival): Promise<Identity | null> {
    const { context, kiosks, unlocks, roster } = this.#parts;
    const token = readCookie(headers, COOKIES.kiosk, secure);
    const kiosk = token === null ? null : await kiosks.find(token, address);
    if (kiosk === null) return null;
    const shown = readCookie(headers, COOKIES.unlock, secure);
    const unlock = shown === null ? null : unlocks.find(kiosk.id, shown);
    const revoked = kiosks.revocationOf(kiosk.id);
    const earliestUnixMs = context.clock.nowUnixMs() - KIOSK_WINDOW_MS;
    const asking = { ...kiosk, revoked, unlock, earliestUnixMs };
    // A role that ended, an account that ended: asked at each request, as everywhere.
    const person =
      unlock === null ? null : await context.database.stores.people.find(context.siteId, unlock.person.id);
    const rights = person === null || person.endedUnixMs !== null ? null : await roster.rightsNow(person.id);
    return kioskIdentity(asking, rights, address);
  }

  /** By the token of a cookie. Null: it is over. */
  async ofSession(token: string, address: string): Promise<Identity | null> {
    const { context, sessions, roster } = this.#parts;
    const found = await sessions.find(token);
    if (found === null) return null;
    const person = await context.database.stores.people.find(context.siteId, found.personId);
    if (person === null || person.endedUnixMs !== null) return null;
    const session = await sessions.touch(found);
    const rights = await roster.rightsNow(person.id);
    const shown = session.factors !== 'password';
    const wanted = needsSecondFactor(rights.permissionsAt(context.clock.nowUnixMs()));
    return {
      kind: 'session',
      requester: { actor: person.userName, address },
      rights: shown ? rights : rights.without(SECOND_FACTOR_PERMISSIONS),
      signedIn: {
        person,
        sessionId: session.id,
        secondFactor: shown ? 'shown' : wanted ? 'to-set-up' : 'none',
        provedUnixMs: session.provedUnixMs,
      },
    };
  }
}
