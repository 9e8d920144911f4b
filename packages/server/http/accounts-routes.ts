/** The routes of signing in, of people and of tokens, over the accounts. */
import type { Accounts } from '../access/compose-accounts.ts';
import { handoverRoutes } from './handover/handover-routes.ts';
import { passkeyRoutes } from './passkey/passkey-routes.ts';
import { type PersonRouteParts, personRoutes } from './person/person-routes.ts';
import { recoveryRoutes } from './recovery/recovery-routes.ts';
import type { Handlers } from './registration/route-types.ts';
import { accountRoutes } from './session/account-routes.ts';
import { sessionRoutes } from './session/session-routes.ts';
import { tokenRoutes } from './token/token-routes.ts';

/** @param cameras knows which there are */
export const accountsRoutes = (accounts: Accounts, cameras: PersonRouteParts['cameras']) =>
  ({
    ...sessionRoutes(accounts),
    ...accountRoutes(accounts),
    ...passkeyRoutes(accounts),
    ...recoveryRoutes(accounts),
    ...handoverRoutes(accounts),
    ...personRoutes({ ...accounts, cameras }),
    ...tokenRoutes(accounts.tokens, cameras),
  }) satisfies Partial<Handlers>;
