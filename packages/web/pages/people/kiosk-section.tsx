/** The shared screens of the site: which there are, whether they are in use, and what an administrator does about them. */
import { Alert, Button, Group, Text, Title } from '@mantine/core';
import type { KioskAnswer, NewKioskAnswer } from '@matlang/contract';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import page from '../../page/page.module.css';
import { LoadState } from '../../page/page.tsx';
import { KioskCodeDialog } from './kiosk-code-dialog.tsx';
import { KIOSKS_QUERY, useAfterKioskChange } from './kiosk-queries.ts';
import { NewKioskDialog } from './new-kiosk-dialog.tsx';

/** @param props.manages may the reader change anything? */
export function KioskSection({ manages }: { readonly manages: boolean }): ReactNode {
  const { say } = useSpeech();
  const kiosks = useQuery(KIOSKS_QUERY);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewKioskAnswer | null>(null);
  const all = kiosks.data?.kiosks ?? [];
  const revoked = all.filter(({ state }) => state === 'revoked');
  return (
    <section aria-labelledby="kiosks" className={page['list']}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4" id="kiosks">
          {say(KIOSK_TEXTS.kiosks)}
        </Title>
        {manages && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {say(KIOSK_TEXTS.add)}
          </Button>
        )}
      </Group>
      <Text size="sm">{say(KIOSK_TEXTS.what)}</Text>
      <LoadState query={kiosks} />
      {kiosks.data !== undefined && all.length === revoked.length && (
        <Text size="sm">{say(KIOSK_TEXTS.none)}</Text>
      )}
      <KioskList kiosks={all.filter(({ state }) => state !== 'revoked')} manages={manages} />
      {revoked.length > 0 && (
        <details>
          <summary className={page['summary']}>
            {say(KIOSK_TEXTS.revokedOnes, { count: revoked.length })}
          </summary>
          <KioskList kiosks={revoked} manages={false} />
        </details>
      )}
      <NewKioskDialog
        opened={adding}
        onClose={() => setAdding(false)}
        onAdded={(answer) => {
          setAdding(false);
          setAdded(answer);
        }}
      />
      {added !== null && <KioskCodeDialog answer={added} onClose={() => setAdded(null)} />}
    </section>
  );
}

function KioskList({
  kiosks,
  manages,
}: {
  readonly kiosks: readonly KioskAnswer[];
  readonly manages: boolean;
}): ReactNode {
  return (
    <ul className={page['list']}>
      {kiosks.map((kiosk) => (
        <li key={kiosk.id}>
          <KioskCard kiosk={kiosk} manages={manages} />
        </li>
      ))}
    </ul>
  );
}

const STATES = {
  waiting: KIOSK_TEXTS.waiting,
  'code-over': KIOSK_TEXTS.codeOver,
  paired: KIOSK_TEXTS.paired,
  revoked: KIOSK_TEXTS.revoked,
} as const;

function KioskCard({
  kiosk,
  manages,
}: {
  readonly kiosk: KioskAnswer;
  readonly manages: boolean;
}): ReactNode {
  const { say } = useSpeech();
  const after = useAfterKioskChange();
  const { id, name, cameras, state, seenAt, address, createdBy, createdAt } = kiosk;
  const { unlockedBy, pinsWaitUntil } = kiosk;
  const facts = [
    cameras === null ? say(KIOSK_TEXTS.showsAll) : say(KIOSK_TEXTS.showsCount, { count: cameras.length }),
    seenAt === null ? null : say(KIOSK_TEXTS.seen, { time: minuteText(seenAt), address: address ?? '?' }),
    say(KIOSK_TEXTS.by, { name: createdBy, time: minuteText(createdAt) }),
  ];
  return (
    <article className={page['card']} data-alert={pinsWaitUntil !== null}>
      <div className={page['row']}>
        <div className={page['main']}>
          <div className={page['title']}>
            {name}: {say(STATES[state])}
          </div>
          <div className={page['facts']}>{facts.filter((fact) => fact !== null).join('\n')}</div>
          {unlockedBy !== null && (
            <Text size="sm" fw={600}>
              {say(KIOSK_TEXTS.unlockedBy, { name: unlockedBy })}
            </Text>
          )}
          {pinsWaitUntil !== null && (
            <Alert color="yellow" p="xs">
              {say(KIOSK_TEXTS.pinsWait, { time: minuteText(pinsWaitUntil) })}
            </Alert>
          )}
        </div>
        {manages && (
          <div className={page['actions']}>
            <ConfirmButton
              label={say(KIOSK_TEXTS.revoke)}
              sure={say(KIOSK_TEXTS.revokeSure)}
              onConfirm={() => after(ask('revokeKiosk', { params: { id } }))}
            />
          </div>
        )}
      </div>
    </article>
  );
}
