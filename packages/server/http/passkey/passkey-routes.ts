/** Routes of passkeys: asked for, shown, made, listed, removed; and of showing once more who one is, by them or otherwise. */
import type { PasskeyListAnswer } from '@matlang/contract';
import { COOKIES, cookieHeader, droppedCookie, readCookie } from '../../access/cookies.ts';
import type { Arrival } from '../../access/door.ts';
import type { FreshProof } from '../../access/fresh-proof.ts';
import { type Identity, type SignedIn, signedInOf } from '../../access/identity.ts';
import type { AskedPasskey, PasskeyCeremonies } from '../../access/passkey-ceremonies.ts';
import { requireRelyingParty } from '../../access/relying-party.ts';
import type { SecondFactors } from '../../access/second-factors.ts';
import { networkOf } from '../../access/wrong-tries.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { Passkey } from '../../store/sql-passkey-store.ts';
import type { Call, SomeHandlers } from '../registration/route-types.ts';
import { enteredAnswer, type SessionAnswerParts, visitorOf } from '../session/session-answer.ts';

type PasskeyRoutes =
  | 'askForPasskey'
  | 'signInByPasskey'
  | 'proveAgain'
  | 'listPasskeys'
  | 'proposePasskey'
  | 'addPasskey'
  | 'removePasskey';

/** What the routes work with. */
export interface PasskeyRouteParts extends SessionAnswerParts {
  readonly ceremonies: PasskeyCeremonies;
  readonly secondFactors: SecondFactors;
  readonly freshProof: FreshProof;
}

/** Handlers over the accounts. */
export function passkeyRoutes(parts: PasskeyRouteParts): SomeHandlers<PasskeyRoutes> {
  const { context, passkeys, signIn, secondFactors, freshProof } = parts;
  const listed = async (personId: string): Promise<PasskeyListAnswer> => ({
    passkeys: (await passkeys.list(personId)).map(passkeyAnswer),
    authenticator: await secondFactors.hasAuthenticator(context.database.stores, personId),
  });
  return {
    askForPasskey: async ({ body, identity, arrival }) => {
      const relyingParty = requireRelyingParty(arrival);
      const { holder, owner, person } = shownBy(parts, body.for, identity, arrival);
      const question = { wanted: body.for, holder, owner, relyingParty };
      const { token, request } = await passkeys.askToShow(person, question);
      return { status: 200, body: request, headers: askedCookie(arrival, token) };
    },
    signInByPasskey: async ({ body: { passkey }, arrival }) => {
      const asked = takeAsked(parts, arrival);
      const visitor = visitorOf(arrival);
      if (asked.wanted === 'sign-in')
        return await enteredAnswer(parts, arrival, await passkeys.signIn(asked, passkey, visitor));
      if (asked.wanted !== 'second-factor') throw new ApiError('passkey-over');
      const pending = pendingOf(arrival);
      if (asked.holder !== pending) throw new ApiError('passkey-over');
      const person = signIn.pendingPerson(pending);
      const factor = await passkeys.check(asked, passkey, person?.id ?? '');
      const answer = await signIn.withSecondFactor(pending, factor, visitor);
      return await enteredAnswer(parts, arrival, answer);
    },
    proveAgain: async ({ body, identity, arrival }) => {
      const until = await prove(parts, signedInOf(identity), body, arrival);
      return { status: 200, body: { until } };
    },
    listPasskeys: async ({ identity }) => ({
      status: 200,
      body: await listed(signedInOf(identity).person.id),
    }),
    proposePasskey: async ({ identity, arrival }) => {
      const signedIn = freshProof.require(signedInOf(identity));
      const relyingParty = requireRelyingParty(arrival);
      const { sessionId } = signedIn;
      const question = { wanted: 'made', holder: sessionId, owner: sessionId, relyingParty } as const;
      const { token, creation } = await passkeys.askToMake(signedIn, question);
      return { status: 200, body: creation, headers: askedCookie(arrival, token) };
    },
    addPasskey: async ({ body, identity, arrival, requester }) => {
      const signedIn = freshProof.require(signedInOf(identity));
      const asked = takeAsked(parts, arrival, { wanted: 'made', holder: signedIn.sessionId });
      const made = await parts.ceremonies.checkMade(asked, body.passkey);
      const { passkey, recoveryCodes } = await passkeys.add(signedIn, body.name, made, requester);
      return {
        status: 201,
        body: { passkey: passkeyAnswer(passkey), recoveryCodes: [...recoveryCodes] },
        headers: { 'set-cookie': [droppedCookie(COOKIES.passkey, arrival.entrance.secure)] },
      };
    },
    removePasskey: async ({ params, identity, requester }) => {
      const { person } = freshProof.require(signedInOf(identity));
      await passkeys.remove(person.id, params.id, requester);
      return { status: 200, body: await listed(person.id) };
    },
  };
}

/** For whom the browser is asked: nobody yet, who typed the password, who is signed in. @throws ApiError `sign-in-over`, `sign-in-needed` */
function shownBy(
  { signIn }: PasskeyRouteParts,
  wanted: Exclude<AskedPasskey['wanted'], 'made'>,
  identity: Identity,
  arrival: Arrival,
) {
  if (wanted === 'sign-in') return { holder: '', owner: networkOf(arrival.address), person: null };
  if (wanted === 'proof') {
    const { person, sessionId } = signedInOf(identity);
    return { holder: sessionId, owner: sessionId, person };
  }
  const pending = pendingOf(arrival);
  const person = signIn.pendingPerson(pending);
  if (person === null) throw new ApiError('sign-in-over');
  return { holder: pending, owner: pending, person };
}

async function prove(
  parts: PasskeyRouteParts,
  signedIn: SignedIn,
  body: Call<'proveAgain'>['body'],
  arrival: Arrival,
): Promise<number> {
  const { freshProof, passkeys, secondFactors } = parts;
  const visitor = visitorOf(arrival);
  if ('password' in body) return await freshProof.byPassword(signedIn, body.password, visitor);
  if ('code' in body)
    return await freshProof.bySecondFactor(signedIn, secondFactors.shown(body.code), visitor);
  const asked = takeAsked(parts, arrival, { wanted: 'proof', holder: signedIn.sessionId });
  const factor = await passkeys.check(asked, body.passkey, signedIn.person.id);
  return await freshProof.bySecondFactor(signedIn, factor, visitor);
}

/** Once. @param as for what, and for whom, it must have been asked. @throws ApiError `passkey-over` */
function takeAsked(
  { ceremonies }: PasskeyRouteParts,
  { headers, entrance }: Arrival,
  as: Partial<Pick<AskedPasskey, 'wanted' | 'holder'>> = {},
): AskedPasskey {
  const asked = ceremonies.take(readCookie(headers, COOKIES.passkey, entrance.secure));
  const { wanted = asked.wanted, holder = asked.holder } = as;
  if (asked.wanted !== wanted || asked.holder !== holder) throw new ApiError('passkey-over');
  return asked;
}

/** @throws ApiError `sign-in-over` */
function pendingOf({ headers, entrance }: Arrival): string {
  const pending = readCookie(headers, COOKIES.pending, entrance.secure);
  if (pending === null) throw new ApiError('sign-in-over');
  return pending;
}

const askedCookie = ({ entrance }: Arrival, token: string) => ({
  'set-cookie': [cookieHeader(COOKIES.passkey, token, entrance.secure)],
});

const passkeyAnswer = ({ id, name, host, createdUnixMs, usedUnixMs }: Passkey) => ({
  id,
  name,
  host,
  createdAt: createdUnixMs,
  usedAt: usedUnixMs,
});
