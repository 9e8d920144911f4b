/** Makes this browser a shared screen: the code is typed, or stands behind the `#` of the address, which no server and no log is told. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useEnter, useSession } from '../../api/use-session.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Entrance, EntranceForm, useFirstField } from '../sign-in/entrance.tsx';

/** As the server writes them: signs in groups. */
const CODE = /^#([0-9A-Za-z-]{4,100})$/;

/** Within the frame of the other pages. */
export function Pairing(): ReactNode {
  const { say } = useSpeech();
  const session = useSession();
  const [code, setCode] = useState(() => CODE.exec(location.hash)?.[1] ?? '');
  const first = useFirstField();
  const enter = useEnter();
  const navigate = useNavigate();
  // It stays in no history of the browser.
  useEffect(() => {
    if (location.hash !== '') void navigate({ to: '/kiosk', hash: '', replace: true });
  }, [navigate]);
  const paired = useMutation({
    mutationFn: () => ask('pairKiosk', { body: { code } }),
    onSuccess: enter,
  });
  return (
    <Entrance title={say(KIOSK_TEXTS.pairing)} site={typeof session === 'string' ? '' : session.siteName}>
      <Text>{say(KIOSK_TEXTS.pairingWhat)}</Text>
      <EntranceForm error={paired.error} onSubmit={() => paired.mutate()}>
        <TextInput
          ref={first}
          required
          size="lg"
          label={say(KIOSK_TEXTS.pairingCode)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" size="lg" loading={paired.isPending}>
            {say(KIOSK_TEXTS.pairingDo)}
          </Button>
        </Group>
      </EntranceForm>
    </Entrance>
  );
}
