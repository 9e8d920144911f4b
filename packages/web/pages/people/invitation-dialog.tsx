/** An invitation, shown once: to be printed, or copied for whoever it is for. */
import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import type { NewPersonAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { Printed } from '../account/printed.tsx';
import classes from './people-page.module.css';

/** Over the page, until it is closed: then nobody can see it again. */
export function InvitationDialog({
  answer: { person, invitation, invitationEndsAt },
  onClose,
}: {
  readonly answer: NewPersonAnswer;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const title = t('inviteTitle', { name: person.name });
  const code = invitation ?? '';
  const address = `${location.origin}/invitation`;
  return (
    <PageDialog title={title} size="lg" opened onClose={onClose}>
      <Stack>
        <Alert color="yellow">
          {t('inviteOnce', { time: invitationEndsAt === null ? '' : minuteText(invitationEndsAt) })}
        </Alert>
        {/* Behind the # no server and no log sees it. */}
        <Printed heading={title} copy={`${address}#${code}`}>
          <Code className={classes['code'] ?? ''} data-testid="invitation">
            {code}
          </Code>
          <Text size="sm" className={classes['address'] ?? ''}>
            {t('userName')}: {person.userName}
            <br />
            {t('inviteWhere')}: {address}
          </Text>
        </Printed>
        <DialogActions>
          <Button onClick={onClose}>{t('close')}</Button>
        </DialogActions>
      </Stack>
    </PageDialog>
  );
}
