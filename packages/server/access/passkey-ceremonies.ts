/**
 * What a browser is asked for when a passkey is made or shown, and whether its answer is right (WebAuthn, 7.1 and 7.2, by
 * `@simplewebauthn/server`). A challenge is good once, for three minutes, in the browser that asked. Rows and sessions do not belong here.
 */
import type { MadePasskey, PasskeyCreation, PasskeyRequest, ShownPasskey } from '@matlang/contract';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { ApiError } from '../answer/api-error.ts';
import type { Passkey } from '../store/sql-passkey-store.ts';
import { Pending } from './pending.ts';
import type { RelyingParty } from './relying-party.ts';
import { createSecretToken } from './secret-token.ts';

/** To find the phone or the key, and to touch it. */
const CHALLENGE_MS = 3 * 60_000;
const MAX_CHALLENGES = 4096;
/** A post whose people all come by one address. */
const MAX_CHALLENGES_OF_OWNER = 32;
/** COSE: EdDSA, ES256, RS256, which between them all authenticators know. */
const ALGORITHMS = [-8, -7, -257];

/** What a browser was asked for. */
export interface AskedPasskey {
  readonly wanted: 'made' | 'sign-in' | 'second-factor' | 'proof';
  /** The session, or the half of a sign-in, for which it was; empty for a sign-in from nothing. */
  readonly holder: string;
  readonly challenge: string;
  readonly relyingParty: RelyingParty;
}

/** Whose browser is asked, and what for. */
export type PasskeyQuestion = Omit<AskedPasskey, 'challenge'> & {
  /** Of whom so many may be asked at a time. */
  readonly owner: string;
};

/** Was it the passkey? `counter`: it was, or a copy of it. */
export type PasskeyCheck =
  | { readonly kind: 'right'; readonly counter: number }
  | { readonly kind: 'wrong'; readonly reason: 'answer' | 'counter' };

/** What is kept of a new one. */
export type MadeKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'host'>;

/** Whose a passkey is, as the authenticator keeps it: no name (WebAuthn, 14.6.1). */
export const userHandleOf = (personId: string): string => Buffer.from(personId).toString('base64url');

/** One for a server. What was asked is gone with it. */
export class PasskeyCeremonies {
  readonly #asked: Pending<AskedPasskey>;

  constructor(monotonicMs: () => number) {
    this.#asked = new Pending(monotonicMs, {
      most: MAX_CHALLENGES,
      mostOfOwner: MAX_CHALLENGES_OF_OWNER,
      keepMs: CHALLENGE_MS,
    });
  }

  /** @param known passkeys that the person has: an authenticator makes no second one. @returns the question, and what the browser is to bring back */
  askToMake(
    question: PasskeyQuestion,
    person: { readonly id: string; readonly userName: string; readonly name: string },
    siteName: string,
    known: readonly Passkey[],
  ): { readonly token: string; readonly creation: PasskeyCreation } {
    const { token, challenge } = this.#ask(question);
    const creation: PasskeyCreation = {
      challenge,
      rp: { id: question.relyingParty.host, name: siteName },
      user: { id: userHandleOf(person.id), name: person.userName, displayName: person.name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: CHALLENGE_MS,
      excludeCredentials: known.map(descriptorOf),
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
    };
    return { token, creation };
  }

  /** @param allowed of whom it is known; none: whichever the authenticator has. @returns as `askToMake` */
  askToShow(
    question: PasskeyQuestion,
    allowed: readonly Passkey[],
  ): { readonly token: string; readonly request: PasskeyRequest } {
    const { token, challenge } = this.#ask(question);
    const request: PasskeyRequest = {
      challenge,
      rpId: question.relyingParty.host,
      timeout: CHALLENGE_MS,
      allowCredentials: allowed.map(descriptorOf),
      userVerification: needsVerification(question) ? 'required' : 'discouraged',
    };
    return { token, request };
  }

  /** Once. @param token null: the browser brought none. @throws ApiError `passkey-over` */
  take(token: string | null): AskedPasskey {
    const asked = token === null ? null : this.#asked.take(token);
    if (asked === null) throw new ApiError('passkey-over');
    return asked;
  }

  /** @throws ApiError `passkey-refused` */
  async checkMade({ challenge, relyingParty }: AskedPasskey, made: MadePasskey): Promise<MadeKey> {
    const { id, clientDataJson: clientDataJSON, attestationObject, transports } = made;
    const checked = await nullIfThrown(async () => {
      requireNoAttestation(attestationObject);
      return await verifyRegistrationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          response: { clientDataJSON, attestationObject },
          clientExtensionResults: {},
        },
        expectedChallenge: challenge,
        expectedOrigin: relyingParty.origin,
        expectedRPID: relyingParty.host,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      });
    });
    if (checked?.verified !== true) throw new ApiError('passkey-refused');
    const { credential } = checked.registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: [...new Set(transports)],
      host: relyingParty.host,
    };
  }

  /** @param passkey the one that the browser names; whose it may be is asked by the caller */
  async checkShown(asked: AskedPasskey, shown: ShownPasskey, passkey: Passkey): Promise<PasskeyCheck> {
    const { id, clientDataJson: clientDataJSON, authenticatorData, signature, userHandle } = shown;
    if (userHandle !== null && userHandle !== userHandleOf(passkey.personId))
      return { kind: 'wrong', reason: 'answer' };
    const checked = await nullIfThrown(() =>
      verifyAuthenticationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          response: { clientDataJSON, authenticatorData, signature },
          clientExtensionResults: {},
        },
        expectedChallenge: asked.challenge,
        expectedOrigin: asked.relyingParty.origin,
        expectedRPID: asked.relyingParty.host,
        requireUserVerification: needsVerification(asked),
        // The counter is compared below, once the signature is right: otherwise nobody could tell a copy from a wrong answer.
        credential: {
          id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          counter: 0,
        },
      }),
    );
    if (checked?.verified !== true) return { kind: 'wrong', reason: 'answer' };
    const { newCounter } = checked.authenticationInfo;
    const counts = newCounter > 0 || passkey.counter > 0;
    if (counts && newCounter <= passkey.counter) return { kind: 'wrong', reason: 'counter' };
    return { kind: 'right', counter: newCounter };
  }

  #ask({ owner, ...question }: PasskeyQuestion): { readonly token: string; readonly challenge: string } {
    const challenge = createSecretToken();
    return { token: this.#asked.put({ ...question, challenge }, owner), challenge };
  }
}

/** After a password having it is enough; alone it has to be both factors. */
const needsVerification = ({ wanted }: Pick<AskedPasskey, 'wanted'>): boolean => wanted !== 'second-factor';

const descriptorOf = ({ credentialId, transports }: Passkey): PasskeyRequest['allowCredentials'][number] => ({
  id: credentialId,
  type: 'public-key',
  transports: [...transports],
});

/**
 * None was asked for, and browsers send none but an authenticator's own signature (WebAuthn, 5.1.3, step 22). A certificate would make the
 * library fetch lists of revoked ones from wherever it says.
 */
function requireNoAttestation(attestationObject: string): void {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  const format = decoded.get('fmt');
  const own = format === 'packed' && decoded.get('attStmt').get('x5c') === undefined;
  if (format !== 'none' && !own) throw new TypeError('attestation: a certificate');
}

/** The library throws whatever is wrong with an answer; null: it did. */
async function nullIfThrown<Checked>(check: () => Promise<Checked>): Promise<Checked | null> {
  try {
    return await check();
  } catch {
    return null;
  }
}
