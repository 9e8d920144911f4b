/** Coming in by the recovery sheet: an administrator's user name, the code on the paper, a new password; then a new authenticator. */

import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useEnter, useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { Entrance, EntranceForm, OtherEntrance, useFirstField } from '../sign-in/entrance.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';

/** The page at `/recovery`. */
export function RecoveryPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  return (
    <Entrance title={t('recover')} site={typeof session === 'string' ? '' : session.siteName}>
      <Text>{say(RECOVERY_TEXTS.recoverWhat)}</Text>
      <RecoveryForm />
      <OtherEntrance to="/sign-in">{t('signIn')}</OtherEntrance>
    </Entrance>
  );
}

function RecoveryForm(): ReactNode {
  const { t, say } = useSpeech();
  const [userName, setUserName] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const first = useFirstField();
  const enter = useEnter();
  const navigate = useNavigate();
  const recovered = useMutation({
    mutationFn: () => ask('recover', { body: { userName, code, password } }),
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/account', search: { step: 'authenticator' } });
    },
  });
  return (
    <EntranceForm error={recovered.error} onSubmit={() => recovered.mutate()}>
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
      <TextInput
        required
        label={say(RECOVERY_TEXTS.recoverCode)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={200}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <PasswordField use="new-password" label={t('passwordNew')} value={password} onChange={setPassword} />
      <Group justify="flex-end">
        <Button type="submit" loading={recovered.isPending}>
          {say(RECOVERY_TEXTS.recoverDo)}
        </Button>
      </Group>
    </EntranceForm>
  );
}
