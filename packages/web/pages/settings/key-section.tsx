/** Another key in the place of the site's key. */
import { Alert, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ConfirmButton } from '../../page/confirm-button.tsx';

/** What it is, and its button. */
export function KeySection(): ReactNode {
  const { t } = useSpeech();
  const rotated = useMutation({ mutationFn: () => ask('rotateSiteKey', { body: {} }) });
  return (
    <>
      <Text>{t('keyWhat')}</Text>
      {rotated.data !== undefined && (
        <Alert color="green" role="status">
          {t('keyRotated', { cameras: rotated.data.cameras, factors: rotated.data.secondFactors })}
        </Alert>
      )}
      <div>
        <ConfirmButton
          label={t('keyRotate')}
          sure={t('keyRotateSure')}
          onConfirm={() => rotated.mutateAsync()}
        />
      </div>
    </>
  );
}
