/** What this screen shows, asked again often enough that what an administrator changes is seen soon. */
import type { OwnKioskAnswer } from '@matlang/contract';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ask } from '../../api/client.ts';

const ASK_EVERY_MS = 15_000;
/** What is over is gone from the screen by then; the server sends no more at once. */
const ASK_UNLOCKED_MS = 3000;

/** Asked once for all that look at it. */
export const KIOSK_QUERY = queryOptions({
  queryKey: ['kiosk'],
  queryFn: ({ signal }) => ask('getKiosk', { signal }),
  refetchInterval: ({ state }) => (state.data?.unlocked == null ? ASK_EVERY_MS : ASK_UNLOCKED_MS),
});

/** For the answer to a press: it says what is shown from now on. */
export function useShow(): (kiosk: OwnKioskAnswer) => void {
  const queries = useQueryClient();
  return useCallback((kiosk) => queries.setQueryData(KIOSK_QUERY.queryKey, kiosk), [queries]);
}
