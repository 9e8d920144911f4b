/** How far an export is, until it can be fetched; closing it stops nothing. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ExportAnswer } from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask } from '../api/client.ts';
import { useSpeech } from '../i18n/language.tsx';
import { DialogActions } from '../page/page-dialog.tsx';
import { ExportActions } from './export-actions.tsx';
import { ExportState } from './export-state.tsx';
import { GapNote } from './gap-note.tsx';

const LOOK_MS = 700;

/** @param props.begun as it was when it was asked for */
export function ExportFollow({
  begun,
  onClose,
}: {
  readonly begun: ExportAnswer;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const { data: job } = useQuery({
    queryKey: ['export', begun.id],
    queryFn: ({ signal }) => ask('getExport', { params: { id: begun.id }, signal }),
    initialData: begun,
    refetchInterval: ({ state }) => (isMoving(state.data ?? begun) ? LOOK_MS : false),
  });
  return (
    <Stack>
      <ExportState job={job} />
      {job.state === 'preparing' && <Text size="sm">{t('exportGoesOn')}</Text>}
      {job.state === 'cancelled' && <Alert>{t('exportCancelled')}</Alert>}
      <GapNote gaps={job.files.length === 1 ? (job.files[0]?.gaps ?? []) : []} />
      <DialogActions>
        <Group gap="xs" me="auto">
          <ExportActions job={job} />
        </Group>
        <Button variant="subtle" renderRoot={(props) => <Link to="/exports" {...props} />}>
          {t('exportOpenList')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </Stack>
  );
}

/** Whether another look will tell something new. */
export function isMoving(job: ExportAnswer): boolean {
  return job.state === 'preparing' || job.delivery?.state === 'running';
}
