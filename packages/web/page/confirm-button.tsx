/** A button that asks once more, and says what will be lost. */
import { Alert, Button, Group, Popover, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';

/** @param props.sure what will be lost, as a question */
export function ConfirmButton({
  label,
  sure,
  onConfirm,
}: {
  readonly label: string;
  readonly sure: string;
  /** What it throws is shown. */
  readonly onConfirm: () => Promise<unknown>;
}): ReactNode {
  const { t, say } = useSpeech();
  const [asking, setAsking] = useState(false);
  const done = useMutation({ mutationFn: onConfirm, onSuccess: () => setAsking(false) });
  return (
    <Popover opened={asking} onChange={setAsking} trapFocus width={300} withArrow withRoles>
      <Popover.Target>
        <Button variant="default" onClick={() => setAsking(true)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="xs">
          <Text size="sm">{sure}</Text>
          {done.isError && <Alert color="red">{say(errorText(done.error))}</Alert>}
          <Group justify="flex-end" gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
              {t('keepIt')}
            </Button>
            <Button size="compact-sm" color="red" loading={done.isPending} onClick={() => done.mutate()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
