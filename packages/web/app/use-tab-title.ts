/** The browser's tab: how many cameras are dark, which page, which site. */
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ask } from '../api/client.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { TextKey } from '../i18n/texts.ts';
import { useLiveFacts } from './site-context.tsx';

const SITE_EVERY_MS = 60_000;

/** @param pages by address, what their links are called */
export function useTabTitle(pages: Readonly<Record<string, TextKey>>): void {
  const { t } = useSpeech();
  const { streams } = useLiveFacts();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { data } = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => ask('getStatus', { signal }),
    refetchInterval: SITE_EVERY_MS,
  });
  const dark = new Set([...streams.values()].flatMap((one) => (one.failure === null ? [] : [one.cameraId])));
  const key = pages[path];
  const title = [key === undefined ? null : t(key), data?.site.name ?? t('product')]
    .filter(Boolean)
    .join(' – ');
  useEffect(() => {
    document.title = dark.size === 0 ? title : `(${dark.size}) ${title}`;
  }, [dark.size, title]);
}
