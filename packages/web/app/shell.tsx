/** The frame around every page: name, pages, language, appearance, and what is wrong with the connection. */
import {
  ActionIcon,
  Alert,
  AppShell,
  Button,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { SESSION_QUERY, useSession } from '../api/use-session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { clockText } from '../i18n/time-text.ts';
import { BackupMark } from './backup-mark.tsx';
import { Navigation } from './navigation.tsx';
import { firstPageOf, isKiosk, isOpen, isRefused, PUBLIC_PAGES } from './pages.ts';
import { OpenNotice, PersonMenu } from './person-menu.tsx';
import { RefusedPage } from './refused-page.tsx';
import classes from './shell.module.css';
import { LiveConnection, useLiveFacts, useServerAway } from './site-context.tsx';
import { isOutside, useSignInWatch } from './use-sign-in-watch.ts';
import { useTabTitle } from './use-tab-title.ts';

/** What every page stands in. Who is not signed in sees the pages for signing in and nothing else; nothing is asked for them. */
export function Shell(): ReactNode {
  const session = useSession();
  useSignInWatch(session);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  if (session === 'asking') return null;
  if (isKiosk(session))
    return path === '/kiosk' ? (
      <LiveConnection key="kiosk">
        <Outlet />
      </LiveConnection>
    ) : (
      <Navigate to="/kiosk" replace />
    );
  if (isOutside(session)) return <Outside>{PUBLIC_PAGES.has(path) && <Outlet />}</Outside>;
  // Somebody else is another connection: the server let the one before in as whoever it was then.
  const who = typeof session === 'string' ? null : session.person;
  return (
    <LiveConnection key={who?.id ?? 'nobody'}>
      <Inside>{isRefused(session, path) ? <RefusedPage /> : <Outlet />}</Inside>
    </LiveConnection>
  );
}

/** The address without a page: where somebody begins depends on what they may do. */
export function FirstPage(): ReactNode {
  return <Navigate to={firstPageOf(useSession())} replace />;
}

function Outside({ children }: { readonly children: ReactNode }): ReactNode {
  useTabTitle(0);
  return (
    <Frame middle={null} who={null}>
      {children}
    </Frame>
  );
}

function Inside({ children }: { readonly children: ReactNode }): ReactNode {
  const session = useSession();
  const { streams } = useLiveFacts();
  const dark = [...streams.values()].flatMap((one) => (one.failure === null ? [] : [one.cameraId]));
  useTabTitle(new Set(dark).size);
  const person = typeof session === 'string' ? null : session.person;
  return (
    <Frame
      middle={<Navigation />}
      who={
        <>
          <BackupMark />
          {person !== null && typeof session !== 'string' ? (
            <PersonMenu name={person.name} secondFactor={session.secondFactor} />
          ) : isOpen(session) ? (
            <OpenNotice />
          ) : null}
        </>
      }
    >
      <ConnectionNotice />
      {children}
    </Frame>
  );
}

function Frame({
  middle,
  who,
  children,
}: {
  readonly middle: ReactNode;
  readonly who: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { t, language, setLanguage } = useSpeech();
  return (
    <AppShell header={{ height: 48 }} padding={0}>
      <AppShell.Header className={classes['header']}>
        <a className={classes['skip']} href="#content">
          {t('skipToContent')}
        </a>
        <Group gap="xs" wrap="nowrap">
          <img src="/icon.svg" alt="" width={26} height={26} />
          <Text fw={700} visibleFrom="xs" className={classes['product'] ?? ''}>
            {t('product')}
          </Text>
        </Group>
        {middle}
        <div className={classes['end']}>
          {who}
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('languageLabel')}
            title={t('languageLabel')}
            onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
          >
            <span className={classes['wideWord']}>{t('language')}</span>
            <IconLanguage size={20} aria-hidden="true" className={classes['shortWord']} />
          </Button>
          <AppearanceSwitch />
        </div>
      </AppShell.Header>
      <AppShell.Main id="content" className={classes['main']}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function AppearanceSwitch(): ReactNode {
  const { t } = useSpeech();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('dark');
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon variant="subtle" aria-label={t(next)} title={t(next)} onClick={() => setColorScheme(next)}>
      {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

function ConnectionNotice(): ReactNode {
  const { t } = useSpeech();
  const { recorderAwaySinceUnixMs } = useLiveFacts();
  const queries = useQueryClient();
  const away = useServerAway();
  // A connection that is refused looks the same as one that nobody answers: the session may be over.
  useEffect(() => {
    if (away) void queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
  }, [away, queries]);
  if (away)
    return (
      <Alert color="red" variant="filled" radius={0} role="status" className={classes['notice'] ?? ''}>
        {t('serverAway')}
      </Alert>
    );
  if (recorderAwaySinceUnixMs === null) return null;
  return (
    <Alert radius={0} role="status" className={`${classes['notice']} ${classes['warning']}`}>
      {t('recorderAway', { time: clockText(recorderAwaySinceUnixMs) })}
    </Alert>
  );
}
