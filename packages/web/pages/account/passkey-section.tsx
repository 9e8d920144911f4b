/** One's own passkeys: which there are, a new one, and why there can be none where the page was opened. */

import { Alert, Button, Text, TextInput } from '@mantine/core';
import { API_ERRORS, type PasskeyListAnswer } from '@matlang/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { SESSION_QUERY, useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PASSKEY_TEXTS } from '../../i18n/passkey-texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import page from '../../page/page.module.css';
import { LoadState } from '../../page/page.tsx';
import { knowsPasskeys, makePasskey } from '../../passkey/browser-passkeys.ts';
import { PASSKEYS_QUERY } from '../../passkey/passkey-query.ts';
import { useProof } from '../../passkey/use-proof.tsx';
import { EntranceForm } from '../sign-in/entrance.tsx';
import classes from './account.module.css';
import { deviceText } from './device-text.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

type Passkey = PasskeyListAnswer['passkeys'][number];

/** @param props.onDone one was added, and its recovery codes, if any, were kept */
export function PasskeySection({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const { proved, dialog } = useProof();
  const passkeys = useQuery(PASSKEYS_QUERY);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>([]);
  const added = useMutation({
    mutationFn: (name: string) =>
      proved(async () => await ask('addPasskey', { body: { name, passkey: await makePasskey() } })),
    onSuccess: async (answer) => {
      // With the first one the role gives what waited for it.
      await queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
      void queries.invalidateQueries({ queryKey: PASSKEYS_QUERY.queryKey });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      if (answer.recoveryCodes.length === 0) onDone();
      else setRecoveryCodes(answer.recoveryCodes);
    },
  });
  const removed = async (id: string): Promise<void> => {
    const list = await proved(() => ask('removePasskey', { params: { id } }));
    queries.setQueryData(PASSKEYS_QUERY.queryKey, list);
  };
  if (recoveryCodes.length > 0)
    return (
      <RecoveryCodes
        codes={recoveryCodes}
        onDone={() => {
          setRecoveryCodes([]);
          onDone();
        }}
      />
    );
  return (
    <>
      <Text>{say(PASSKEY_TEXTS.passkeyWhat)}</Text>
      <LoadState query={passkeys} />
      {passkeys.data?.passkeys.length === 0 && <Text>{say(PASSKEY_TEXTS.passkeyNone)}</Text>}
      <ul className={page['list']} aria-label={say(PASSKEY_TEXTS.passkeys)}>
        {passkeys.data?.passkeys.map((passkey) => (
          <li key={passkey.id}>
            <PasskeyCard passkey={passkey} onRemove={() => removed(passkey.id)} />
          </li>
        ))}
      </ul>
      {added.data !== undefined && (
        <Alert color="green" role="status">
          {say(PASSKEY_TEXTS.passkeyAdded, { name: added.data.passkey.name })}
        </Alert>
      )}
      <NewPasskey error={added.error} pending={added.isPending} onAdd={added.mutate} />
      {dialog}
    </>
  );
}

function PasskeyCard({
  passkey: { name, host, createdAt, usedAt },
  onRemove,
}: {
  readonly passkey: Passkey;
  readonly onRemove: () => Promise<unknown>;
}): ReactNode {
  const { say } = useSpeech();
  const facts = [
    usedAt === null
      ? say(PASSKEY_TEXTS.passkeyUnused)
      : say(PASSKEY_TEXTS.passkeyUsed, { time: minuteText(usedAt) }),
    say(PASSKEY_TEXTS.passkeySince, { time: minuteText(createdAt) }),
    host === location.hostname ? null : say(PASSKEY_TEXTS.passkeyHost, { host }),
  ];
  return (
    <article className={page['card']}>
      <div className={page['row']}>
        <div className={page['main']}>
          <div className={page['title']}>{name}</div>
          <Text size="sm">{facts.filter((fact) => fact !== null).join('; ')}</Text>
        </div>
        <div className={page['actions']}>
          <ConfirmButton
            label={say(PASSKEY_TEXTS.passkeyRemove)}
            sure={say(PASSKEY_TEXTS.passkeyRemoveSure)}
            onConfirm={onRemove}
          />
        </div>
      </div>
    </article>
  );
}

function NewPasskey({
  error,
  pending,
  onAdd,
}: {
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onAdd: (name: string) => void;
}): ReactNode {
  const { say } = useSpeech();
  const session = useSession();
  const [name, setName] = useState(() => deviceText(navigator.userAgent) ?? '');
  const offered = typeof session === 'string' ? 'offered' : session.passkeys;
  if (offered === 'needs-https' || offered === 'needs-name')
    return <Alert color="gray">{say(API_ERRORS[`passkey-${offered}`])}</Alert>;
  if (!knowsPasskeys()) return <Alert color="gray">{say(PASSKEY_TEXTS.passkeyUnable)}</Alert>;
  return (
    <div className={classes['form']}>
      <EntranceForm error={error} onSubmit={() => onAdd(name)}>
        <TextInput
          required
          label={say(PASSKEY_TEXTS.passkeyName)}
          description={say(PASSKEY_TEXTS.passkeyNameHint)}
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={pending}>
            {say(PASSKEY_TEXTS.passkeyAdd)}
          </Button>
        </div>
      </EntranceForm>
    </div>
  );
}
