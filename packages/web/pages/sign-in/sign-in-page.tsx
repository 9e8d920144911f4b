/** Signing in: user name and password, then the code of the authenticator where one was set up, then the page that was wanted. */

import { Alert, Button, Divider, Group, Stack, TextInput } from '@mantine/core';
import type { SessionAnswer } from '@matlang/contract';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ask, RefusedError } from '../../api/client.ts';
import { useEnter, useSession } from '../../api/use-session.ts';
import { firstPageOf } from '../../app/pages.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PASSKEY_TEXTS } from '../../i18n/passkey-texts.ts';
import { knowsPasskeys, showPasskey } from '../../passkey/browser-passkeys.ts';
import { Entrance, EntranceForm, OtherEntrance, useFirstField } from './entrance.tsx';
import { PasswordField } from './password-field.tsx';

const address = getRouteApi('/sign-in');

/** The page at `/sign-in`. */
export function SignInPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  const { to } = address.useSearch();
  const { history } = useRouter();
  /** Why the password has to be typed again. */
  const [over, setOver] = useState<Error | null>(null);
  const enter = useEnter();
  const state = typeof session === 'string' ? 'signed-out' : session.state;
  const target = to ?? firstPageOf(session);
  const inside = state === 'signed-in' || state === 'open';
  useEffect(() => {
    if (inside) history.replace(target);
  }, [inside, target, history]);
  if (inside) return null;
  const enterAnew = (answer: SessionAnswer): void => {
    setOver(null);
    enter(answer);
  };
  return (
    <Entrance title={t('signIn')} site={typeof session === 'string' ? '' : session.siteName}>
      {state === 'second-factor' ? (
        <CodeStep onEntered={enterAnew} onOver={setOver} />
      ) : (
        <PasswordStep before={over} onEntered={enterAnew} />
      )}
      {state === 'signed-out' && (
        <OtherEntrance to="/recovery">{say(PASSKEY_TEXTS.signInLost)}</OtherEntrance>
      )}
    </Entrance>
  );
}

function PasswordStep({
  before,
  onEntered,
}: {
  readonly before: Error | null;
  readonly onEntered: (session: SessionAnswer) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const first = useFirstField();
  const tried = useMutation({
    mutationFn: () => ask('signIn', { body: { userName, password } }),
    onSuccess: onEntered,
  });
  return (
    <>
      <PasskeyStep wanted="sign-in" label={say(PASSKEY_TEXTS.passkeySignIn)} onEntered={onEntered} />
      <EntranceForm error={tried.isIdle ? before : tried.error} onSubmit={() => tried.mutate()}>
        <TextInput
          ref={first}
          required
          label={t('userName')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          value={userName}
          onChange={(event) => setUserName(event.currentTarget.value)}
        />
        <PasswordField use="current-password" label={t('password')} value={password} onChange={setPassword} />
        <Group justify="space-between">
          <OtherEntrance to="/invitation">{t('signInInvited')}</OtherEntrance>
          <Button type="submit" loading={tried.isPending}>
            {t('signIn')}
          </Button>
        </Group>
      </EntranceForm>
    </>
  );
}

function CodeStep({
  onEntered,
  onOver,
}: {
  readonly onEntered: (session: SessionAnswer) => void;
  readonly onOver: (why: Error) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const [code, setCode] = useState('');
  const first = useFirstField();
  const enter = useEnter();
  const back = useMutation({ mutationFn: () => ask('signOut'), onSuccess: enter });
  const whenOver = (error: Error): void => {
    if (!(error instanceof RefusedError && error.answer.code === 'sign-in-over')) return;
    onOver(error);
    back.mutate();
  };
  const tried = useMutation({
    mutationFn: () => ask('confirmSignIn', { body: { code } }),
    onSuccess: onEntered,
    onError: (error) => {
      first.current?.select();
      whenOver(error);
    },
  });
  return (
    <>
      <PasskeyStep
        wanted="second-factor"
        label={say(PASSKEY_TEXTS.passkeyGoOn)}
        onEntered={onEntered}
        onError={whenOver}
      />
      <EntranceForm error={tried.error ?? back.error} onSubmit={() => tried.mutate()}>
        <TextInput
          ref={first}
          required
          label={t('code')}
          description={t('codeHint')}
          name="one-time-code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
            {t('signInBack')}
          </Button>
          <Button type="submit" loading={tried.isPending}>
            {t('goOn')}
          </Button>
        </Group>
      </EntranceForm>
    </>
  );
}

/** Nothing where the site, or the browser, offers none; below it the way by what is typed. */
function PasskeyStep({
  wanted,
  label,
  onEntered,
  onError,
}: {
  readonly wanted: 'sign-in' | 'second-factor';
  readonly label: string;
  readonly onEntered: (session: SessionAnswer) => void;
  readonly onError?: (error: Error) => void;
}): ReactNode {
  const { say } = useSpeech();
  const session = useSession();
  const shown = useMutation({
    mutationFn: async () => {
      const passkey = await showPasskey(wanted);
      return await ask('signInByPasskey', { body: { passkey } });
    },
    onSuccess: onEntered,
    ...(onError === undefined ? {} : { onError }),
  });
  if (typeof session === 'string' || session.passkeys !== 'offered' || !knowsPasskeys()) return null;
  return (
    <Stack>
      {shown.isError && (
        <Alert color="red" role="alert">
          {say(errorText(shown.error))}
        </Alert>
      )}
      <Button
        leftSection={<IconFingerprint size={18} />}
        loading={shown.isPending}
        onClick={() => shown.mutate()}
      >
        {label}
      </Button>
      <Divider label={say(PASSKEY_TEXTS.passkeyOr)} />
    </Stack>
  );
}
