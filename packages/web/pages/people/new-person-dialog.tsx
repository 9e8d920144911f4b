/** Adds a person; the invitation comes with the answer. */
import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import type { NewPersonAnswer } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { useAfterChange } from './people-queries.ts';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onAdded: (answer: NewPersonAnswer) => void;
}

/** Over the page, until it is closed. */
export function NewPersonDialog(props: DialogProps): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog title={t('personAdd')} size="lg" opened={props.opened} onClose={props.onClose}>
      <NewPersonForm {...props} />
    </PageDialog>
  );
}

function NewPersonForm({ onClose, onAdded }: DialogProps): ReactNode {
  const { t, say } = useSpeech();
  const after = useAfterChange();
  const [typed, setTyped] = useState({ userName: '', name: '', position: '' });
  const added = useMutation({
    mutationFn: () => after(ask('addPerson', { body: typed })),
    onSuccess: onAdded,
  });
  const field = (key: keyof typeof typed) => ({
    value: typed[key],
    maxLength: 200,
    autoComplete: 'off',
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) =>
      setTyped((now) => ({ ...now, [key]: value })),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        added.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{t('personAddWhat')}</Text>
        <TextInput {...field('name')} required data-autofocus label={t('personName')} />
        <TextInput {...field('position')} label={t('personPosition')} />
        <TextInput
          {...field('userName')}
          required
          label={t('userName')}
          description={t('userNameHint')}
          autoCapitalize="none"
          spellCheck={false}
        />
        <DialogActions>
          {added.isError && <Alert color="red">{say(errorText(added.error))}</Alert>}
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" loading={added.isPending}>
            {t('personAdd')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
