/** Puts the accounts together: who asks, how they prove it, and what they may do. */
import { openOperatorToken, type SiteKeys } from '@matlang/keys';
import type { Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';
import { Capacities } from './capacities.ts';
import { FreshProof } from './fresh-proof.ts';
import { Grants } from './grants.ts';
import { Handover } from './handover.ts';
import { Identities } from './identities.ts';
import { KioskUnlocks } from './kiosk-unlocks.ts';
import { Kiosks } from './kiosks.ts';
import { PasskeyCeremonies } from './passkey-ceremonies.ts';
import { Passkeys } from './passkeys.ts';
import { People } from './people.ts';
import { PinTries } from './pin-tries.ts';
import { Pins } from './pins.ts';
import { Purposes } from './purposes.ts';
import { Reach } from './reach.ts';
import { RecoverySheets } from './recovery-sheets.ts';
import { Roster } from './roster.ts';
import { SecondFactors } from './second-factors.ts';
import { Sessions } from './sessions.ts';
import { SetUpCode } from './set-up-code.ts';
import { SignIn } from './sign-in.ts';
import { SiteRoles } from './site-roles.ts';
import { Tokens } from './tokens.ts';
import { Tries } from './tries.ts';

/** Of one site. */
export type Accounts = ReturnType<typeof composeAccounts>;

/** What the accounts are made of besides. */
export interface AccountsSources {
  readonly log: Log;
  readonly monotonicMs: () => number;
}

/** Everything that the routes and the door work with. */
export function composeAccounts(context: SiteContext, keys: SiteKeys, { log, monotonicMs }: AccountsSources) {
  const { database, clock, dataDirectory } = context;
  const sessions = new Sessions({ database, clock });
  const secondFactors = new SecondFactors(keys, clock);
  const roster = new Roster(context);
  const tries = new Tries(context, monotonicMs);
  const signIn = new SignIn({ context, sessions, secondFactors, tries, monotonicMs });
  const ceremonies = new PasskeyCeremonies(monotonicMs);
  const grants = new Grants(context, roster);
  const purposes = new Purposes(context);
  const kiosks = new Kiosks({ context, tries });
  const pinTries = new PinTries(context, monotonicMs);
  const unlocks = new KioskUnlocks({ context, log, tries: pinTries, signIn, purposes, roster, monotonicMs });
  const reach = new Reach({ context, roster });
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
    reach,
    capacities: new Capacities(context, roster),
    roles: new SiteRoles({ context, roster, reach }),
    handover: new Handover({ context, grants, secondFactors, roster }),
    people: new People({ context, signIn, secondFactors, grants, roster }),
    tokens: new Tokens(context),
    purposes,
    kiosks,
    unlocks,
    pinTries,
    pins: new Pins({ context, signIn }),
    identities: new Identities({ context, sessions, roster, kiosks, unlocks, operatorToken }),
    operatorToken,
    setUpCode: new SetUpCode(),
  };
}
