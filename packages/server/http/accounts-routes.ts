/** The routes of signing in, of people and of tokens, over the accounts. */
import type { Accounts } from '../access/compose-accounts.ts';
import type { CameraService } from './camera/camera-service.ts';
import { handoverRoutes } from './handover/handover-routes.ts';
import { kioskRoutes } from './kiosk/kiosk-routes.ts';
import { passkeyRoutes } from './passkey/passkey-routes.ts';
import { personRoutes } from './person/person-routes.ts';
import { recoveryRoutes } from './recovery/recovery-routes.ts';
import type { Handlers } from './registration/route-types.ts';
import { accountRoutes } from './session/account-routes.ts';
import { sessionRoutes } from './session/session-routes.ts';
import { tokenRoutes } from './token/token-routes.ts';

/** @param cameras knows which there are */
export const accountsRoutes = (accounts: Accounts, cameras: CameraService) =>
  ({
    ...sessionRoutes(accounts),
    ...accountRoutes(accounts),
    ...passkeyRoutes(accounts),
    ...recoveryRoutes(accounts),
    ...handoverRoutes(accounts),
    ...personRoutes({ ...accounts, cameras }),
    ...kioskRoutes({ ...accounts, cameras }),
    ...tokenRoutes(accounts.tokens, cameras),
  }) satisfies Partial<Handlers>;
