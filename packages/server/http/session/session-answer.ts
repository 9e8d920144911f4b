/** Who asks, as the API says it, and the cookies that a browser is to keep. */
import type { SessionAnswer } from '@matlang/contract';
import { COOKIES, cookieHeader, droppedCookie, readCookie } from '../../access/cookies.ts';
import type { Arrival } from '../../access/door.ts';
import type { Identity } from '../../access/identity.ts';
import type { SecondFactorAnswer, SignedInAnswer, SignInVisitor } from '../../access/sign-in.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { Headers } from '../registration/route-types.ts';

/** @param identity null: nobody. @param pending a code is awaited */
export function sessionAnswer(
  context: SiteContext,
  identity: Identity | null,
  pending: boolean,
): SessionAnswer {
  const signedIn = identity?.signedIn ?? null;
  const open = identity?.kind === 'local' || identity?.kind === 'operator';
  return {
    state: signedIn !== null ? 'signed-in' : open ? 'open' : pending ? 'second-factor' : 'signed-out',
    siteName: context.siteName,
    person:
      signedIn === null
        ? null
        : { id: signedIn.person.id, userName: signedIn.person.userName, name: signedIn.person.name },
    permissions: [...(identity?.rights.permissionsAt(context.clock.nowUnixMs()) ?? [])],
    secondFactor: signedIn?.secondFactor ?? 'none',
  };
}

/** From where somebody signs in. */
export const visitorOf = ({ headers, address, entrance }: Arrival): SignInVisitor => ({
  address,
  device: headers['user-agent'] ?? '',
  deviceToken: readCookie(headers, COOKIES.device, entrance.secure),
});

/** What the browser keeps of a step of signing in. */
export function signInCookies(
  { entrance: { secure } }: Arrival,
  answer: SignedInAnswer | SecondFactorAnswer,
): Headers {
  return cookies(
    answer.kind === 'second-factor'
      ? [cookieHeader(COOKIES.pending, answer.pending, secure)]
      : [
          cookieHeader(COOKIES.session, answer.token, secure),
          cookieHeader(COOKIES.device, answer.deviceToken, secure),
          droppedCookie(COOKIES.pending, secure),
        ],
  );
}

/** Takes back what says who is signed in; that the browser is known stays. */
export const signOutCookies = ({ entrance: { secure } }: Arrival): Headers =>
  cookies([droppedCookie(COOKIES.session, secure), droppedCookie(COOKIES.pending, secure)]);

const cookies = (lines: string[]): Headers => ({ 'set-cookie': lines });
