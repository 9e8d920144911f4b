/** Where one is signed in, and how to end that. */
import { Text } from '@mantine/core';
import type { SessionListAnswer } from '@matlang/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import page from '../../page/page.module.css';
import { LoadState } from '../../page/page.tsx';
import { deviceText } from './device-text.ts';

type Session = SessionListAnswer['sessions'][number];

/** This browser first, then by last use. */
export function SessionList(): ReactNode {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => ask('listSessions', { signal }),
  });
  const sorted = (sessions.data?.sessions ?? []).toSorted(
    (left, right) => Number(right.own) - Number(left.own) || right.seenAt - left.seenAt,
  );
  const after = async (ending: Promise<unknown>): Promise<void> => {
    try {
      await ending;
    } finally {
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    }
  };
  return (
    <>
      <LoadState query={sessions} />
      <ul className={page['list']}>
        {sorted.map((session) => (
          <li key={session.id}>
            <SessionCard
              session={session}
              onEnd={() => after(ask('endSession', { params: { id: session.id } }))}
            />
          </li>
        ))}
      </ul>
      {sorted.length > 1 && (
        <ConfirmButton
          label={t('sessionEndOthers')}
          sure={t('sessionEndOthersSure')}
          onConfirm={() => after(ask('endOtherSessions'))}
        />
      )}
    </>
  );
}

function SessionCard({
  session,
  onEnd,
}: {
  readonly session: Session;
  readonly onEnd: () => Promise<unknown>;
}): ReactNode {
  const { t } = useSpeech();
  const { own, device, address, createdAt, seenAt } = session;
  const facts = [
    t('sessionSeen', { time: minuteText(seenAt) }),
    t('sessionSince', { time: minuteText(createdAt) }),
    address === null ? null : t('sessionFrom', { address }),
  ];
  return (
    <article className={page['card']}>
      <div className={page['row']}>
        <div className={page['main']}>
          <div className={page['title']} title={device}>
            {deviceText(device) ?? t('sessionNoDevice')}
            {own && ` (${t('sessionOwn')})`}
          </div>
          <Text size="sm">{facts.filter((fact) => fact !== null).join('; ')}</Text>
        </div>
        {!own && (
          <div className={page['actions']}>
            <ConfirmButton label={t('sessionEnd')} sure={t('sessionEndSure')} onConfirm={onEnd} />
          </div>
        )}
      </div>
    </article>
  );
}
