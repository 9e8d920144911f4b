/** An invitation: its code is typed, or stands behind the `#` of the address, which no server and no log is told. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useEnter, useSession } from '../../api/use-session.ts';
import { firstPageOf } from '../../app/pages.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Entrance, EntranceForm, OtherEntrance, useFirstField } from '../sign-in/entrance.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';

/** As the server writes them: signs in groups. */
const CODE = /^#([0-9A-Za-z-]{4,200})$/;

/** The page at `/invitation`. */
export function InvitationPage(): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  return (
    <Entrance title={t('invitation')} site={typeof session === 'string' ? '' : session.siteName}>
      <Text>{t('invitationWhat')}</Text>
      <InvitationForm />
      <OtherEntrance to="/sign-in">{t('signIn')}</OtherEntrance>
    </Entrance>
  );
}

function InvitationForm(): ReactNode {
  const { t } = useSpeech();
  const [invitation, setInvitation] = useState(() => CODE.exec(location.hash)?.[1] ?? '');
  const [password, setPassword] = useState('');
  const first = useFirstField();
  const enter = useEnter();
  const navigate = useNavigate();
  // It stays in no history of the browser.
  useEffect(() => {
    if (location.hash !== '') void navigate({ to: '/invitation', hash: '', replace: true });
  }, [navigate]);
  const taken = useMutation({
    mutationFn: () => ask('acceptInvitation', { body: { invitation, password } }),
    onSuccess: async (session) => {
      enter(session);
      await (session.secondFactor === 'to-set-up'
        ? navigate({ to: '/account', search: { step: 'authenticator' } })
        : navigate({ to: firstPageOf(session) }));
    },
  });
  return (
    <EntranceForm error={taken.error} onSubmit={() => taken.mutate()}>
      <TextInput
        ref={first}
        required
        label={t('invitationCode')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={200}
        value={invitation}
        onChange={(event) => setInvitation(event.currentTarget.value)}
      />
      <PasswordField use="new-password" label={t('passwordNew')} value={password} onChange={setPassword} />
      <Group justify="flex-end">
        <Button type="submit" loading={taken.isPending}>
          {t('invitationDo')}
        </Button>
      </Group>
    </EntranceForm>
  );
}
