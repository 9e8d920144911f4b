/**
 * Whether a 401 is answered, and how often: each try with wrong credentials counts towards locking an account. What goes
 * into the header is authorization.ts's, what is asked for challenge.ts's.
 */
import { Authorizer, type Credentials, type Digests } from './authorization.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { RtspFailureCode } from './client-types.ts';

/** A nonce may grow old between a request and its repetition once; a camera that calls every nonce stale refuses. */
const MAX_STALE_ANSWERS = 2;

/** Who asks, and what hashing and nonces are made with. */
export interface AuthenticationOptions {
  readonly credentials: Credentials | null;
  readonly digests: Digests;
  readonly randomHex: () => string;
}

/** Why no further try is made; `detail` is English, for the log, and holds nothing secret. */
export interface AuthenticationFailure {
  readonly code: Extract<
    RtspFailureCode,
    'credentials-missing' | 'credentials-refused' | 'authentication-unsupported'
  >;
  readonly detail: string;
}

/** How a request proves who we are. */
export type AuthenticationScheme = 'basic' | 'digest-md5' | 'digest-sha-256';

/** One per connection. */
export class Authentication {
  readonly #options: AuthenticationOptions;
  #authorizer: Authorizer | null = null;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** Of the requests from now on; null while nobody asked for one. */
  get scheme(): AuthenticationScheme | null {
    const challenge = this.#authorizer?.challenge;
    if (challenge === undefined) return null;
    if (challenge.scheme === 'basic') return 'basic';
    return challenge.algorithm === 'SHA-256' ? 'digest-sha-256' : 'digest-md5';
  }

  /** @returns the Authorization header's value; null while nobody asked for one. */
  authorize(method: string, url: string): string | null {
    return this.#authorizer?.authorize(method, url) ?? null;
  }

  /**
   * @param headers the values of WWW-Authenticate.
   * @param answers how often this very request was repeated for a challenge already.
   * @returns null when the request is to be sent again, now with credentials for the strongest challenge.
   */
  onUnauthorized(headers: readonly string[], answers: number): AuthenticationFailure | null {
    const { credentials, digests, randomHex } = this.#options;
    if (credentials === null)
      return { code: 'credentials-missing', detail: 'the camera asks for a user and a password' };
    const challenge = parseChallenges(headers)[0];
    if (challenge === undefined) {
      return {
        code: 'authentication-unsupported',
        detail: `offered: ${headers.length} challenges, none known`,
      };
    }
    const stale = challenge.scheme === 'digest' && challenge.stale;
    // The request was answered for a challenge made for it: the credentials are wrong. A second try would only count
    // towards locking the account. A nonce that grew old since an earlier request is another matter.
    if (answers > 0 && !stale) return { code: 'credentials-refused', detail: 'user or password is wrong' };
    if (answers >= MAX_STALE_ANSWERS)
      return { code: 'credentials-refused', detail: 'the camera calls every nonce stale' };
    if (this.#authorizer !== null && isSame(this.#authorizer.challenge, challenge))
      return { code: 'credentials-refused', detail: 'the same challenge again' };
    this.#authorizer = new Authorizer(challenge, credentials, digests, randomHex());
    return null;
  }
}

/** The challenge that credentials were sent for already: what they say does not change. */
function isSame(a: Challenge, b: Challenge): boolean {
  if (a.scheme === 'basic' || b.scheme === 'basic') return a.scheme === b.scheme;
  return a.nonce === b.nonce && a.algorithm === b.algorithm;
}
