/** The keys, and what pointers do on the time line. */
import { Kbd, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { PageDialog } from '../../page/page-dialog.tsx';

const KEYS: readonly { readonly keys: readonly string[]; readonly text: TextKey }[] = [
  { keys: ['Space'], text: 'keySpace' },
  { keys: ['J', 'K', 'L'], text: 'keyJkl' },
  { keys: [',', '.'], text: 'keyFrames' },
  { keys: ['←', '→'], text: 'keyArrows' },
  { keys: ['N', 'P'], text: 'keyGaps' },
  { keys: ['Shift N', 'Shift P'], text: 'keyFootage' },
  { keys: ['I', 'O', 'X'], text: 'keyMarks' },
  { keys: ['+', '−'], text: 'keyZoom' },
  { keys: ['PgUp', 'PgDn'], text: 'keyPages' },
  { keys: ['?'], text: 'keyHelp' },
];

/** Over the page, until it is closed. */
export function KeysHelp({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog opened={opened} onClose={onClose} title={t('keysTitle')} size="lg">
      <Table withRowBorders={false}>
        <Table.Tbody>
          {KEYS.map(({ keys, text }) => (
            <Table.Tr key={text}>
              <Table.Td w={150}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4} display="inline-block" style={{ whiteSpace: 'nowrap' }}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(text)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">
        {t('pointerHelp')}
      </Text>
      <Text size="sm" c="dimmed" mt="sm">
        {t('pictureHelp')}
      </Text>
    </PageDialog>
  );
}
