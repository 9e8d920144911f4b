/** Where the room goes: disks with a forecast, cameras with what a day takes, and what is deleted next. */
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import { clockText } from '../../i18n/time-text.ts';
import { Empty, LoadState, Page } from '../../page/page.tsx';
import { CameraTable } from './camera-table.tsx';
import classes from './storage-page.module.css';
import { VolumeCard } from './volume-card.tsx';

/** The server measures once a minute at most, sooner only after a hold was placed or lifted: its figures are old for seconds then. */
const LOOK_AGAIN_MS = 5000;

/** The page at `/storage`. */
export function StoragePage(): ReactNode {
  const { t, language } = useSpeech();
  const storage = useQuery({
    queryKey: ['storage'],
    queryFn: ({ signal }) => ask('getStorage', { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const { data } = storage;
  const dueBytes = data?.cameras.reduce((sum, camera) => sum + camera.dueBytes, 0) ?? 0;
  // A camera's figures come with its first closed segment; what lies on the disk before is something all the same.
  const empty =
    data?.cameras.every(({ bytes, bytesPerDay }) => bytes === 0 && bytesPerDay === null) === true &&
    data.volumes.every(({ archiveBytes }) => (archiveBytes ?? 0) === 0);
  return (
    <Page
      title={t('storage')}
      actions={
        data !== undefined && (
          <Text size="sm">{t('storageMeasured', { time: clockText(data.measuredAt) })}</Text>
        )
      }
    >
      <LoadState query={storage} />
      {data !== undefined && (
        <>
          <ul className={classes['volumes']}>
            {data.volumes.map((volume) => (
              <li key={volume.id}>
                <VolumeCard volume={volume} />
              </li>
            ))}
          </ul>
          {empty ? (
            <Empty>{t('storageEmpty')}</Empty>
          ) : (
            <section>
              <Title order={2} size="h4">
                {t('storageCameras')}
              </Title>
              <Text size="sm" mb="xs">
                {dueBytes === 0
                  ? t('storageDueNothing')
                  : t('storageDue', { size: sizeText(dueBytes, language) })}
              </Text>
              <CameraTable cameras={data.cameras} />
            </section>
          )}
        </>
      )}
    </Page>
  );
}
