/** One's own PIN for shared screens: whether there is one, and a new one. */
import { Alert, Button, Group, PasswordInput, Text } from '@mantine/core';
import type { PinStateAnswer } from '@matlang/contract';
import { MAX_PIN_DIGITS } from '@matlang/domain';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import { LoadState } from '../../page/page.tsx';
import { useProof } from '../../passkey/use-proof.tsx';
import { EntranceForm } from '../sign-in/entrance.tsx';
import classes from './account.module.css';

const PIN_QUERY = queryOptions({
  queryKey: ['pin'],
  queryFn: ({ signal }) => ask('getPin', { signal }),
});

/** Of whoever is signed in. */
export function PinSection(): ReactNode {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const { proved, dialog } = useProof();
  const state = useQuery(PIN_QUERY);
  const [pin, setPin] = useState('');
  const kept = (answer: PinStateAnswer): void => void queries.setQueryData(PIN_QUERY.queryKey, answer);
  const set = useMutation({
    mutationFn: () => proved(() => ask('setPin', { body: { pin } })),
    onSuccess: (answer) => {
      kept(answer);
      setPin('');
    },
  });
  const removed = async (): Promise<void> => {
    kept(await ask('removePin'));
    set.reset();
  };
  const { data } = state;
  return (
    <>
      <Text>{say(KIOSK_TEXTS.pinWhat)}</Text>
      <LoadState query={state} />
      {data !== undefined && (
        <Text>
          {data.changedAt === null
            ? say(KIOSK_TEXTS.pinNone)
            : say(KIOSK_TEXTS.pinSince, { time: minuteText(data.changedAt) })}
        </Text>
      )}
      {data?.locked === true && <Alert color="yellow">{say(KIOSK_TEXTS.pinLocked)}</Alert>}
      <div className={classes['form']}>
        <EntranceForm error={set.error} onSubmit={() => set.mutate()}>
          <PasswordInput
            required
            label={say(KIOSK_TEXTS.pinNew)}
            inputMode="numeric"
            // No password manager keeps it: it is typed at another machine.
            autoComplete="off"
            maxLength={MAX_PIN_DIGITS}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
          />
          {set.isSuccess && (
            <Alert color="green" role="status">
              {say(KIOSK_TEXTS.pinDone)}
            </Alert>
          )}
          <Group gap="xs">
            <Button type="submit" variant="default" loading={set.isPending}>
              {say(KIOSK_TEXTS.pinSet)}
            </Button>
            {data !== undefined && data.changedAt !== null && (
              <ConfirmButton
                label={say(KIOSK_TEXTS.pinRemove)}
                sure={say(KIOSK_TEXTS.pinRemoveSure)}
                onConfirm={removed}
              />
            )}
          </Group>
        </EntranceForm>
      </div>
      {dialog}
    </>
  );
}
