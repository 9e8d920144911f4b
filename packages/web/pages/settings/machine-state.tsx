/** Whether the machine is fit to record: its clock, who puts it right, and the room on its disks. */
import { VOLUME_STATE_TEXTS, type VolumeStatus } from '@matlang/contract';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { type SettingKey, type SettingSpeech, useSettingSpeech } from '../../i18n/setting-speech.ts';
import { sizeText } from '../../i18n/size-text.ts';
import { instantText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import classes from './settings-page.module.css';
import { MACHINE_QUERY } from './site-query.ts';

/** Nobody reads a clock closer, and an answer takes a moment. */
const CLOCK_TOLERANCE_MS = 2000;
const LEAST_DATA_BYTES = 2e9;
/** Nine cameras at 2 Mbit/s, as a commune has them. */
const BYTES_PER_DAY = (9 * 2e6 * 86_400) / 8;
/** Less than a week is gone before somebody asks for it. */
const LEAST_DAYS = 7;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

const SYNC_TEXTS = {
  synchronized: 'machineSyncSynchronized',
  waiting: 'machineSyncWaiting',
  off: 'machineSyncOff',
  unknown: 'machineSyncUnknown',
} as const satisfies Readonly<Record<string, SettingKey>>;

type Finding = 'good' | 'bad' | 'unknown';

/** Asks again by itself: what was put right meanwhile is seen. */
export function MachineState(): ReactNode {
  const { s, t, language } = useSettingSpeech();
  const machine = useQuery(MACHINE_QUERY);
  const status = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => ask('getStatus', { signal }),
    refetchInterval: 10_000,
  });
  if (machine.data === undefined) return <LoadState query={machine} />;
  const { now, timeSync, dataFreeBytes } = machine.data.machine;
  const offMs = offBy(machine.data);
  const isLow = dataFreeBytes < LEAST_DATA_BYTES;
  const free = sizeText(dataFreeBytes, language);
  return (
    <ul className={classes['checks']}>
      <Check finding={offMs === 0 ? 'good' : 'bad'} title={s('machineClock', { time: instantText(now) })}>
        {offMs === 0 ? s('machineClockRight') : s('machineClockOff', { span: spanText(offMs, t) })}
      </Check>
      <Check
        finding={timeSync === 'synchronized' ? 'good' : timeSync === 'unknown' ? 'unknown' : 'bad'}
        title={s('machineSync')}
      >
        {s(SYNC_TEXTS[timeSync])}
      </Check>
      <Check finding={isLow ? 'bad' : 'good'} title={s('machineData')}>
        {s(isLow ? 'machineDataLow' : 'machineDataFree', { free })}
      </Check>
      {status.data?.volumes.map((volume) => (
        <VolumeCheck key={volume.id} volume={volume} />
      ))}
    </ul>
  );
}

function VolumeCheck({ volume }: { readonly volume: VolumeStatus }): ReactNode {
  const { s, t, say, language } = useSettingSpeech();
  const { path, state: stateName, totalBytes, freeBytes } = volume;
  const isReady = stateName === 'recording';
  const state = isReady ? s('machineVolumeReady') : say(VOLUME_STATE_TEXTS[stateName]);
  const days = Math.floor((freeBytes ?? 0) / BYTES_PER_DAY);
  const isSmall = freeBytes !== null && days < LEAST_DAYS;
  return (
    <Check
      finding={stateName === 'unknown' ? 'unknown' : isReady && !isSmall ? 'good' : 'bad'}
      title={s('machineVolume', { path })}
    >
      {totalBytes === null || freeBytes === null
        ? s('machineVolumeState', { state })
        : s(isSmall ? 'machineVolumeSmall' : 'machineVolumeRoom', {
            state,
            total: sizeText(totalBytes, language),
            free: sizeText(freeBytes, language),
            days: t('days', { n: days }),
          })}
    </Check>
  );
}

const ICONS = {
  good: IconCircleCheck,
  bad: IconAlertTriangle,
  unknown: IconHelpCircle,
} as const satisfies Readonly<Record<Finding, unknown>>;

function Check({
  finding,
  title,
  children,
}: {
  readonly finding: Finding;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  const Icon = ICONS[finding];
  return (
    <li data-finding={finding}>
      <Icon size={22} aria-hidden="true" />
      <div>
        <b>{title}</b>
        <div>{children}</div>
      </div>
    </li>
  );
}

/** Zero where it can't be told from right. */
function offBy({
  machine: { now },
  askedAt,
  answeredAt,
}: {
  readonly machine: { readonly now: number };
  readonly askedAt: number;
  readonly answeredAt: number;
}): number {
  const offMs = now < askedAt ? askedAt - now : Math.max(0, now - answeredAt);
  return offMs <= CLOCK_TOLERANCE_MS ? 0 : offMs;
}

function spanText(ms: number, t: SettingSpeech['t']): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 2 * MINUTE_S) return t('seconds', { n: seconds });
  if (seconds < 2 * HOUR_S) return t('minutes', { n: Math.round(seconds / MINUTE_S) });
  if (seconds < 2 * DAY_S) return t('hours', { n: Math.round(seconds / HOUR_S) });
  return t('days', { n: Math.round(seconds / DAY_S) });
}
