/** Who uses the page, at the right of the frame: a name with what can be done, or that the site is open on this machine. */
import { Alert, Button, Text } from '@mantine/core';
import type { SessionAnswer } from '@matlang/contract';
import { IconChevronDown, IconLock, IconUser } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask } from '../api/client.ts';
import { mayUse, useEnter, useSession } from '../api/use-session.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { FrameMenu } from './frame-menu.tsx';
import { OWN_LINKS } from './pages.ts';
import classes from './shell.module.css';

/** Of who is signed in. */
export function PersonMenu({
  name,
  secondFactor,
}: {
  readonly name: string;
  readonly secondFactor: SessionAnswer['secondFactor'];
}): ReactNode {
  const { t, say } = useSpeech();
  const enter = useEnter();
  const session = useSession();
  const left = useMutation({ mutationFn: () => ask('signOut'), onSuccess: enter });
  return (
    <FrameMenu
      label={t('accountOf', { name })}
      button={
        <>
          <IconUser size={18} aria-hidden="true" />
          <span className={classes['label']}>{name}</span>
          <IconChevronDown size={14} aria-hidden="true" className={classes['label']} />
        </>
      }
    >
      <Text size="sm" fw={600} className={classes['menuText'] ?? ''}>
        {name}
      </Text>
      <Link to="/account" className={classes['link'] ?? ''}>
        {t('account')}
      </Link>
      {OWN_LINKS.filter(({ permission }) => mayUse(session, permission)).map(({ to, text }) => (
        <Link key={to} to={to} className={classes['link'] ?? ''}>
          {t(text)}
        </Link>
      ))}
      {secondFactor === 'to-set-up' && (
        <Link to="/account" search={{ step: 'authenticator' }} className={classes['link'] ?? ''}>
          {t('authenticatorBegin')}
        </Link>
      )}
      <Button variant="default" m="xs" loading={left.isPending} onClick={() => left.mutate()}>
        {t('signOut')}
      </Button>
      {left.isError && <Alert color="red">{say(errorText(left.error))}</Alert>}
    </FrameMenu>
  );
}

/** While nobody has an account. */
export function OpenNotice(): ReactNode {
  const { t } = useSpeech();
  return (
    <FrameMenu
      label={t('onlyHere')}
      button={
        <>
          <IconLock size={16} aria-hidden="true" />
          <span className={classes['label']}>{t('onlyHere')}</span>
        </>
      }
    >
      <Text size="sm" className={classes['menuText'] ?? ''}>
        {t('openSince')}
      </Text>
      <Button m="xs" renderRoot={(props) => <Link to="/set-up" {...props} />}>
        {t('openSetUp')}
      </Button>
    </FrameMenu>
  );
}
