/** In place of a page that its reader may not see: the server would refuse each of its questions. */
import { Button, Text } from '@mantine/core';
import { API_ERRORS } from '@matlang/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../api/use-session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../page/page.tsx';
import { firstPageOf } from './pages.ts';

/** With the server's own sentence. */
export function RefusedPage(): ReactNode {
  const { t, say } = useSpeech();
  const session = useSession();
  return (
    <Page title={t('refused')}>
      <Text>{say(API_ERRORS['not-permitted'])}</Text>
      <div>
        <Button renderRoot={(props) => <Link to={firstPageOf(session)} {...props} />}>
          {t('refusedBack')}
        </Button>
      </div>
    </Page>
  );
}
