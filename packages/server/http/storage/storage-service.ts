/** The storage page's figures: the index added up once in a while, with what the recorder tells right now. */
import { type ArchiveReader, defaultFloorBytes, type StorageUsage } from '@matlang/archive/reading';
import { SITE_UTC_OFFSET_MINUTES, type StorageAnswer } from '@matlang/contract';
import type { Camera } from '@matlang/domain';
import type { RecorderLink } from '../../live/recorder-link.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { cameraStorage } from './camera-storage.ts';
import { volumeStorage } from './volume-storage.ts';

/** Adding up costs this process 0.25 s for 16 cameras with sub streams and 30 days, in stops of 12 ms: not with every look. */
const KEPT_MS = 60_000;
/** Holds that were placed or lifted are looked at sooner. */
const KEPT_AFTER_HOLDS_MS = 2000;
const MAX_HOLDS = 1000;
const DAYS = 14;
const DAY_MS = 86_400_000;

interface Measured {
  readonly usage: StorageUsage;
  readonly atUnixMs: number;
  /** Which holds there were. */
  readonly holds: string;
}

/** One measurement at a time, whoever asks meanwhile gets the same. */
export class StorageService {
  readonly #context: SiteContext;
  readonly #archive: ArchiveReader;
  readonly #link: RecorderLink;
  #measured: Measured | null = null;
  #running: Promise<Measured> | null = null;

  constructor(context: SiteContext, archive: ArchiveReader, link: RecorderLink) {
    this.#context = context;
    this.#archive = archive;
    this.#link = link;
  }

  async storage(): Promise<StorageAnswer> {
    const context = this.#context;
    const cameras = await context.database.stores.cameras.list(context.siteId, { withRemoved: true });
    const { usage, atUnixMs } = await this.#usage(cameras);
    const statistics = this.#link.statistics?.volumes ?? [];
    const volumes = usage.volumes.map((state) => {
      const told = statistics.find(({ volumeId }) => volumeId === state.id);
      const totalBytes = told?.totalBytes ?? null;
      const floorBytes = totalBytes === null ? null : defaultFloorBytes(totalBytes);
      return volumeStorage({ state, told: told ?? null, floorBytes, usage, cameras });
    });
    const known = new Map(cameras.map((camera) => [camera.id, camera]));
    const ids = new Set([
      ...cameras.filter(({ removedUnixMs }) => removedUnixMs === null).map(({ id }) => id),
      ...usage.streams.filter(({ bytes }) => bytes > 0).map(({ stream }) => stream.cameraId),
    ]);
    return {
      measuredAt: atUnixMs,
      volumes,
      cameras: Array.from(ids, (id) => cameraStorage(id, known.get(id) ?? null, usage, volumes)),
      holds: holdsOf(usage),
    };
  }

  async #usage(cameras: readonly Camera[]): Promise<Measured> {
    const nowUnixMs = this.#context.clock.nowUnixMs();
    const holds = await this.#holdsNow();
    const kept = this.#measured;
    if (kept !== null && nowUnixMs >= kept.atUnixMs) {
      const keptMs = kept.holds === holds ? KEPT_MS : KEPT_AFTER_HOLDS_MS;
      if (nowUnixMs - kept.atUnixMs < keptMs) return kept;
    }
    this.#running ??= this.#measure(cameras, nowUnixMs, holds).finally(() => {
      this.#running = null;
    });
    return await this.#running;
  }

  async #holdsNow(): Promise<string> {
    const { database, siteId } = this.#context;
    const holds = await database.stores.holds.list(siteId, { withLifted: false, limit: MAX_HOLDS });
    return holds.map(({ id, state }) => `${id} ${state}`).join(',');
  }

  async #measure(cameras: readonly Camera[], nowUnixMs: number, holds: string): Promise<Measured> {
    const days = new Map(cameras.map((camera) => [camera.id, camera.retentionDays]));
    const usage = await this.#archive.usage({
      nowUnixMs,
      utcOffsetMinutes: SITE_UTC_OFFSET_MINUTES,
      days: DAYS,
      retentionMs: (cameraId) => {
        const kept = days.get(cameraId);
        return kept === undefined ? null : kept * DAY_MS;
      },
    });
    this.#measured = { usage, atUnixMs: nowUnixMs, holds };
    return this.#measured;
  }
}

/** A hold lies on each volume that has footage of its camera. */
function holdsOf(usage: StorageUsage): StorageAnswer['holds'] {
  const bytes = new Map<string, number>();
  for (const hold of usage.holds) bytes.set(hold.holdId, (bytes.get(hold.holdId) ?? 0) + hold.bytes);
  return Array.from(bytes, ([holdId, sum]) => ({ holdId, bytes: sum }));
}
