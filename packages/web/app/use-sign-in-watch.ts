/** Leads to the sign-in page when the server asks who this is, and keeps the address that was wanted. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onSignInNeeded } from '../api/client.ts';
import { SESSION_QUERY, type Session } from '../api/use-session.ts';
import { PUBLIC_PAGES } from './pages.ts';

/** Whether nobody is signed in where somebody has to be. */
export const isOutside = (session: Session): boolean =>
  typeof session !== 'string' && (session.state === 'signed-out' || session.state === 'second-factor');

/** For the frame. */
export function useSignInWatch(session: Session): void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const href = useRouterState({ select: ({ location }) => `${location.pathname}${location.searchStr}` });
  useEffect(
    () => onSignInNeeded(() => void queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey })),
    [queries],
  );
  const outside = isOutside(session) && !PUBLIC_PAGES.has(path);
  useEffect(() => {
    if (!outside) return;
    const search = path === '/' ? {} : { to: href };
    void navigate({ to: '/sign-in', search, replace: true });
  }, [outside, path, href, navigate]);
}
