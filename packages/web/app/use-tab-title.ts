/** The browser's tab: how many cameras are dark, which page, which site. */
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../api/use-session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { PAGE_NAMES } from './pages.ts';

/** @param dark cameras that show nothing */
export function useTabTitle(dark: number): void {
  const { t } = useSpeech();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const session = useSession();
  const site = typeof session === 'string' ? t('product') : session.siteName;
  const key = PAGE_NAMES[path];
  const title = [key === undefined ? null : t(key), site].filter(Boolean).join(' – ');
  useEffect(() => {
    document.title = dark === 0 ? title : `(${dark}) ${title}`;
  }, [dark, title]);
}
