/** One volume as the storage page shows it: how long its room will do at today's rate. */
import type { StorageUsage } from '@matlang/archive/reading';
import type { StorageAnswer } from '@matlang/contract';
import type { Camera } from '@matlang/domain';
import type { VolumeStatistics } from '@matlang/link';
import { bytesPerDay } from './rate.ts';

/** What is known of a volume; `told` is null while the recorder is away. */
export interface VolumeFacts {
  readonly state: StorageUsage['volumes'][number];
  readonly told: VolumeStatistics | null;
  readonly floorBytes: number | null;
  readonly usage: StorageUsage;
  readonly cameras: readonly Camera[];
}

/** Forecasts are by the rate of the last 24 h; held footage takes room that is not there for others. */
export function volumeStorage(facts: VolumeFacts): StorageAnswer['volumes'][number] {
  const { state, told, floorBytes } = facts;
  const streams = facts.usage.streams.filter(({ volumeId }) => volumeId === state.id);
  const retention = new Map(facts.cameras.map((camera) => [camera.id, camera.retentionDays]));
  const sum = (of: (stream: (typeof streams)[number]) => number): number =>
    streams.reduce((total, stream) => total + of(stream), 0);
  const heldBytes = sum((stream) => stream.heldBytes);
  const perDay = sum((stream) => bytesPerDay(stream) ?? 0);
  const archiveBytes = told?.archiveBytes ?? null;
  const freeBytes = told?.freeBytes ?? null;
  const roomBytes =
    archiveBytes === null || freeBytes === null || floorBytes === null
      ? null
      : Math.max(0, archiveBytes - heldBytes + freeBytes - floorBytes);
  return {
    id: state.id,
    path: state.path,
    state: state.state,
    totalBytes: told?.totalBytes ?? null,
    freeBytes,
    archiveBytes,
    floorBytes,
    heldBytes,
    bytesPerDay: perDay,
    lastsDays: roomBytes === null || perDay === 0 ? null : Math.round((roomBytes / perDay) * 10) / 10,
    neededBytes: sum((stream) => (bytesPerDay(stream) ?? 0) * (retention.get(stream.stream.cameraId) ?? 0)),
    roomBytes,
  };
}
