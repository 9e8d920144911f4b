/** The pairing code of a shared screen, shown once: to be typed there, or scanned. */
import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import type { NewKioskAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { QrCode } from '../account/qr-code.tsx';
import classes from './people-page.module.css';

/** Over the page, until it is closed: then nobody can see it again. */
export function KioskCodeDialog({
  answer: { kiosk, code },
  onClose,
}: {
  readonly answer: NewKioskAnswer;
  readonly onClose: () => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const address = `${location.origin}/kiosk`;
  return (
    <PageDialog title={say(KIOSK_TEXTS.codeTitle, { name: kiosk.name })} size="lg" opened onClose={onClose}>
      <Stack>
        <Alert color="yellow">{say(KIOSK_TEXTS.codeOnce, { time: minuteText(kiosk.codeEndsAt) })}</Alert>
        <Text fw={600} className={classes['address'] ?? ''}>
          {address}
        </Text>
        <Code className={classes['code'] ?? ''} data-testid="kiosk-code">
          {code}
        </Code>
        {/* Behind the # no server and no log sees it. */}
        <QrCode text={`${address}#${code}`} label={say(KIOSK_TEXTS.codeScan)} />
        <DialogActions>
          <Button onClick={onClose}>{t('close')}</Button>
        </DialogActions>
      </Stack>
    </PageDialog>
  );
}
