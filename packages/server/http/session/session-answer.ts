/** Who asks, as the API says it, and the cookies that a browser is to keep. */
import type { SessionAnswer } from '@matlang/contract';
import { COOKIES, cookieHeader, droppedCookie, readCookie } from '../../access/cookies.ts';
import type { Arrival } from '../../access/door.ts';
import type { Identities } from '../../access/identities.ts';
import type { Identity } from '../../access/identity.ts';
import type { Passkeys } from '../../access/passkeys.ts';
import type { SecondFactorAnswer, SignedInAnswer, SignIn } from '../../access/sign-in.ts';
import type { SignInVisitor } from '../../access/tries.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { Headers } from '../registration/route-types.ts';

/** What the answers are made with. */
export interface SessionAnswerParts {
  readonly context: SiteContext;
  readonly identities: Identities;
  readonly passkeys: Passkeys;
  readonly signIn: SignIn;
}

/** @param identity null: nobody. @param pending of a sign-in that still wants its second factor; null: none */
export async function sessionAnswer(
  { context, passkeys, signIn }: SessionAnswerParts,
  arrival: Arrival,
  identity: Identity | null,
  pending: string | null,
): Promise<SessionAnswer> {
  const signedIn = identity?.signedIn ?? null;
  const open = identity?.kind === 'local' || identity?.kind === 'operator';
  const half = signedIn !== null || open || pending === null ? null : signIn.pendingPerson(pending);
  return {
    state:
      identity?.kind === 'kiosk'
        ? 'kiosk'
        : signedIn !== null
          ? 'signed-in'
          : open
            ? 'open'
            : half !== null
              ? 'second-factor'
              : 'signed-out',
    siteName: context.siteName,
    person:
      signedIn === null
        ? null
        : { id: signedIn.person.id, userName: signedIn.person.userName, name: signedIn.person.name },
    permissions: [...(identity?.rights.permissionsAt(context.clock.nowUnixMs()) ?? [])],
    secondFactor: signedIn?.secondFactor ?? 'none',
    passkeys: await passkeys.offered(arrival, signedIn === null ? (half ?? 'anybody') : 'signed-in'),
  };
}

/** The next requests come with the new cookies: the answer says already who they will be of. */
export async function enteredAnswer(
  parts: SessionAnswerParts,
  arrival: Arrival,
  answer: SignedInAnswer | SecondFactorAnswer,
): Promise<{ readonly status: 200; readonly body: SessionAnswer; readonly headers: Headers }> {
  const identity =
    answer.kind === 'signed-in' ? await parts.identities.ofSession(answer.token, arrival.address) : null;
  const pending = answer.kind === 'second-factor' ? answer.pending : null;
  const body = await sessionAnswer(parts, arrival, identity, pending);
  return { status: 200, body, headers: signInCookies(arrival, answer) };
}

/** From where somebody signs in. */
export const visitorOf = ({ headers, address, entrance }: Arrival): SignInVisitor => ({
  address,
  device: headers['user-agent'] ?? '',
  deviceToken: readCookie(headers, COOKIES.device, entrance.secure),
});

/** What the browser keeps of a step of signing in. */
function signInCookies(
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

/** Takes back what says who is signed in, and what the browser keeps of recordings; that the browser is known stays. */
export const signOutHeaders = ({ entrance: { secure } }: Arrival): Headers => ({
  ...cookies([droppedCookie(COOKIES.session, secure), droppedCookie(COOKIES.pending, secure)]),
  'clear-site-data': '"cache"',
});

const cookies = (lines: string[]): Headers => ({ 'set-cookie': lines });
