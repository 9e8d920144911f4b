/** Who uses this page, and what they may do: asked at the start, and again whenever something says that it may have changed. */
import type { SessionAnswer } from '@matlang/contract';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ask } from './client.ts';

/** A role that begins or ends meanwhile shows in the frame after so long. */
const ASK_EVERY_MS = 60_000;
/** While nobody answers. */
const ASK_AGAIN_MS = 3000;

/** One permission of the contract. */
export type Permission = SessionAnswer['permissions'][number];

/** Asked once for all that look at it. */
export const SESSION_QUERY = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ask('getSession', { signal }),
  refetchInterval: ({ state }) => (state.status === 'error' ? ASK_AGAIN_MS : ASK_EVERY_MS),
  retry: false,
});

/** `asking`: for the first time. `unknown`: nobody answered yet, and the frame says so. */
export type Session = SessionAnswer | 'asking' | 'unknown';

/** Of this browser. */
export function useSession(): Session {
  const { data, isPending } = useQuery(SESSION_QUERY);
  return data ?? (isPending ? 'asking' : 'unknown');
}

/** Whether something is shown: what the server would refuse is not; while nobody knows, everything is. */
export function mayUse(session: Session, permission: Permission): boolean {
  return typeof session === 'string' || session.permissions.includes(permission);
}

/** For the answer to a step of signing in or out: what was asked before was asked by somebody else, and is forgotten. */
export function useEnter(): (session: SessionAnswer) => void {
  const queries = useQueryClient();
  return useCallback(
    (session) => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      queries.setQueryData(SESSION_QUERY.queryKey, session);
    },
    [queries],
  );
}
