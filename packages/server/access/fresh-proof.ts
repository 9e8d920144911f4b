/**
 * What decides who may come in later (an authenticator, a passkey, the sheet in the safe) asks its person to have shown within some minutes
 * who they are: whoever finds a browser that somebody left open can't make it their own.
 */
import { ApiError } from '../answer/api-error.ts';
import type { Requester, SiteContext } from '../site/site-context.ts';
import type { SignedIn } from './identity.ts';
import type { SignIn } from './sign-in.ts';
import type { ShownSecondFactor, SignInVisitor, Tries } from './tries.ts';

/** Signing in counts too: to set up what is needed right behind it. */
export const FRESH_MS = 10 * 60_000;

/** What it works with. */
export interface FreshProofParts {
  readonly context: SiteContext;
  readonly signIn: SignIn;
  readonly tries: Tries;
}

/** One for a server. */
export class FreshProof {
  readonly #parts: FreshProofParts;

  constructor(parts: FreshProofParts) {
    this.#parts = parts;
  }

  /** @throws ApiError `proof-needed` */
  require(signedIn: SignedIn): SignedIn {
    const ageMs = this.#parts.context.clock.nowUnixMs() - signedIn.provedUnixMs;
    // By a clock that was set back nothing was shown yet.
    if (ageMs < 0 || ageMs >= FRESH_MS) throw new ApiError('proof-needed');
    return signedIn;
  }

  /** @returns until when it counts. @throws ApiError `sign-in-refused`, `too-many-tries`, `too-busy` */
  async byPassword(signedIn: SignedIn, typed: string, visitor: SignInVisitor): Promise<number> {
    await this.#parts.signIn.requirePassword(signedIn.person, typed, visitor);
    const use = async (): Promise<string> => 'password';
    const until = await this.#prove(signedIn, { kind: 'password', use }, visitor);
    if (until === null) throw new ApiError('sign-in-refused');
    return until;
  }

  /** @returns until when it counts. @throws ApiError `sign-in-refused`, `passkey-refused`, `too-many-tries` */
  async bySecondFactor(
    signedIn: SignedIn,
    factor: ShownSecondFactor,
    visitor: SignInVisitor,
  ): Promise<number> {
    const { tries } = this.#parts;
    const { person } = signedIn;
    const from = await tries.from(person.userName, person, visitor);
    const waits = tries.countAhead(from);
    const until = await this.#prove(signedIn, factor, visitor);
    if (until === null) {
      await tries.refuse(from, person, factor.kind, waits, factor.detail);
      throw new ApiError(factor.kind === 'passkey' ? 'passkey-refused' : 'sign-in-refused');
    }
    tries.takeBack(from);
    return until;
  }

  async #prove(
    { person, sessionId }: SignedIn,
    { use, detail }: ShownSecondFactor,
    { address }: SignInVisitor,
  ): Promise<number | null> {
    const { siteId, clock, database } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    const requester: Requester = { actor: person.userName, address };
    return await database.transaction(async (stores) => {
      const factors = await use(stores, person.id);
      if (factors === null) return null;
      await stores.sessions.setProved(sessionId, atUnixMs);
      await stores.audit.append({
        ...requester,
        siteId,
        atUnixMs,
        action: 'session.proved',
        subjectId: person.id,
        detail: { sessionId, factors, ...detail },
      });
      return atUnixMs + FRESH_MS;
    });
  }
}
