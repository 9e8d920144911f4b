/** The list of shared screens, and that it is asked again after each change. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

/** Asked again by itself: a screen is paired elsewhere. */
export const KIOSKS_QUERY = queryOptions({
  queryKey: ['kiosks'],
  queryFn: ({ signal }) => ask('listKiosks', { signal }),
  refetchInterval: 10_000,
});

/** @returns awaits a change, and has the list asked again whatever came of it */
export function useAfterKioskChange(): <Answer>(change: Promise<Answer>) => Promise<Answer> {
  const queries = useQueryClient();
  return async (change) => {
    try {
      return await change;
    } finally {
      void queries.invalidateQueries({ queryKey: KIOSKS_QUERY.queryKey });
    }
  };
}
