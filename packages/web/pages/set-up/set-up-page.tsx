/** The first administrator: by the code in the terminal, then straight on to the authenticator. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { API_ERRORS } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useEnter, useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Entrance, EntranceForm, OtherEntrance, useFirstField } from '../sign-in/entrance.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';

/** The page at `/set-up`. */
export function SetUpPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  // Whoever was just made the administrator, too.
  if (typeof session !== 'string' && session.state === 'signed-in')
    return (
      <Navigate
        to="/account"
        search={session.secondFactor === 'to-set-up' ? { step: 'authenticator' } : {}}
        replace
      />
    );
  const already = typeof session !== 'string' && session.state !== 'open';
  return (
    <Entrance title={t('setUp')} site={typeof session === 'string' ? '' : session.siteName}>
      {already ? (
        <>
          <Text>{say(API_ERRORS['set-up-already'])}</Text>
          <OtherEntrance to="/sign-in">{t('signIn')}</OtherEntrance>
        </>
      ) : (
        <>
          <Text>{t('setUpWhat')}</Text>
          <SetUpForm />
        </>
      )}
    </Entrance>
  );
}

function SetUpForm(): ReactNode {
  const { t } = useSpeech();
  const [typed, setTyped] = useState({ code: '', userName: '', name: '' });
  const [password, setPassword] = useState('');
  const first = useFirstField();
  const enter = useEnter();
  const made = useMutation({
    mutationFn: () => ask('setUpSite', { body: { ...typed, password } }),
    onSuccess: enter,
  });
  const field = (key: keyof typeof typed) => ({
    required: true,
    maxLength: 200,
    value: typed[key],
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) =>
      setTyped((now) => ({ ...now, [key]: value })),
  });
  return (
    <EntranceForm error={made.error} onSubmit={() => made.mutate()}>
      <TextInput
        {...field('code')}
        ref={first}
        label={t('setUpCode')}
        description={t('setUpCodeHint')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <TextInput
        {...field('userName')}
        label={t('userName')}
        description={t('userNameHint')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput {...field('name')} label={t('personName')} name="name" autoComplete="name" />
      <PasswordField use="new-password" label={t('password')} value={password} onChange={setPassword} />
      <Group justify="flex-end">
        <Button type="submit" loading={made.isPending}>
          {t('setUpDo')}
        </Button>
      </Group>
    </EntranceForm>
  );
}
