/** One disk: how long its room will do, in large letters, and what takes it. */
import { Alert, Text } from '@mantine/core';
import type { StorageAnswer } from '@matlang/contract';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { numberText, sizeText } from '../../i18n/size-text.ts';
import pageClasses from '../../page/page.module.css';
import classes from './storage-page.module.css';

type Volume = StorageAnswer['volumes'][number];

/** What the site calls the volume that it was made with: nobody chose that name. */
const FIRST_VOLUME = 'default';

/** What can't be known is said, never guessed. */
export function VolumeCard({ volume }: { readonly volume: Volume }): ReactNode {
  const { t } = useSpeech();
  const short = volume.roomBytes !== null && volume.neededBytes > volume.roomBytes;
  return (
    <article className={pageClasses['card']} data-alert={short || volume.state !== 'ready'}>
      <div className={pageClasses['title']}>
        {volume.id === FIRST_VOLUME ? t('storageOnlyVolume') : t('storageVolume', { id: volume.id })}
      </div>
      <Text size="sm" className={classes['path'] ?? ''}>
        {volume.path}
      </Text>
      {volume.state === 'ready' ? (
        <Forecast volume={volume} short={short} />
      ) : (
        <Alert color="orange" mt="xs">
          {t(volume.state === 'missing' ? 'storageMissing' : 'storageUnreadable')}
        </Alert>
      )}
      <Use volume={volume} />
    </article>
  );
}

function Forecast({ volume, short }: { readonly volume: Volume; readonly short: boolean }): ReactNode {
  const { t, language } = useSpeech();
  const { lastsDays, neededBytes, roomBytes } = volume;
  if (lastsDays === null || roomBytes === null) return <Text my="xs">{t('storageUnknown')}</Text>;
  const values = { needed: sizeText(neededBytes, language), room: sizeText(roomBytes, language) };
  return (
    <>
      <p className={classes['lasts']}>
        {lastsDays < 1
          ? t('storageLastsHours')
          : t('storageLasts', { days: numberText(Math.floor(lastsDays), language) })}
      </p>
      <Text size="sm">
        {short ? (
          <IconAlertTriangle size={15} aria-hidden="true" className={classes['sign'] ?? ''} />
        ) : (
          <IconCheck size={15} aria-hidden="true" className={classes['sign'] ?? ''} />
        )}{' '}
        {t(short ? 'storageShort' : 'storageEnough', values)}
      </Text>
    </>
  );
}

interface Share {
  readonly name: 'held' | 'archive' | 'other' | 'free';
  readonly bytes: number;
  readonly text: string;
}

/** The disk as a bar, with a legend that says the same in words. */
function Use({ volume }: { readonly volume: Volume }): ReactNode {
  const { t, language } = useSpeech();
  const { totalBytes, freeBytes, archiveBytes, heldBytes, floorBytes } = volume;
  if (totalBytes === null || freeBytes === null || archiveBytes === null) return null;
  const held = Math.min(heldBytes, archiveBytes);
  const size = (bytes: number) => ({ size: sizeText(bytes, language) });
  const other = Math.max(0, totalBytes - freeBytes - archiveBytes);
  const shares: readonly Share[] = [
    { name: 'held', bytes: held, text: t('storageHeld', size(held)) },
    { name: 'archive', bytes: archiveBytes - held, text: t('storageArchive', size(archiveBytes - held)) },
    { name: 'other', bytes: other, text: t('storageOther', size(other)) },
    { name: 'free', bytes: freeBytes, text: t('storageFree', size(freeBytes)) },
  ];
  return (
    <div className={classes['use']}>
      <Bar shares={shares} totalBytes={totalBytes} />
      <ul className={classes['legend']}>
        {shares.map(({ name, text }) => (
          <li key={name} data-share={name}>
            {text}
          </li>
        ))}
        <li>{t('storageOf', size(totalBytes))}</li>
      </ul>
      {floorBytes !== null && <Text size="sm">{t('storageFloor', size(floorBytes))}</Text>}
    </div>
  );
}

function Bar({
  shares,
  totalBytes,
}: {
  readonly shares: readonly Share[];
  readonly totalBytes: number;
}): ReactNode {
  let at = 0;
  const placed = shares.map((share) => {
    const width = (100 * share.bytes) / Math.max(1, totalBytes);
    at += width;
    return { ...share, x: at - width, width };
  });
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" className={classes['bar']} aria-hidden="true">
      {placed.map(({ name, x, width }) => (
        <rect key={name} x={x} y={0} width={width} height={4} data-share={name} />
      ))}
    </svg>
  );
}
