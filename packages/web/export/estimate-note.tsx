/** Size, time, and what plays the files. */
import { Alert, Stack, Text } from '@mantine/core';
import type { ExportEstimateAnswer } from '@matlang/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { sizeText } from '../i18n/size-text.ts';
import { durationText } from '../i18n/time-text.ts';

/** Less is said as a second. */
const LEAST_TOLD_MS = 1000;

/** Nothing until something was asked. */
export function EstimateNote({
  estimate,
}: {
  readonly estimate: UseQueryResult<ExportEstimateAnswer>;
}): ReactNode {
  const { t, say, language } = useSpeech();
  if (estimate.isError) return <Alert color="red">{say(errorText(estimate.error))}</Alert>;
  const { data } = estimate;
  if (data === undefined) return null;
  if (data.totalBytes === 0) return <Alert color="orange">{t('exportNothingAtAll')}</Alert>;
  const time = (ms: number): string => t(...durationText(Math.max(LEAST_TOLD_MS, ms)));
  const codecs = data.cameras.map(({ codec }) => codec ?? '');
  return (
    <Stack gap={2} aria-live="polite">
      <Text fw={600}>
        {t('exportEstimate', {
          size: sizeText(data.totalBytes, language),
          prepare: time(data.prepareMs),
          send: time(data.sendMs),
        })}
      </Text>
      <Text size="sm">
        {t('exportOriginal')} {codecs.some((codec) => codec.startsWith('avc')) && t('exportPlaysH264')}{' '}
        {codecs.some((codec) => /^h(?:vc|ev)1/.test(codec)) && t('exportPlaysH265')}
      </Text>
    </Stack>
  );
}
