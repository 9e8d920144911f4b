/** Asks for a span of cameras as files: opened by the review page with what is marked there. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/client.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { instantText } from '../i18n/time-text.ts';

/** The span is what is marked on the page, Unix ms with the end excluded; the user may not change it here. */
export interface ExportDialogProps {
  /** Ids of the cameras that are ticked at first. */
  readonly cameras: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Over the page, until it is closed. */
export function ExportDialog({
  cameras,
  fromUnixMs,
  toUnixMs,
  opened,
  onClose,
}: ExportDialogProps): ReactNode {
  const { t, say } = useSpeech();
  const [purpose, setPurpose] = useState('');
  const made = useMutation({
    mutationFn: () =>
      ask('createExport', {
        body: {
          cameras: [...cameras],
          from: Math.round(fromUnixMs),
          to: Math.round(toUnixMs),
          purpose: purpose.trim() === '' ? 'unstated' : purpose.trim(),
        },
      }),
    onSuccess: ({ zip }) => location.assign(zip.url),
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('exportTitle')} size="lg">
      <Stack>
        <Text>
          {instantText(fromUnixMs)} – {instantText(toUnixMs)}
        </Text>
        <TextInput
          label={t('exportPurpose')}
          description={t('exportPurposeHint')}
          value={purpose}
          maxLength={200}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        {made.isError && <Alert color="red">{say(errorText(made.error))}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button loading={made.isPending} onClick={() => made.mutate()}>
            {t('exportStart')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
