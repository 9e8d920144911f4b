/** Puts the accounts together: who asks, how they prove it, and what they may do. */
import { openOperatorToken, type SiteKeys } from '@matlang/keys';
import type { SiteContext } from '../site/site-context.ts';
import { FreshProof } from './fresh-proof.ts';
import { Grants } from './grants.ts';
import { Handover } from './handover.ts';
import { Identities } from './identities.ts';
import { PasskeyCeremonies } from './passkey-ceremonies.ts';
import { Passkeys } from './passkeys.ts';
import { People } from './people.ts';
import { Purposes } from './purposes.ts';
import { RecoverySheets } from './recovery-sheets.ts';
import { Roster } from './roster.ts';
import { SecondFactors } from './second-factors.ts';
import { Sessions } from './sessions.ts';
import { SetUpCode } from './set-up-code.ts';
import { SignIn } from './sign-in.ts';
import { Tokens } from './tokens.ts';
import { Tries } from './tries.ts';

/** Of one site. */
export type Accounts = ReturnType<typeof composeAccounts>;

/** Everything that the routes and the door work with. */
export function composeAccounts(context: SiteContext, keys: SiteKeys) {
  const { database, clock, dataDirectory } = context;
  const sessions = new Sessions({ database, clock });
  const secondFactors = new SecondFactors(keys, clock);
  const roster = new Roster(context);
  const monotonicMs = (): number => performance.now();
  const tries = new Tries(context, monotonicMs);
  const signIn = new SignIn({ context, sessions, secondFactors, tries, monotonicMs });
  const ceremonies = new PasskeyCeremonies(monotonicMs);
  const grants = new Grants(context, roster);
  const operatorToken = openOperatorToken(dataDirectory);
  return {
    context,
    sessions,
    secondFactors,
    roster,
    signIn,
    ceremonies,
    passkeys: new Passkeys({ context, ceremonies, secondFactors, signIn, tries }),
    freshProof: new FreshProof({ context, signIn, tries }),
    recoverySheets: new RecoverySheets({ context, signIn, secondFactors, tries }),
    grants,
    handover: new Handover({ context, grants, secondFactors, roster }),
    people: new People({ context, signIn, secondFactors, grants, roster }),
    tokens: new Tokens(context),
    purposes: new Purposes(context),
    identities: new Identities({ context, sessions, roster, operatorToken }),
    operatorToken,
    setUpCode: new SetUpCode(),
  };
}
