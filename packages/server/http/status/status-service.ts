/** How the site is right now, put together from the site's rows and what the recorder tells. */
import {
  type Bilingual,
  LOOPBACK_REASON,
  type StatusAnswer,
  type StreamKind,
  type VolumeStatus,
} from '@matlang/contract';
import type { Camera, StorageVolume } from '@matlang/domain';
import type { RecorderStatistics, StreamStatistics, VolumeStatistics } from '@matlang/link';
import type { SiteChanges } from '../../configuration/site-changes.ts';
import type { RecorderLink } from '../../live/recorder-link.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { streamStatus } from './stream-status.ts';

const RECORDER_TEXTS = {
  connected: { vi: 'bộ ghi hình đang chạy', en: 'the recorder is running' },
  'recorder-unreachable': {
    vi: 'bộ ghi hình không trả lời: chưa biết có đang ghi hay không. matlang run tự khởi động lại nó',
    en: 'the recorder does not answer: whether it records is not known. matlang run starts it again by itself',
  },
} as const satisfies Record<string, Bilingual>;

export interface StatusParts {
  readonly context: SiteContext;
  readonly link: RecorderLink;
  readonly changes: SiteChanges;
  readonly version: string;
  readonly startedUnixMs: number;
}

/** Holds nothing of its own: each answer is the newest. */
export class StatusService {
  readonly #parts: StatusParts;

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  async status(): Promise<StatusAnswer> {
    const { context, link, version } = this.#parts;
    const cameras = await context.database.stores.cameras.list(context.siteId, { withRemoved: false });
    const { statistics } = link;
    const measured = new Map<string, StreamStatistics>(
      statistics?.streams.map((stream) => [`${stream.cameraId}/${stream.kind}`, stream]),
    );
    return {
      site: { id: context.siteId, name: context.siteName },
      version,
      now: context.clock.nowUnixMs(),
      access: LOOPBACK_REASON,
      processes: this.#processes(statistics),
      cameras: cameras.map((camera) => ({
        id: camera.id,
        name: camera.name,
        enabled: camera.enabled,
        record: camera.record,
        streams: streamsOf(camera).map((kind) =>
          streamStatus(kind, link.stateOf(camera.id, kind), measured.get(`${camera.id}/${kind}`) ?? null),
        ),
      })),
      volumes: volumesOf(context.volumes, statistics?.volumes ?? []),
    };
  }

  #processes(statistics: RecorderStatistics | null): StatusAnswer['processes'] {
    const { link, changes, startedUnixMs } = this.#parts;
    const state = link.connected ? 'connected' : 'recorder-unreachable';
    return {
      server: { startedAt: startedUnixMs, memoryBytes: process.memoryUsage.rss() },
      recorder: {
        state,
        since: link.sinceUnixMs,
        message: RECORDER_TEXTS[state],
        startedAt: statistics?.startedUnixMs ?? null,
        configurationRevision: statistics?.configurationRevision ?? null,
        writtenRevision: changes.writtenRevision,
        configurationProblem: statistics?.configurationProblem ?? null,
        siteClockOffsetMs: statistics?.siteClockOffsetMs ?? null,
      },
      analyst: {
        state: 'unknown',
        message: { vi: 'chưa có việc cho bộ phân tích', en: 'there is no work for the analyst yet' },
      },
    };
  }
}

function streamsOf(camera: Camera): readonly StreamKind[] {
  return [
    'main',
    ...(camera.subUrl === null ? [] : ['sub' as const]),
    ...(camera.audio.enabled ? ['audio' as const] : []),
  ];
}

function volumesOf(
  volumes: readonly StorageVolume[],
  statistics: readonly VolumeStatistics[],
): VolumeStatus[] {
  return volumes.map(({ id, path }) => {
    const known = statistics.find(({ volumeId }) => volumeId === id);
    return {
      id,
      path: known?.path ?? path,
      state: known?.state ?? 'unknown',
      detail: known?.detail ?? null,
      totalBytes: known?.totalBytes ?? null,
      freeBytes: known?.freeBytes ?? null,
      heldBytes: known?.heldBytes ?? null,
      archiveBytes: known?.archiveBytes ?? null,
      queuedBytes: known?.queuedBytes ?? null,
      oldestAt: known?.oldestUnixMs ?? null,
    };
  });
}
