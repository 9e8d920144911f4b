/** Which cameras: ticked in a list that scrolls where there are many. */
import { Checkbox, ScrollArea, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCameras } from '../api/use-cameras.ts';
import { useSpeech } from '../i18n/language.tsx';

/** @param props.note said behind a camera's name */
export function CameraChecks({
  value,
  onChange,
  most,
  note,
}: {
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** More can't be ticked. */
  readonly most: number;
  readonly note?: (cameraId: string) => ReactNode;
}): ReactNode {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  return (
    <Checkbox.Group label={t('cameras')} value={[...value]} onChange={onChange}>
      <ScrollArea.Autosize mah={220} type="auto" mt={4}>
        <Stack gap={6} p={2}>
          {cameras.map(({ id, name }) => (
            <Checkbox
              key={id}
              value={id}
              disabled={!value.includes(id) && value.length >= most}
              label={
                <>
                  {name}
                  {value.includes(id) && note !== undefined && (
                    <Text span size="sm" ms="xs">
                      {note(id)}
                    </Text>
                  )}
                </>
              }
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Checkbox.Group>
  );
}
