/** One export's state in a sign and words, with its progress where it moves. */
import { Badge, Progress, Stack, Text } from '@mantine/core';
import type { ExportAnswer } from '@matlang/contract';
import { IconAlertTriangle, IconBan, IconCheck, IconClockOff, IconLoader } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSiteNow } from '../app/use-site-now.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { TextKey } from '../i18n/texts.ts';
import { durationText, instantText } from '../i18n/time-text.ts';

const STATES = {
  preparing: { text: 'exportPreparing', color: 'blue', Icon: IconLoader },
  ready: { text: 'exportReady', color: 'village', Icon: IconCheck },
  cancelled: { text: 'exportCancelled', color: 'gray', Icon: IconBan },
  expired: { text: 'exportExpired', color: 'gray', Icon: IconClockOff },
  failed: { text: 'exportFailed', color: 'red', Icon: IconAlertTriangle },
} as const satisfies Record<ExportAnswer['state'], { text: TextKey; color: string; Icon: typeof IconCheck }>;

/** With what was fetched of it since the server's start. */
export function ExportState({ job }: { readonly job: ExportAnswer }): ReactNode {
  const { t, say } = useSpeech();
  const { text, color, Icon } = STATES[job.state];
  return (
    <Stack gap={4} role="status">
      <div>
        <Badge
          color={color}
          variant="light"
          size="lg"
          tt="none"
          autoContrast
          leftSection={<Icon size={14} />}
        >
          {t(text)}
        </Badge>
      </div>
      {job.state === 'ready' && (
        <Text size="sm">{t('exportUntil', { time: instantText(job.expiresAt) })}</Text>
      )}
      {job.progress !== null && <Preparing {...job.progress} />}
      {job.failure !== null && <Text size="sm">{say(job.failure)}</Text>}
      {job.state === 'ready' && job.delivery !== null && <Delivery {...job.delivery} />}
    </Stack>
  );
}

function Preparing({ camerasDone, cameras }: NonNullable<ExportAnswer['progress']>): ReactNode {
  const { t } = useSpeech();
  const text = t('exportPreparingCount', { done: camerasDone, count: cameras });
  return (
    <>
      <Text size="sm">{text}</Text>
      {/* Never empty: what is under way must look so. */}
      <Progress aria-label={text} value={Math.max(4, (100 * camerasDone) / cameras)} animated />
    </>
  );
}

function Delivery({
  state,
  sentBytes,
  totalBytes,
  startedAt,
}: NonNullable<ExportAnswer['delivery']>): ReactNode {
  const { t } = useSpeech();
  const now = useSiteNow();
  if (state === 'done') return <Text size="sm">{t('exportFetched')}</Text>;
  if (state === 'broken') return <Text size="sm">{t('exportFetchBroken')}</Text>;
  if (now === null) return null;
  const share = totalBytes === 0 ? 1 : sentBytes / totalBytes;
  const leftMs = share === 0 ? 0 : ((now() - startedAt) * (1 - share)) / share;
  const left = t(...durationText(Math.max(1000, leftMs)));
  const text = t('exportFetching', { percent: Math.floor(share * 100), left });
  return (
    <>
      <Text size="sm">{text}</Text>
      <Progress aria-label={text} value={share * 100} />
    </>
  );
}
