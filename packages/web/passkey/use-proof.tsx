/** For what the server does only for who has just shown who they are: asks for it in a dialog, then does it. */

import { Button, Group, Stack, Text } from '@mantine/core';
import type { Proof } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask, RefusedError } from '../api/client.ts';
import { useSession } from '../api/use-session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { PASSKEY_TEXTS } from '../i18n/passkey-texts.ts';
import { DialogActions, PageDialog } from '../page/page-dialog.tsx';
import { EntranceForm } from '../pages/sign-in/entrance.tsx';
import { PasswordField } from '../pages/sign-in/password-field.tsx';
import { knowsPasskeys, showPasskey } from './browser-passkeys.ts';

interface Asking {
  readonly proved: () => void;
  readonly cancelled: () => void;
}

/** What a page does with it. */
export interface ProofAsker {
  /** Does the work; where the server wants to know first who it is, once more behind the dialog. @throws what the work throws */
  readonly proved: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** To be put into the page. */
  readonly dialog: ReactNode;
}

/** One for a page. */
export function useProof(): ProofAsker {
  const { say } = useSpeech();
  const [asking, setAsking] = useState<Asking | null>(null);
  const proved = async <Result,>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RefusedError && error.answer.code === 'proof-needed')) throw error;
      await new Promise<void>((resolve, reject) => {
        setAsking({ proved: resolve, cancelled: () => reject(error) });
      });
      return await work();
    }
  };
  const end = (how: keyof Asking): void => {
    asking?.[how]();
    setAsking(null);
  };
  const dialog = (
    <PageDialog
      title={say(PASSKEY_TEXTS.prove)}
      size="lg"
      isAboveAll
      opened={asking !== null}
      onClose={() => end('cancelled')}
    >
      <ProofForm onProved={() => end('proved')} onCancel={() => end('cancelled')} />
    </PageDialog>
  );
  return { proved, dialog };
}

function ProofForm({
  onProved,
  onCancel,
}: {
  readonly onProved: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  const [password, setPassword] = useState('');
  const shown = useMutation({
    mutationFn: async (by: 'password' | 'passkey') => {
      const body: Proof = by === 'password' ? { password } : { passkey: await showPasskey('proof') };
      return await ask('proveAgain', { body });
    },
    onSuccess: onProved,
  });
  const own = typeof session === 'string' ? null : session;
  const byPasskey = own?.passkeys === 'offered' && own.secondFactor === 'shown' && knowsPasskeys();
  return (
    <EntranceForm error={shown.error} onSubmit={() => shown.mutate('password')}>
      <Stack>
        <Text size="sm">{say(PASSKEY_TEXTS.proveWhat)}</Text>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={own?.person?.userName}
          readOnly
          hidden
        />
        <PasswordField use="current-password" label={t('password')} value={password} onChange={setPassword} />
        <DialogActions>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onCancel}>
              {t('cancel')}
            </Button>
            {byPasskey && (
              <Button variant="default" onClick={() => shown.mutate('passkey')}>
                {say(PASSKEY_TEXTS.passkeyGoOn)}
              </Button>
            )}
            <Button type="submit" loading={shown.isPending}>
              {say(PASSKEY_TEXTS.proveDo)}
            </Button>
          </Group>
        </DialogActions>
      </Stack>
    </EntranceForm>
  );
}
