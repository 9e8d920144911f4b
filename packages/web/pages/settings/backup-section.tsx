/** The backups: how they are, one now, and where they go. */
import { Alert, Button, Progress, Text, Title } from '@mantine/core';
import type { BackupAnswer } from '@matlang/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { BACKUP_QUERY } from '../../api/use-backups.ts';
import { BACKUP_WARNING_KEYS } from '../../i18n/backup-warning.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import { instantText, minuteText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import { BackupForm } from './backup-form.tsx';
import classes from './settings-page.module.css';

/** A part of the settings. */
export function BackupSection(): ReactNode {
  const { t } = useSpeech();
  const backups = useQuery(BACKUP_QUERY);
  return (
    <section className={classes['section']} id="backups">
      <Title order={2} size="h3">
        {t('backups')}
      </Title>
      <Text size="sm">{t('backupsWhat')}</Text>
      <LoadState query={backups} />
      {backups.data !== undefined && (
        <>
          <BackupsNow backups={backups.data} />
          <BackupForm backups={backups.data} />
        </>
      )}
    </section>
  );
}

function BackupsNow({ backups }: { readonly backups: BackupAnswer }): ReactNode {
  const { t, language } = useSpeech();
  const { good, sameDisk, running, settings, hasPassphrase } = backups;
  return (
    <>
      <Warning backups={backups} />
      {sameDisk === true && <Alert color="yellow">{t('backupSameDisk')}</Alert>}
      <div>
        <Text size="sm">
          <b>{t('backupGood')}:</b>{' '}
          {good === null
            ? t('backupNone')
            : t('backupGoodAt', { time: instantText(good.at), size: sizeText(good.sizeBytes, language) })}
        </Text>
        {good !== null && (
          <Text size="sm" className={classes['code'] ?? ''}>
            <b>{t('backupFile')}:</b> {good.file}
          </Text>
        )}
        <Text size="sm">
          <b>{t('backupNext')}:</b> <NextOne next={backups.next} />
        </Text>
      </div>
      {running !== null && <Running running={running} />}
      {settings.directory !== null && hasPassphrase && <MakeNow busy={running !== null} />}
    </>
  );
}

function Warning({ backups: { warning, failure } }: { readonly backups: BackupAnswer }): ReactNode {
  const { t, say } = useSpeech();
  if (warning === null) return null;
  return (
    <Alert color={warning === 'failed' ? 'red' : 'orange'} role="alert">
      {t(BACKUP_WARNING_KEYS[warning])}
      {failure !== null && (
        <>
          {' '}
          {t('backupFailedAt', { time: instantText(failure.at) })}: {say(failure.message)}
        </>
      )}
    </Alert>
  );
}

function NextOne({ next }: { readonly next: number | null }): ReactNode {
  const { t } = useSpeech();
  if (next === null) return t('backupNextNone');
  return next <= Date.now() ? t('backupNextSoon') : minuteText(next);
}

const PHASE_KEYS = {
  snapshot: 'backupSnapshot',
  writing: 'backupWriting',
  checking: 'backupChecking',
} as const;

function Running({ running }: { readonly running: NonNullable<BackupAnswer['running']> }): ReactNode {
  const { t, language } = useSpeech();
  const { phase, doneBytes, totalBytes } = running;
  const text = t(PHASE_KEYS[phase], {
    done: sizeText(doneBytes, language),
    total: sizeText(totalBytes ?? 0, language),
  });
  const share = totalBytes === null || totalBytes === 0 ? 0 : doneBytes / totalBytes;
  return (
    <div role="status">
      <Text size="sm">{text}</Text>
      <Progress aria-label={text} value={Math.max(4, 100 * share)} animated />
    </div>
  );
}

function MakeNow({ busy }: { readonly busy: boolean }): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const made = useMutation({
    mutationFn: () => ask('makeBackup', { body: {} }),
    onSuccess: (answer) => queries.setQueryData(BACKUP_QUERY.queryKey, answer),
  });
  return (
    <div>
      <Button variant="default" loading={busy || made.isPending} onClick={() => made.mutate()}>
        {t('backupNow')}
      </Button>
      {made.isError && (
        <Alert color="red" role="alert" mt="xs">
          {say(errorText(made.error))}
        </Alert>
      )}
    </div>
  );
}
