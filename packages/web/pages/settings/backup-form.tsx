/** Where the backups go, under which passphrase, and whether the site makes them by itself. */
import { Alert, Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import type { BackupAnswer } from '@matlang/contract';
import { LEAST_PASSPHRASE_CHARACTERS } from '@matlang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { BACKUP_QUERY } from '../../api/use-backups.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './settings-page.module.css';

interface Typed {
  readonly isDaily: boolean;
  readonly directory: string;
  readonly passphrase: string;
}

/** @param props.backups as the server has it when the form is opened */
export function BackupForm({ backups }: { readonly backups: BackupAnswer }): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const { settings, hasPassphrase, keptDays, keptWeeks } = backups;
  const [typed, setTyped] = useState<Typed>(() => ({
    // Who comes for the first time comes to switch it on.
    isDaily: settings.every === 'day' || settings.directory === null,
    directory: settings.directory ?? '',
    passphrase: '',
  }));
  const saved = useMutation({
    mutationFn: () =>
      ask('changeBackups', {
        body: {
          every: typed.isDaily ? 'day' : 'never',
          directory: typed.directory.trim() || null,
          ...(typed.passphrase === '' ? {} : { passphrase: typed.passphrase }),
        },
      }),
    onSuccess: (answer) => {
      queries.setQueryData(BACKUP_QUERY.queryKey, answer);
      setTyped((now) => ({ ...now, passphrase: '' }));
    },
  });
  const change = (part: Partial<Typed>): void => {
    saved.reset();
    setTyped((now) => ({ ...now, ...part }));
  };
  const least = LEAST_PASSPHRASE_CHARACTERS;
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      <Checkbox
        checked={typed.isDaily}
        onChange={(event) => change({ isDaily: event.currentTarget.checked })}
        label={t('backupEveryDay')}
        description={t('backupEveryDayWhat', { days: keptDays, weeks: keptWeeks })}
      />
      <TextInput
        required={typed.isDaily}
        label={t('backupDirectory')}
        description={t('backupDirectoryWhat')}
        value={typed.directory}
        maxLength={1024}
        spellCheck={false}
        onChange={(event) => change({ directory: event.currentTarget.value })}
      />
      <PasswordInput
        required={!hasPassphrase && typed.directory.trim() !== ''}
        label={t('backupPassphrase')}
        description={t(hasPassphrase ? 'backupPassphraseKept' : 'backupPassphraseWhat', { least })}
        value={typed.passphrase}
        minLength={least}
        maxLength={1024}
        autoComplete="new-password"
        onChange={(event) => change({ passphrase: event.currentTarget.value })}
      />
      {saved.isError && (
        <Alert color="red" role="alert">
          {say(errorText(saved.error))}
        </Alert>
      )}
      {saved.isSuccess && (
        <Alert color="green" role="status">
          {t('backupSaved')}
        </Alert>
      )}
      <div>
        <Button type="submit" loading={saved.isPending}>
          {t('backupSave')}
        </Button>
      </div>
    </form>
  );
}
