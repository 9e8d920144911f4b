/** How the site is right now, put together from the site's rows and what the recorder tells. */
import { type Bilingual, type StatusAnswer, type StreamKind, type VolumeStatus } from '@matlang/contract';
import type { Camera, StorageVolume } from '@matlang/domain';
import type { RecorderStatistics, StreamStatistics, VolumeStatistics } from '@matlang/link';
import type { Scope } from '../../access/scope.ts';
import type { SiteChanges } from '../../configuration/site-changes.ts';
import type { AnalystLink } from '../../live/analyst-link.ts';
import type { RecorderLink } from '../../live/recorder-link.ts';
import { type ProcessRestarts, readProcessRestarts } from '../../site/process-starts.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { streamStatus } from './stream-status.ts';

const PROCESS_TEXTS = {
  server: {
    running: { vi: 'máy chủ đang chạy', en: 'the server is running' },
  },
  recorder: {
    running: { vi: 'phần mềm ghi hình đang chạy', en: 'the recorder is running' },
    absent: {
      vi: 'phần mềm ghi hình không trả lời: chưa biết có đang ghi hay không; hệ thống đang tự khởi động lại',
      en: 'the recorder does not answer: whether it records is not known; the site is starting it again by itself',
    },
  },
  analyst: {
    running: { vi: 'phần mềm phân tích đang chạy', en: 'the analyst is running' },
    absent: {
      vi: 'phần mềm phân tích không trả lời. Việc ghi hình không bị ảnh hưởng; hệ thống đang tự khởi động lại',
      en: 'the analyst does not answer. Recording goes on without it; the site is starting it again by itself',
    },
  },
} as const satisfies Record<string, Readonly<Partial<Record<'running' | 'absent', Bilingual>>>>;

/** `startedUnixMs`: since when this process serves. */
export interface StatusParts {
  readonly context: SiteContext;
  readonly link: RecorderLink;
  readonly analyst: AnalystLink;
  readonly changes: SiteChanges;
  readonly version: string;
  readonly startedUnixMs: number;
  /** From where the site can be opened, and why. */
  readonly access: () => Bilingual;
}

/** Holds nothing of its own: each answer is the newest. */
export class StatusService {
  readonly #parts: StatusParts;

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  /**
   * Of the cameras in the scope; disks and processes are everybody's.
   * @param address of whoever asks: what concerns the machine itself is told to it alone
   */
  async status(scope: Scope, address: string | null = null): Promise<StatusAnswer> {
    const { context, link, version } = this.#parts;
    const all = await context.database.stores.cameras.list(context.siteId, { withRemoved: false });
    const cameras = all.filter(({ id }) => scope.has(id));
    // The supervisor is who started us; one that is gone has a file that counts no longer.
    const restarts = await readProcessRestarts(context.dataDirectory, process.ppid);
    const { statistics } = link;
    const measured = new Map<string, StreamStatistics>(
      statistics?.streams.map((stream) => [`${stream.cameraId}/${stream.kind}`, stream]),
    );
    return {
      site: {
        id: context.siteId,
        name: context.siteName,
        ...(isThisMachine(address) ? { dataDirectory: context.dataDirectory } : {}),
      },
      version,
      now: context.clock.nowUnixMs(),
      access: this.#parts.access(),
      processes: this.#processes(statistics, restarts),
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

  #processes(
    statistics: RecorderStatistics | null,
    restarts: ProcessRestarts | null,
  ): StatusAnswer['processes'] {
    const { link, analyst, changes, startedUnixMs } = this.#parts;
    const recorderState = link.connected ? 'running' : 'absent';
    const analystState = analyst.connected ? 'running' : 'absent';
    return {
      server: {
        state: 'running',
        since: startedUnixMs,
        restarts: restarts?.server ?? null,
        message: PROCESS_TEXTS.server.running,
        startedAt: startedUnixMs,
        memoryBytes: process.memoryUsage.rss(),
      },
      recorder: {
        state: recorderState,
        since: link.sinceUnixMs,
        restarts: restarts?.recorder ?? null,
        message: PROCESS_TEXTS.recorder[recorderState],
        startedAt: statistics?.startedUnixMs ?? null,
        configurationRevision: statistics?.configurationRevision ?? null,
        writtenRevision: changes.writtenRevision,
        configurationProblem: statistics?.configurationProblem ?? null,
        siteClockOffsetMs: statistics?.siteClockOffsetMs ?? null,
      },
      analyst: {
        state: analystState,
        since: analyst.sinceUnixMs,
        restarts: restarts?.analyst ?? null,
        message: PROCESS_TEXTS.analyst[analystState],
      },
    };
  }
}

const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

function isThisMachine(address: string | null): boolean {
  return address !== null && LOOPBACK.test(address);
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
