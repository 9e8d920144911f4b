/** One line of whether there is a recovery sheet: for pages of which it is not the matter. */

import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mayUse, useSession } from '../../api/use-session.ts';
import { actorText } from '../../i18n/actor-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { RECOVERY_SHEET_QUERY } from './recovery-sheet-query.ts';

/** With the way to a new one, for who may make it; nothing before the answer is there. */
export function RecoverySheetState(): ReactNode {
  const { t, say } = useSpeech();
  const manages = mayUse(useSession(), 'people.manage');
  const { data } = useQuery(RECOVERY_SHEET_QUERY);
  if (data === undefined) return null;
  const link = manages && (
    <Anchor
      inherit
      underline="always"
      c="inherit"
      renderRoot={(props) => <Link to="/recovery-sheet" {...props} />}
    >
      {t('recoverySheet')}
    </Anchor>
  );
  const { sheet } = data;
  if (sheet === null)
    return (
      <Alert color="yellow">
        {say(RECOVERY_TEXTS.recoverySheetNone)} {link}
      </Alert>
    );
  const { createdAt, createdBy } = sheet;
  return (
    <Text size="sm">
      {say(RECOVERY_TEXTS.recoverySheetThere, { time: minuteText(createdAt), who: actorText(createdBy, t) })}{' '}
      {link}
    </Text>
  );
}
