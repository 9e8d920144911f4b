/** The recovery sheet: whether there is one, and a new one to print. */

import { Alert, Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { CAMERAS_QUERY } from '../../api/use-cameras.ts';
import { mayUse, useSession } from '../../api/use-session.ts';
import { firstPageOf } from '../../app/pages.ts';
import { actorText } from '../../i18n/actor-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import { LoadState, Page } from '../../page/page.tsx';
import { useProof } from '../../passkey/use-proof.tsx';
import { Printed } from '../account/printed.tsx';
import { PrintedSheet } from './printed-sheet.tsx';
import classes from './recovery-sheet.module.css';
import { RECOVERY_SHEET_QUERY } from './recovery-sheet-query.ts';

/** The page at `/recovery-sheet`. */
export function RecoverySheetPage(): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const { proved, dialog } = useProof();
  const state = useQuery(RECOVERY_SHEET_QUERY);
  const isNew = useQuery(CAMERAS_QUERY).data?.cameras.length === 0 && mayUse(session, 'settings.manage');
  const made = useMutation({
    mutationFn: () => proved(() => ask('makeRecoverySheet')),
    onSettled: () => queries.invalidateQueries({ queryKey: RECOVERY_SHEET_QUERY.queryKey }),
  });
  if (made.data !== undefined)
    return (
      <Page title={t('recoverySheet')}>
        <section className={classes['section']}>
          <Alert color="yellow" role="status">
            {say(RECOVERY_TEXTS.recoverySheetOnce)}
          </Alert>
          <Printed heading={null} copy={null}>
            <PrintedSheet sheet={made.data} />
          </Printed>
          <Button onClick={() => void navigate({ to: isNew ? '/first-steps' : firstPageOf(session) })}>
            {say(RECOVERY_TEXTS.recoverySheetKept)}
          </Button>
        </section>
      </Page>
    );
  const sheet = state.data?.sheet ?? null;
  return (
    <Page title={t('recoverySheet')}>
      <section className={classes['section']}>
        <Text>{say(RECOVERY_TEXTS.recoverySheetWhat)}</Text>
        <LoadState query={state} />
        {state.data !== undefined &&
          (sheet === null ? (
            <>
              <Alert color="yellow">{say(RECOVERY_TEXTS.recoverySheetNone)}</Alert>
              {made.isError && <Alert color="red">{say(errorText(made.error))}</Alert>}
              <Button loading={made.isPending} onClick={() => made.mutate()}>
                {say(RECOVERY_TEXTS.recoverySheetMake)}
              </Button>
            </>
          ) : (
            <>
              <Text>
                {say(RECOVERY_TEXTS.recoverySheetThere, {
                  time: minuteText(sheet.createdAt),
                  who: actorText(sheet.createdBy, t),
                })}
              </Text>
              <ConfirmButton
                label={say(RECOVERY_TEXTS.recoverySheetRenew)}
                sure={say(RECOVERY_TEXTS.recoverySheetRenewSure)}
                onConfirm={() => made.mutateAsync()}
              />
            </>
          ))}
        {dialog}
      </section>
    </Page>
  );
}
