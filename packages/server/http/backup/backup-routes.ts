/** Routes of the backups that the site makes by itself. */
import type { Backups } from '../../backup/backups.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** Handlers over the one that makes them. */
export function backupRoutes(backups: Backups): SomeHandlers<'getBackups' | 'changeBackups' | 'makeBackup'> {
  return {
    getBackups: async () => ({ status: 200, body: await backups.answer() }),
    changeBackups: async ({ body, requester }) => ({
      status: 200,
      body: await backups.change(body, requester),
    }),
    makeBackup: async ({ requester }) => ({ status: 202, body: await backups.makeNow(requester) }),
  };
}
