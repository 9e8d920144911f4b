/** How the site's backups are: asked by the settings, and by the frame of who may mend them. */
import type { BackupAnswer } from '@matlang/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from './client.ts';
import { useSession } from './use-session.ts';

/** A warning is about days. */
const ASK_EVERY_MS = 300_000;
/** While one is being made, or is about to be. */
const FOLLOW_MS = 1000;
const SOON_MS = 120_000;

/** Asked once for all that look at it. */
export const BACKUP_QUERY = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => ask('getBackups', { signal }),
  refetchInterval: ({ state: { data } }) => everyMs(data),
});

function everyMs(answer: BackupAnswer | undefined): number {
  if (answer === undefined) return ASK_EVERY_MS;
  if (answer.running !== null) return FOLLOW_MS;
  return answer.next !== null && answer.next < Date.now() + SOON_MS ? 5 * FOLLOW_MS : ASK_EVERY_MS;
}

/** Why somebody has to look at the backups; null: nobody has, or who uses this page could do nothing about it. */
export function useBackupWarning(): BackupAnswer['warning'] {
  const session = useSession();
  const mayMend = typeof session !== 'string' && session.permissions.includes('settings.manage');
  return useQuery({ ...BACKUP_QUERY, enabled: mayMend }).data?.warning ?? null;
}
