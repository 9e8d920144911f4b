/** Recovery codes, shown once: for the day the phone is gone. */

import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mayUse, useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { RECOVERY_SHEET_QUERY } from '../recovery-sheet/recovery-sheet-query.ts';
import classes from './account.module.css';
import { Printed } from './printed.tsx';

/** An administrator is led on to the sheet for the safe where there is none. @param props.onDone the codes were kept */
export function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const navigate = useNavigate();
  const session = useSession();
  const manages = typeof session !== 'string' && mayUse(session, 'people.manage');
  const sheet = useQuery({ ...RECOVERY_SHEET_QUERY, enabled: manages });
  const sheetMissing = manages && sheet.data?.sheet === null;
  return (
    <>
      <Alert color="yellow" role="status">
        <Text fw={600}>{t('recovery')}</Text>
        {t('recoveryWhat')}
      </Alert>
      <Printed heading={t('recovery')} copy={codes.join('\n')}>
        <ul className={classes['codes']} aria-label={t('recovery')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </Printed>
      {sheetMissing && <Text>{say(RECOVERY_TEXTS.recoverySheetNextWhat)}</Text>}
      <Group gap="xs">
        <Button variant={sheetMissing ? 'default' : 'filled'} onClick={onDone}>
          {t('recoveryKept')}
        </Button>
        {sheetMissing && (
          <Button onClick={() => void navigate({ to: '/recovery-sheet' })}>
            {say(RECOVERY_TEXTS.recoverySheetNext)}
          </Button>
        )}
      </Group>
    </>
  );
}
