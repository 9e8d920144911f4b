/** Routes of the recovery sheet: whether there is one, a new one, and coming in by it. */
import type { FreshProof } from '../../access/fresh-proof.ts';
import { signedInOf } from '../../access/identity.ts';
import type { RecoverySheets } from '../../access/recovery-sheets.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { enteredAnswer, type SessionAnswerParts, visitorOf } from '../session/session-answer.ts';

type RecoveryRoutes = 'getRecoverySheet' | 'makeRecoverySheet' | 'recover';

/** What the routes work with. */
export interface RecoveryRouteParts extends SessionAnswerParts {
  readonly recoverySheets: RecoverySheets;
  readonly freshProof: FreshProof;
}

/** Handlers over the accounts. */
export function recoveryRoutes(parts: RecoveryRouteParts): SomeHandlers<RecoveryRoutes> {
  const { context, recoverySheets, freshProof } = parts;
  return {
    getRecoverySheet: async () => {
      const sheet = await recoverySheets.find();
      return {
        status: 200,
        body: {
          sheet: sheet === null ? null : { createdAt: sheet.createdUnixMs, createdBy: sheet.createdBy },
        },
      };
    },
    makeRecoverySheet: async ({ identity, requester }) => {
      // A command of the data folder's owner has shown by its token what it is.
      if (identity.kind !== 'operator') freshProof.require(signedInOf(identity));
      const { code, createdUnixMs, createdBy, administrators } = await recoverySheets.make(requester);
      return {
        status: 201,
        body: {
          code,
          siteName: context.siteName,
          createdAt: createdUnixMs,
          createdBy,
          administrators: administrators.map(({ userName, name }) => ({ userName, name })),
        },
      };
    },
    recover: async ({ body, arrival }) =>
      await enteredAnswer(parts, arrival, await recoverySheets.use(body, visitorOf(arrival))),
  };
}
