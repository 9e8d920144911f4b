/** The list of people, and that it is asked again after each change. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

/** Asked again by itself: another administrator may be at work. */
export const PEOPLE_QUERY = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => ask('listPeople', { signal }),
  refetchInterval: 30_000,
});

/** The roles that there are. */
export const ROLES_QUERY = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => ask('listRoles', { signal }),
});

/** @returns awaits a change, and has the list asked again whatever came of it */
export function useAfterChange(): <Answer>(change: Promise<Answer>) => Promise<Answer> {
  const queries = useQueryClient();
  return async (change) => {
    try {
      return await change;
    } finally {
      void queries.invalidateQueries({ queryKey: PEOPLE_QUERY.queryKey });
      // One's own role may have changed.
      void queries.invalidateQueries({ queryKey: ['session'] });
    }
  };
}
