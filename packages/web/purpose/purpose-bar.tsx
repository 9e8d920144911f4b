/** The open purpose, in the frame of pages that show recordings: what it is, until when, another one, or its end. */

import { Alert, Button } from '@mantine/core';
import { purposeText } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { clockText } from '../i18n/time-text.ts';
import classes from './purpose.module.css';
import { PurposeDialog } from './purpose-dialog.tsx';
import { usePurpose, usePurposeActions, usePurposeWatch } from './use-purpose.ts';

/** Nothing while nobody has an account, or nothing was stated. */
export function PurposeBar(): ReactNode {
  const { t, say } = useSpeech();
  const { current } = usePurpose();
  usePurposeWatch();
  const { end } = usePurposeActions();
  const [changing, setChanging] = useState(false);
  const ended = useMutation({ mutationFn: end });
  if (current === null) return null;
  return (
    <section className={classes['bar']} aria-label={t('purpose')}>
      <span className={classes['words']}>
        <span className={classes['label']}>{t('purpose')}: </span>
        <strong>{say(purposeText(current))}</strong>
      </span>
      <span className={classes['until']}>
        {t('purposeUntil', { time: clockText(current.until).slice(0, 5) })}
      </span>
      <span className={classes['buttons']}>
        <Button size="compact-sm" variant="subtle" onClick={() => setChanging(true)}>
          {t('purposeChange')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          loading={ended.isPending}
          onClick={() => ended.mutate(current)}
        >
          {t('purposeEnd')}
        </Button>
      </span>
      {ended.isError && <Alert color="red">{say(errorText(ended.error))}</Alert>}
      <PurposeDialog opened={changing} onClose={() => setChanging(false)} />
    </section>
  );
}
