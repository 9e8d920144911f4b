/** What is shown once: can be printed, alone on its sheet, and copied. */
import { Button, CopyButton, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './account.module.css';

/** @param props.heading on the paper, above the children: on the page it is said elsewhere; null: it stands in them. @param props.copy text for the clipboard; null: it is for paper alone */
export function Printed({
  heading,
  copy,
  children,
}: {
  readonly heading: string | null;
  readonly copy: string | null;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  return (
    <Stack className={classes['printed'] ?? ''}>
      {heading !== null && (
        <div className={classes['paper']}>
          {typeof session === 'string' ? '' : session.siteName}: {heading}
        </div>
      )}
      {children}
      <Group data-no-print="true" gap="xs">
        <Button variant="default" onClick={() => print()}>
          {t('print')}
        </Button>
        {copy !== null && (
          <CopyButton value={copy}>
            {({ copied, copy: doCopy }) => (
              <Button variant="default" onClick={doCopy}>
                {t(copied ? 'copied' : 'copyAll')}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
    </Stack>
  );
}
