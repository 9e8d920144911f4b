/** Keeps a span of cameras from deletion: opened by the review page with what is marked there. */
import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/client.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { instantText } from '../i18n/time-text.ts';

/** The span is what is marked on the page, Unix ms with the end excluded; `onClose` comes also when it is placed. */
export interface HoldDialogProps {
  /** Ids of the cameras to hold: one hold each. */
  readonly cameras: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const REVIEW_AFTER_MS = 30 * 86_400_000;

/** Over the page, until it is closed. */
export function HoldDialog({ cameras, fromUnixMs, toUnixMs, opened, onClose }: HoldDialogProps): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const placed = useMutation({
    mutationFn: async () => {
      const span = { from: Math.round(fromUnixMs), to: Math.round(toUnixMs) };
      for (const cameraId of cameras)
        await ask('placeHold', {
          body: { cameraId, ...span, reason, owner, reviewAt: Date.now() + REVIEW_AFTER_MS },
        });
    },
    onSuccess: onClose,
    onSettled: () =>
      Promise.all(['holds', 'timeline'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('holdTitle')} size="lg">
      <Stack>
        <Text>
          {instantText(fromUnixMs)} – {instantText(toUnixMs)}
        </Text>
        <Textarea
          required
          label={t('holdReason')}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          required
          label={t('holdOwner')}
          value={owner}
          maxLength={200}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        {placed.isError && <Alert color="red">{say(errorText(placed.error))}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button
            disabled={reason.trim() === '' || owner.trim() === ''}
            loading={placed.isPending}
            onClick={() => placed.mutate()}
          >
            {t('holdPlace')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
