/** Stands before recorded pictures until a purpose is stated. */
import { Button, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import classes from './purpose.module.css';
import { PurposeDialog } from './purpose-dialog.tsx';
import { usePurpose } from './use-purpose.ts';

/** Asks at once, and again only when somebody presses the button. The children are not there before. */
export function PurposeGate({ children }: { readonly children: ReactNode }): ReactNode {
  const { needed, asking, current } = usePurpose();
  const [opened, setOpened] = useState(true);
  if (opened && current !== null) setOpened(false);
  if (!needed || current !== null) return children;
  if (asking) return <div className={classes['gate']} />;
  return (
    <div className={classes['gate']}>
      <PurposeMissing onState={() => setOpened(true)} />
      <PurposeDialog opened={opened} onClose={() => setOpened(false)} />
    </div>
  );
}

/** Says what is missing. */
export function PurposeMissing({ onState }: { readonly onState: () => void }): ReactNode {
  const { t } = useSpeech();
  return (
    <div className={classes['missing']}>
      <Text>{t('purposeMissing')}</Text>
      <Button onClick={onState}>{t('purposeTitle')}</Button>
    </div>
  );
}
