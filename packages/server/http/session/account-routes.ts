/** Routes of one's own account: where one is signed in, the password, the second factor. */

import type { FreshProof } from '../../access/fresh-proof.ts';
import { signedInOf } from '../../access/identity.ts';
import type { People } from '../../access/people.ts';
import type { SecondFactors } from '../../access/second-factors.ts';
import type { Sessions } from '../../access/sessions.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { visitorOf } from './session-answer.ts';

type AccountRoutes =
  | 'listSessions'
  | 'endSession'
  | 'endOtherSessions'
  | 'changePassword'
  | 'proposeSecondFactor'
  | 'confirmSecondFactor';

/** What the routes work with. */
export interface AccountRouteParts {
  readonly context: SiteContext;
  readonly people: People;
  readonly secondFactors: SecondFactors;
  readonly sessions: Sessions;
  readonly freshProof: FreshProof;
}

/** Handlers over the accounts. */
export function accountRoutes({
  context,
  people,
  secondFactors,
  sessions,
  freshProof,
}: AccountRouteParts): SomeHandlers<AccountRoutes> {
  const { database } = context;
  return {
    listSessions: async ({ identity }) => {
      const { person, sessionId } = signedInOf(identity);
      const all = await database.stores.sessions.ofPerson(person.id);
      const inForce = all.filter((session) => sessions.isInForce(session));
      return {
        status: 200,
        body: {
          sessions: inForce.map((session) => ({
            id: session.id,
            own: session.id === sessionId,
            device: session.device,
            address: session.address,
            createdAt: session.createdUnixMs,
            seenAt: session.seenUnixMs,
            factors: session.factors,
          })),
        },
      };
    },
    endSession: async ({ identity, params, requester }) => {
      const ended = await people.endSessions(signedInOf(identity).person.id, { id: params.id }, requester);
      if (ended === 0) throw new ApiError('session-not-found');
      return { status: 200, body: { ended } };
    },
    endOtherSessions: async ({ identity, requester }) => {
      const { person, sessionId } = signedInOf(identity);
      const ended = await people.endSessions(person.id, { exceptId: sessionId }, requester);
      return { status: 200, body: { ended } };
    },
    changePassword: async ({ identity, body, arrival }) => {
      const { person, sessionId } = signedInOf(identity);
      const ended = await people.changePassword(person, sessionId, body, visitorOf(arrival));
      return { status: 200, body: { ended } };
    },
    proposeSecondFactor: async ({ identity }) => {
      const { person } = freshProof.require(signedInOf(identity));
      const body = await database.transaction((stores) =>
        secondFactors.propose(stores, person, context.siteName),
      );
      return { status: 200, body };
    },
    confirmSecondFactor: async ({ identity, body }) => {
      const recoveryCodes = await people.confirmSecondFactor(
        signedInOf(identity),
        body.code,
        identity.requester,
      );
      return { status: 200, body: { recoveryCodes: [...recoveryCodes] } };
    },
  };
}
