/** Routes of signing in: in, out, and by what one comes in for the first time. */
import { COOKIES, readCookie } from '../../access/cookies.ts';
import type { Arrival } from '../../access/door.ts';
import type { Identities } from '../../access/identities.ts';
import type { People } from '../../access/people.ts';
import type { SetUpCode } from '../../access/set-up-code.ts';
import type { SecondFactorAnswer, SignedInAnswer, SignIn } from '../../access/sign-in.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { sessionAnswer, signInCookies, signOutCookies, visitorOf } from './session-answer.ts';

type SessionRoutes = 'getSession' | 'signIn' | 'confirmSignIn' | 'signOut' | 'setUpSite' | 'acceptInvitation';

/** What the routes work with. */
export interface SessionRouteParts {
  readonly context: SiteContext;
  readonly identities: Identities;
  readonly signIn: SignIn;
  readonly people: People;
  readonly setUpCode: SetUpCode;
}

/** Handlers over the accounts. */
export function sessionRoutes(parts: SessionRouteParts): SomeHandlers<SessionRoutes> {
  const { context, identities, signIn, people, setUpCode } = parts;
  /** The next requests come with the new cookies: the answer says already who they will be of. */
  const entered = async (arrival: Arrival, answer: SignedInAnswer | SecondFactorAnswer) => {
    const identity =
      answer.kind === 'signed-in' ? await identities.ofSession(answer.token, arrival.address) : null;
    const body = sessionAnswer(context, identity, answer.kind === 'second-factor');
    return { status: 200, body, headers: signInCookies(arrival, answer) } as const;
  };
  return {
    getSession: ({ identity, arrival: { headers, entrance } }) => {
      const pending = readCookie(headers, COOKIES.pending, entrance.secure);
      return {
        status: 200,
        body: sessionAnswer(context, identity, pending !== null && signIn.isPending(pending)),
      };
    },
    signIn: async ({ body, arrival }) =>
      await entered(arrival, await signIn.withPassword(body, visitorOf(arrival))),
    confirmSignIn: async ({ body, arrival }) => {
      const pending = readCookie(arrival.headers, COOKIES.pending, arrival.entrance.secure);
      if (pending === null) throw new ApiError('sign-in-over');
      return await entered(arrival, await signIn.withSecondFactor(pending, body.code, visitorOf(arrival)));
    },
    signOut: async ({ identity: { signedIn, requester }, arrival }) => {
      if (signedIn !== null)
        await people.endSessions(signedIn.person.id, { id: signedIn.sessionId }, requester);
      const left = await identities.identify({ ...arrival, headers: {} });
      return { status: 200, body: sessionAnswer(context, left, false), headers: signOutCookies(arrival) };
    },
    setUpSite: async ({ body: { code, password, ...person }, identity, arrival }) => {
      const isOperator = identity.kind === 'operator';
      if (!isOperator) setUpCode.require(code ?? '');
      const first = await people.addFirst({ ...person, position: '' }, password, arrival.address);
      // A command has no use for a session.
      if (isOperator) return { status: 201, body: sessionAnswer(context, identity, false) };
      return { ...(await entered(arrival, await signIn.enter(first, visitorOf(arrival)))), status: 201 };
    },
    acceptInvitation: async ({ body: { invitation, password }, arrival }) =>
      await entered(arrival, await people.accept(invitation, password, visitorOf(arrival))),
  };
}
