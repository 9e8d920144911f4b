/** One camera as the storage page shows it: what it takes, and what of it goes next. */
import type { StorageUsage, StreamUsage } from '@matlang/archive/reading';
import type { StorageAnswer } from '@matlang/contract';
import type { Camera } from '@matlang/domain';
import { bytesPerDay } from './rate.ts';

const DAY_MS = 86_400_000;

type CameraAnswer = StorageAnswer['cameras'][number];

/** All of its streams on all volumes. `camera` is null where its row is gone and its footage is not. */
export function cameraStorage(
  cameraId: string,
  camera: Camera | null,
  usage: StorageUsage,
  volumes: StorageAnswer['volumes'],
): CameraAnswer {
  const streams = usage.streams.filter(({ stream }) => stream.cameraId === cameraId);
  const sum = (of: (stream: StreamUsage) => number): number =>
    streams.reduce((total, stream) => total + of(stream), 0);
  const rates = streams.map(bytesPerDay).filter((rate) => rate !== null);
  const oldest = streams.map(({ oldestUnixMs }) => oldestUnixMs).filter((unixMs) => unixMs !== null);
  return {
    cameraId,
    name: camera?.name ?? null,
    removed: camera === null || camera.removedUnixMs !== null,
    retentionDays: camera?.retentionDays ?? null,
    bytes: sum(({ bytes }) => bytes),
    heldBytes: sum(({ heldBytes }) => heldBytes),
    bytesPerDay: rates.length === 0 ? null : rates.reduce((total, rate) => total + rate, 0),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    days: daysOf(streams),
    next: nextOf(streams, camera, volumes),
    dueBytes: sum(({ dueBytes }) => dueBytes),
  };
}

function daysOf(streams: readonly StreamUsage[]): CameraAnswer['days'] {
  const days = new Map<number, number>();
  for (const stream of streams)
    for (const { startUnixMs, bytes } of stream.days)
      days.set(startUnixMs, (days.get(startUnixMs) ?? 0) + bytes);
  return Array.from(days, ([startAt, bytes]) => ({ startAt, bytes }));
}

/** The stream whose footage goes first. A disk that is full within a day takes the oldest before its days are over. */
function nextOf(
  streams: readonly StreamUsage[],
  camera: Camera | null,
  volumes: StorageAnswer['volumes'],
): CameraAnswer['next'] {
  let first: StreamUsage | null = null;
  for (const stream of streams) {
    if (stream.nextToGo === null) continue;
    if (first?.nextToGo == null || stream.nextToGo.startUnixMs < first.nextToGo.startUnixMs) first = stream;
  }
  if (first?.nextToGo == null || camera === null) return null;
  const { startUnixMs, endUnixMs } = first.nextToGo;
  const volume = volumes.find(({ id }) => id === first.volumeId);
  return {
    from: startUnixMs,
    to: endUnixMs,
    dueAt: endUnixMs + camera.retentionDays * DAY_MS,
    reason: volume !== undefined && isNearlyFull(volume) ? 'space' : 'age',
  };
}

function isNearlyFull({
  freeBytes,
  floorBytes,
  bytesPerDay: rate,
}: StorageAnswer['volumes'][number]): boolean {
  return freeBytes !== null && floorBytes !== null && freeBytes - floorBytes < rate;
}
