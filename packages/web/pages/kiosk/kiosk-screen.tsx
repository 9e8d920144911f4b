/** What a shared screen shows: its cameras live; and while somebody has opened them, the last half hour. No way leads to another page. */
import { Button } from '@mantine/core';
import { IconHistory, IconLanguage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLiveFacts, useServerAway } from '../../app/site-context.tsx';
import { useSiteNow } from '../../app/use-site-now.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { clockText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import classes from './kiosk.module.css';
import { KIOSK_QUERY } from './kiosk-query.ts';
import { KioskReview } from './kiosk-review.tsx';
import { KioskWall } from './kiosk-wall.tsx';
import { UnlockPanel } from './unlock-panel.tsx';
import { useEachSecond } from './use-each-second.ts';

/** @param props.site the site's name */
export function KioskScreen({ site }: { readonly site: string }): ReactNode {
  const { say } = useSpeech();
  const kiosk = useQuery(KIOSK_QUERY);
  const now = useSiteNow();
  const [unlocking, setUnlocking] = useState(false);
  const { data, dataUpdatedAt } = kiosk;
  // Opened: behind it there are live pictures again, and no question.
  if (unlocking && data !== undefined && data.unlocked !== null) setUnlocking(false);
  if (data === undefined)
    return (
      <main className={classes['screen']}>
        <LoadState query={kiosk} />
      </main>
    );
  if (data.unlocked !== null && now !== null)
    return (
      <KioskReview
        key={data.unlocked.purposeId}
        kiosk={data}
        unlocked={data.unlocked}
        updatedAt={dataUpdatedAt}
        nowUnixMs={now}
      />
    );
  const nobody = data.people.length === 0;
  return (
    <main className={classes['screen']}>
      <header className={classes['bar']}>
        <h1 className={classes['name']}>
          {site} <span className={classes['screenName']}>{data.name}</span>
        </h1>
        <SiteClock now={now} />
        <LanguageButton />
        <Button
          size="xl"
          className={classes['big'] ?? ''}
          leftSection={<IconHistory size="1.2em" aria-hidden="true" />}
          disabled={nobody}
          title={nobody ? say(KIOSK_TEXTS.reviewNobody) : undefined}
          onClick={() => setUnlocking(true)}
        >
          {say(KIOSK_TEXTS.review)}
        </Button>
      </header>
      <ScreenNotice />
      <KioskWall cameras={data.cameras} />
      {unlocking && <UnlockPanel people={data.people} onClose={() => setUnlocking(false)} />}
    </main>
  );
}

function SiteClock({ now }: { readonly now: (() => number) | null }): ReactNode {
  useEachSecond();
  return <time className={classes['clock']}>{now === null ? '' : clockText(now())}</time>;
}

function LanguageButton(): ReactNode {
  const { t, language, setLanguage } = useSpeech();
  return (
    <Button
      size="xl"
      variant="default"
      className={classes['big'] ?? ''}
      aria-label={t('languageLabel')}
      title={t('languageLabel')}
      onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
    >
      <IconLanguage size="1.2em" aria-hidden="true" />
    </Button>
  );
}

/** What is wrong with all pictures at once. */
function ScreenNotice(): ReactNode {
  const { t } = useSpeech();
  const { recorderAwaySinceUnixMs } = useLiveFacts();
  const away = useServerAway();
  const text = away
    ? t('serverAway')
    : recorderAwaySinceUnixMs === null
      ? null
      : t('recorderAway', { time: clockText(recorderAwaySinceUnixMs) });
  return text === null ? null : (
    <p className={classes['notice']} role="status">
      {text}
    </p>
  );
}
