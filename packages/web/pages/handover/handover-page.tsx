/** Handing over the administrator's duty, step by step: what happens, to whom, once more who one is, and the record to sign. */

import { Alert, Button, NativeSelect, Text } from '@mantine/core';
import type { HandoverRecord, PersonAnswer } from '@matlang/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { mayUse, SESSION_QUERY, useSession } from '../../api/use-session.ts';
import { firstPageOf } from '../../app/pages.ts';
import { RefusedPage } from '../../app/refused-page.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import { LoadState, Page } from '../../page/page.tsx';
import { useProof } from '../../passkey/use-proof.tsx';
import { Printed } from '../account/printed.tsx';
import { PEOPLE_QUERY } from '../people/people-queries.ts';
import paper from '../recovery-sheet/recovery-sheet.module.css';
import { PrintedRecord } from './printed-record.tsx';

/** The page at `/hand-over`. Its reader may no longer see it behind the last step, but for the record. */
export function HandoverPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  const navigate = useNavigate();
  const [record, setRecord] = useState<HandoverRecord | null>(null);
  if (record === null && !mayUse(session, 'people.manage')) return <RefusedPage />;
  return (
    <Page title={t('handOver')}>
      <section className={paper['section']}>
        {record === null ? (
          <Steps onDone={setRecord} />
        ) : (
          <>
            <Alert color="green" role="status">
              {say(RECOVERY_TEXTS.handOverDone)}
            </Alert>
            <Printed heading={null} copy={null}>
              <PrintedRecord record={record} />
            </Printed>
            <Button onClick={() => void navigate({ to: firstPageOf(session) })}>{t('goOn')}</Button>
          </>
        )}
      </section>
    </Page>
  );
}

function Steps({ onDone }: { readonly onDone: (record: HandoverRecord) => void }): ReactNode {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const session = useSession();
  const people = useQuery(PEOPLE_QUERY);
  const { proved, dialog } = useProof();
  const [personId, setPersonId] = useState('');
  const own = typeof session === 'string' ? null : session.person;
  const ready = (people.data?.people ?? []).filter((person) => isReady(person) && person.id !== own?.id);
  const chosen = ready.find(({ id }) => id === personId);
  const handOver = async (): Promise<void> => {
    onDone(await proved(() => ask('handOver', { body: { personId } })));
    await queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
  };
  return (
    <>
      <Text>{say(RECOVERY_TEXTS.handOverWhat)}</Text>
      <LoadState query={people} />
      {people.data !== undefined && ready.length === 0 && (
        <Alert color="yellow">{say(RECOVERY_TEXTS.handOverNobody)}</Alert>
      )}
      {ready.length > 0 && (
        <NativeSelect
          label={say(RECOVERY_TEXTS.handOverTo)}
          value={personId}
          data={[
            { value: '', label: say(RECOVERY_TEXTS.handOverChoose) },
            ...ready.map(({ id, name, userName }) => ({ value: id, label: `${name} (${userName})` })),
          ]}
          onChange={(event) => setPersonId(event.currentTarget.value)}
        />
      )}
      {chosen !== undefined && (
        <ConfirmButton
          key={chosen.id}
          label={say(RECOVERY_TEXTS.handOverDo)}
          sure={say(RECOVERY_TEXTS.handOverSure, { name: chosen.name })}
          onConfirm={handOver}
        />
      )}
      {dialog}
    </>
  );
}

/** Could begin at once. */
const isReady = ({ joined, secondFactor, endedAt }: PersonAnswer): boolean =>
  joined && secondFactor && endedAt === null;
