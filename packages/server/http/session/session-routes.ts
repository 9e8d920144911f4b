/** Routes of signing in: in, out, and by what one comes in for the first time. */
import { COOKIES, readCookie } from '../../access/cookies.ts';
import type { People } from '../../access/people.ts';
import type { SecondFactors } from '../../access/second-factors.ts';
import type { SetUpCode } from '../../access/set-up-code.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import {
  enteredAnswer,
  type SessionAnswerParts,
  sessionAnswer,
  signOutHeaders,
  visitorOf,
} from './session-answer.ts';

type SessionRoutes = 'getSession' | 'signIn' | 'confirmSignIn' | 'signOut' | 'setUpSite' | 'acceptInvitation';

/** What the routes work with. */
export interface SessionRouteParts extends SessionAnswerParts {
  readonly people: People;
  readonly secondFactors: SecondFactors;
  readonly setUpCode: SetUpCode;
}

/** Handlers over the accounts. */
export function sessionRoutes(parts: SessionRouteParts): SomeHandlers<SessionRoutes> {
  const { identities, signIn, people, secondFactors, setUpCode } = parts;
  return {
    getSession: async ({ identity, arrival }) => {
      const pending = readCookie(arrival.headers, COOKIES.pending, arrival.entrance.secure);
      return { status: 200, body: await sessionAnswer(parts, arrival, identity, pending) };
    },
    signIn: async ({ body, arrival }) =>
      await enteredAnswer(parts, arrival, await signIn.withPassword(body, visitorOf(arrival))),
    confirmSignIn: async ({ body, arrival }) => {
      const pending = readCookie(arrival.headers, COOKIES.pending, arrival.entrance.secure);
      if (pending === null) throw new ApiError('sign-in-over');
      const code = secondFactors.shown(body.code);
      const answer = await signIn.withSecondFactor(pending, code, visitorOf(arrival));
      return await enteredAnswer(parts, arrival, answer);
    },
    signOut: async ({ identity: { signedIn, requester }, arrival }) => {
      if (signedIn !== null)
        await people.endSessions(signedIn.person.id, { id: signedIn.sessionId }, requester);
      const left = await identities.identify({ ...arrival, headers: {} });
      const body = await sessionAnswer(parts, arrival, left, null);
      return { status: 200, body, headers: signOutHeaders(arrival) };
    },
    setUpSite: async ({ body: { code, password, ...person }, identity, arrival }) => {
      const isOperator = identity.kind === 'operator';
      if (!isOperator) setUpCode.require(code ?? '');
      const first = await people.addFirst({ ...person, position: '' }, password, arrival.address);
      // A command has no use for a session.
      if (isOperator) return { status: 201, body: await sessionAnswer(parts, arrival, identity, null) };
      return {
        ...(await enteredAnswer(parts, arrival, await signIn.enter(first, visitorOf(arrival)))),
        status: 201,
      };
    },
    acceptInvitation: async ({ body: { invitation, password }, arrival }) =>
      await enteredAnswer(parts, arrival, await people.accept(invitation, password, visitorOf(arrival))),
  };
}
