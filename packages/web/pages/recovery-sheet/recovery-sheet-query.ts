/** Whether there is a recovery sheet, and since when. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

/** Asked once for all that look at it. */
export const RECOVERY_SHEET_QUERY = queryOptions({
  queryKey: ['recovery-sheet'],
  queryFn: ({ signal }) => ask('getRecoverySheet', { signal }),
});
