/** Another key in the place of the site's key. */

import { Alert, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useSettingSpeech } from '../../i18n/setting-speech.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';

/** What it is, and its button. */
export function KeySection(): ReactNode {
  const { s } = useSettingSpeech();
  const rotated = useMutation({ mutationFn: () => ask('rotateSiteKey', { body: {} }) });
  return (
    <>
      <Text>{s('keyWhat')}</Text>
      {rotated.data !== undefined && (
        <Alert color="green" role="status">
          {s('keyRotated', { cameras: rotated.data.cameras, factors: rotated.data.secondFactors })}
        </Alert>
      )}
      <div>
        <ConfirmButton
          label={s('keyRotate')}
          sure={s('keyRotateSure')}
          onConfirm={() => rotated.mutateAsync()}
        />
      </div>
    </>
  );
}
