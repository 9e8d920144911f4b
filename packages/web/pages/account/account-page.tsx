/** One's own account: the authenticator, where one is signed in, the password. */

import { Alert, Button, Text, Title } from '@mantine/core';
import type { SessionAnswer } from '@matlang/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { mayUse, useSession } from '../../api/use-session.ts';
import { firstPageOf } from '../../app/pages.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PASSKEY_TEXTS } from '../../i18n/passkey-texts.ts';
import { Page } from '../../page/page.tsx';
import { PASSKEYS_QUERY } from '../../passkey/passkey-query.ts';
import { RecoverySheetState } from '../recovery-sheet/recovery-sheet-state.tsx';
import { EntranceForm } from '../sign-in/entrance.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';
import classes from './account.module.css';
import { AuthenticatorSetUp } from './authenticator-set-up.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { PinSection } from './pin-section.tsx';
import { SessionList } from './session-list.tsx';

const address = getRouteApi('/account');

/** The page at `/account`. */
export function AccountPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  const navigate = useNavigate();
  const { step } = address.useSearch();
  if (typeof session === 'string') return null;
  const { person } = session;
  // Without accounts there is none of one's own.
  if (person === null)
    return (
      <Page title={t('account')}>
        <Text>{t('openSince')}</Text>
      </Page>
    );
  if (step === 'authenticator')
    return (
      <Page title={t('authenticator')}>
        <section className={classes['section']}>
          {session.secondFactor !== 'shown' && (
            <Text>
              {t(session.secondFactor === 'none' ? 'authenticatorOptional' : 'authenticatorNeeded')}
            </Text>
          )}
          <AuthenticatorSetUp onDone={() => void navigate({ to: firstPageOf(session) })} />
        </section>
        {session.passkeys === 'offered' && (
          <Section title={say(PASSKEY_TEXTS.passkeyInstead)}>
            <PasskeySection onDone={() => void navigate({ to: firstPageOf(session) })} />
          </Section>
        )}
      </Page>
    );
  return (
    <Page title={`${t('account')}: ${person.name}`}>
      <Text>
        {t('userName')}: {person.userName}
      </Text>
      {session.permissions.length === 0 && session.secondFactor !== 'to-set-up' && (
        <Alert color="yellow">{t('nothingYet')}</Alert>
      )}
      <Section title={t('authenticator')}>
        <Authenticator state={session.secondFactor} />
      </Section>
      <Section title={say(PASSKEY_TEXTS.passkeys)}>
        <PasskeySection onDone={() => undefined} />
      </Section>
      <Section title={say(KIOSK_TEXTS.pin)}>
        <PinSection />
      </Section>
      {mayUse(session, 'people.read') && <RecoverySheetState />}
      <Section title={t('sessions')}>
        <SessionList />
      </Section>
      <Section title={t('passwordChange')}>
        <PasswordChange userName={person.userName} />
      </Section>
    </Page>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={classes['section']}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Authenticator({ state }: { readonly state: SessionAnswer['secondFactor'] }): ReactNode {
  const { t } = useSpeech();
  const [settingUp, setSettingUp] = useState(false);
  const there = useQuery(PASSKEYS_QUERY).data?.authenticator ?? state === 'shown';
  if (there && !settingUp) return <Text>{t('authenticatorOn')}</Text>;
  return (
    <>
      {state === 'to-set-up' && <Alert color="yellow">{t('authenticatorNeeded')}</Alert>}
      {state !== 'to-set-up' && !settingUp && <Text>{t('authenticatorOptional')}</Text>}
      {settingUp ? (
        <AuthenticatorSetUp onDone={() => setSettingUp(false)} />
      ) : (
        <Button variant="default" onClick={() => setSettingUp(true)}>
          {t('authenticatorBegin')}
        </Button>
      )}
    </>
  );
}

function PasswordChange({ userName }: { readonly userName: string }): ReactNode {
  const { t } = useSpeech();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const changed = useMutation({
    mutationFn: () => ask('changePassword', { body: { current, password } }),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
    },
  });
  return (
    <div className={classes['form']}>
      <EntranceForm error={changed.error} onSubmit={() => changed.mutate()}>
        {/* For password managers alone: whose password changes. */}
        <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
        <PasswordField
          use="current-password"
          label={t('passwordCurrent')}
          value={current}
          onChange={setCurrent}
        />
        <PasswordField use="new-password" label={t('passwordNew')} value={password} onChange={setPassword} />
        {changed.data !== undefined && (
          <Alert color="green" role="status">
            {t('passwordChanged', { count: changed.data.ended })}
          </Alert>
        )}
        <div>
          <Button type="submit" loading={changed.isPending}>
            {t('passwordChange')}
          </Button>
        </div>
      </EntranceForm>
    </div>
  );
}
