/** What can be done with an export: fetch it, give it up. */
import { Button, Group } from '@mantine/core';
import type { ExportAnswer } from '@matlang/contract';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../api/client.ts';
import { useSpeech } from '../i18n/language.tsx';
import { sizeText } from '../i18n/size-text.ts';
import { ConfirmButton } from '../page/confirm-button.tsx';

/** Nothing for one that is over. */
export function ExportActions({ job }: { readonly job: ExportAnswer }): ReactNode {
  const { t, language } = useSpeech();
  const queries = useQueryClient();
  if (job.state !== 'ready' && job.state !== 'preparing') return null;
  const [only] = job.files;
  const size = sizeText(job.totalBytes, language);
  // The answer tells the browser to keep a file; the page stays, and looks how far it is.
  const look = (): void => {
    setTimeout(() => {
      for (const queryKey of [['exports'], ['export', job.id]]) void queries.invalidateQueries({ queryKey });
    }, 300);
  };
  const cancel = async (): Promise<void> => {
    try {
      await ask('cancelExport', { params: { id: job.id } });
    } finally {
      for (const queryKey of [['exports'], ['export', job.id]]) void queries.invalidateQueries({ queryKey });
    }
  };
  return (
    <Group gap="xs">
      {job.state === 'ready' && only !== undefined && (
        <Button
          component="a"
          href={job.files.length === 1 ? only.url : job.zip.url}
          download
          leftSection={<IconDownload size={16} />}
          onClick={look}
        >
          {job.files.length === 1 ? t('exportDownload', { size }) : t('exportDownloadZip', { size })}
        </Button>
      )}
      <ConfirmButton label={t('exportCancel')} sure={t('exportCancelSure')} onConfirm={cancel} />
    </Group>
  );
}
