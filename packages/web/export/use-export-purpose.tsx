/** The purpose of an export: the open one is taken over, and may be said in other words; where nobody has an account it is typed. */

import { Alert, Button, Group, TextInput } from '@mantine/core';
import { purposeText } from '@matlang/contract';
import { type ReactNode, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { PurposeDialog } from '../purpose/purpose-dialog.tsx';
import { usePurpose } from '../purpose/use-purpose.ts';

/** As the server. */
const MOST_CHARACTERS = 200;

/** Of the form. */
export interface ExportPurpose {
  readonly field: ReactNode;
  /** For the question. */
  readonly body: { readonly purpose?: string; readonly purposeId?: string };
  /** Whether an export may be asked for. */
  readonly stated: boolean;
}

/** Follows the open purpose until somebody types. */
export function useExportPurpose(): ExportPurpose {
  const { t, say } = useSpeech();
  const { needed, current } = usePurpose();
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const words = current === null ? '' : say(purposeText(current));
  const value = typed ?? words;
  const isOwn = value.trim() !== words;
  const isMissing = needed && current === null;
  return {
    field: isMissing ? (
      <Alert color="blue">
        <Group justify="space-between">
          {t('purposeForExport')}
          <Button onClick={() => setAsking(true)}>{t('purposeTitle')}</Button>
        </Group>
        <PurposeDialog opened={asking} onClose={() => setAsking(false)} />
      </Alert>
    ) : (
      <TextInput
        required
        label={t('exportPurpose')}
        description={t('exportPurposeHint')}
        value={value}
        maxLength={MOST_CHARACTERS}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    ),
    body: {
      ...(isOwn ? { purpose: value.trim() } : {}),
      ...(current === null ? {} : { purposeId: current.id }),
    },
    stated: value.trim() !== '' && !isMissing,
  };
}
