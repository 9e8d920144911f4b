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
import { IconLock, IconMenu2, IconMoon, IconSun } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import type { TextKey } from '../i18n/texts.ts';
import { clockText } from '../i18n/time-text.ts';
import classes from './shell.module.css';
import { useLiveFacts, useServerAway } from './site-context.tsx';
import { useTabTitle } from './use-tab-title.ts';

/** Pages with a link in the frame, by address. */
const LINKS = [
  { to: '/live', text: 'live' },
  { to: '/review', text: 'review' },
  { to: '/exports', text: 'exports' },
  { to: '/bookmarks', text: 'bookmarks' },
  { to: '/holds', text: 'holds' },
  { to: '/storage', text: 'storage' },
] as const satisfies readonly { to: string; text: TextKey }[];
/** On a phone, beside the button for the others. */
const FIRST_LINKS = 2;
const PAGES: Readonly<Record<string, TextKey>> = Object.fromEntries(LINKS.map(({ to, text }) => [to, text]));

/** What every page stands in. */
export function Shell(): ReactNode {
  const { t, language, setLanguage } = useSpeech();
  useTabTitle(PAGES);
  return (
    <AppShell header={{ height: 48 }} padding={0}>
      <AppShell.Header className={classes['header']}>
        <a className={classes['skip']} href="#content">
          {t('skipToContent')}
        </a>
        <Group gap="xs" wrap="nowrap">
          <img src="/icon.svg" alt="" width={26} height={26} />
          <Text fw={700} visibleFrom="xs">
            {t('product')}
          </Text>
        </Group>
        <Navigation />
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" visibleFrom="md" className={classes['access'] ?? ''}>
            <IconLock size={14} aria-hidden="true" /> {t('onlyHere')}
          </Text>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('languageLabel')}
            onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
          >
            {t('language')}
          </Button>
          <AppearanceSwitch />
        </Group>
      </AppShell.Header>
      <AppShell.Main id="content" className={classes['main']}>
        <ConnectionNotice />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

/** All pages side by side on the desk; on a phone the first two, and the others behind a button. */
function Navigation(): ReactNode {
  const { t, language } = useSpeech();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const link = ({ to, text }: (typeof LINKS)[number]): ReactNode => (
    <Link key={to} to={to} className={classes['link'] ?? ''} activeProps={{ 'aria-current': 'page' }}>
      {t(text)}
    </Link>
  );
  const others = (
    <>
      {LINKS.slice(FIRST_LINKS).map(link)}
      {/* A page of the server's own: it is there where the application fails. */}
      <a href={language === 'en' ? '/status?lang=en' : '/status'} className={classes['link']}>
        {t('status')}
      </a>
    </>
  );
  return (
    <nav aria-label={t('mainNavigation')} className={classes['nav']}>
      {LINKS.slice(0, FIRST_LINKS).map(link)}
      <div className={classes['wide']}>{others}</div>
      {/* Another page closes it. */}
      <Menu key={path}>{others}</Menu>
    </nav>
  );
}

/** Closed again by Escape, and by a press beside it. */
function Menu({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useSpeech();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const onPress = ({ target }: Event): void => {
      const { current } = menu;
      if (current !== null && target instanceof Node && !current.contains(target)) current.open = false;
    };
    addEventListener('pointerdown', onPress);
    return () => removeEventListener('pointerdown', onPress);
  }, []);
  return (
    <details
      ref={menu}
      className={classes['more']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary aria-label={t('otherPages')} title={t('otherPages')}>
        <IconMenu2 size={20} aria-hidden="true" />
      </summary>
      <div className={classes['menu']}>{children}</div>
    </details>
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
  if (useServerAway())
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
