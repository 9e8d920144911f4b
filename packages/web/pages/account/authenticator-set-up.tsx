/** Setting up an authenticator: its key, its first code, and the recovery codes, which are shown once. */
import { Alert, Anchor, Button, Code, Group, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { SESSION_QUERY } from '../../api/use-session.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PASSKEYS_QUERY } from '../../passkey/passkey-query.ts';
import { useProof } from '../../passkey/use-proof.tsx';
import { EntranceForm, useFirstField } from '../sign-in/entrance.tsx';
import classes from './account.module.css';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Letters that are typed into a phone are read in fours. */
const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

/** @param props.onDone the recovery codes were kept */
export function AuthenticatorSetUp({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const { proved, dialog } = useProof();
  const proposed = useMutation({ mutationFn: () => proved(() => ask('proposeSecondFactor')) });
  const confirmed = useMutation({
    mutationFn: (code: string) => ask('confirmSecondFactor', { body: { code } }),
    // What the role gives only with an authenticator is there from now on.
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: PASSKEYS_QUERY.queryKey });
      await queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
    },
  });
  if (confirmed.data !== undefined)
    return <RecoveryCodes codes={confirmed.data.recoveryCodes} onDone={onDone} />;
  if (proposed.data === undefined)
    return (
      <>
        {proposed.isError && <Alert color="red">{say(errorText(proposed.error))}</Alert>}
        <Button loading={proposed.isPending} onClick={() => proposed.mutate()}>
          {t('authenticatorBegin')}
        </Button>
        {dialog}
      </>
    );
  const { secret, uri } = proposed.data;
  return (
    <>
      <Text>{t('authenticatorStep')}</Text>
      <QrCode text={uri} label={t('authenticatorQr')} />
      <div>
        <Text size="sm">{t('authenticatorKey')}</Text>
        <Code className={classes['key'] ?? ''} data-testid="authenticator-key">
          {inFours(secret)}
        </Code>
      </div>
      <Anchor href={uri}>{t('authenticatorLink')}</Anchor>
      <FirstCode error={confirmed.error} pending={confirmed.isPending} onCode={confirmed.mutate} />
    </>
  );
}

function FirstCode({
  error,
  pending,
  onCode,
}: {
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onCode: (code: string) => void;
}): ReactNode {
  const { t } = useSpeech();
  const [code, setCode] = useState('');
  const first = useFirstField();
  return (
    <div className={classes['form']}>
      <EntranceForm error={error} onSubmit={() => onCode(code)}>
        <TextInput
          ref={first}
          required
          label={t('authenticatorFirst')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={pending}>
            {t('authenticatorDo')}
          </Button>
        </Group>
      </EntranceForm>
    </div>
  );
}
