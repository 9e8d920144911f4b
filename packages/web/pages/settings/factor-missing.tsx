/** Said where the server refuses everything until the administrator has a second factor. */
import { Alert, Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';

/** Nothing where there is one. */
export function FactorMissing(): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  if (typeof session === 'string' || session.secondFactor !== 'to-set-up') return null;
  return (
    <Alert color="yellow">
      {t('authenticatorNeeded')}{' '}
      <Anchor
        inherit
        underline="always"
        c="inherit"
        renderRoot={(props) => <Link to="/account" search={{ step: 'authenticator' }} {...props} />}
      >
        {t('authenticatorBegin')}
      </Anchor>
    </Alert>
  );
}
