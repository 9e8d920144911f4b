/** Composes an `ArchiveWriter` over volumes. */
import { readInitSegment } from '@matlang/media/mp4';
import { REFUSED_ELSEWHERE } from './journal/journal-entry.ts';
import { ArchiveError } from './port/archive-error.ts';
import type { VolumeTime } from './port/volume-time.ts';
import type { AppendedAnnouncement, ArchiveWriter, KeptHead } from './port/writer.ts';
import type { NodeSigner } from './proof/head.ts';
import { isCameraId } from './segment/segment-path.ts';
import { VolumeClient } from './volume/volume-client.ts';
import type { VolumeAnswer, VolumeRequest } from './volume/volume-command.ts';

/** A disk to record on. Each gets a thread and a lock of its own. */
export interface ArchiveVolume {
  readonly id: string;
  /** An existing directory, absolute, on a disk of its own. */
  readonly path: string;
  /** It was recorded on before: an empty folder means that its disk is not mounted. */
  readonly recordedBefore?: boolean;
  /** Heads were signed on it before, and every deletion since: what has no signature now is not taken as older than that. */
  readonly deletionsSigned?: boolean;
  /** What stays free; without it 5 %, at least 2 GiB, at most 20 GiB. */
  readonly floorBytes?: number;
}

/** What an archive is opened with. `signer` is used on the caller's thread: its key never goes to a volume's. */
export interface ArchiveOptions {
  /** At least one. */
  readonly volumes: readonly ArchiveVolume[];
  /** Of this start of the machine (`/proc/sys/kernel/random/boot_id`): tells a power cut from a crash. */
  readonly bootId: string;
  /** Site time and monotonic clock. */
  readonly now: () => VolumeTime;
  /** Without one no heads are signed. */
  readonly signer: NodeSigner | null;
  /** For cameras that `setRetention` says nothing of; 30 unless told. */
  readonly defaultRetentionDays?: number;
  /** English, for the log. */
  readonly onWarning?: (volumeId: string, text: string) => void;
}

const DEFAULT_RETENTION_DAYS = 30;

/** Who hears what happens on any volume. */
interface Listeners {
  readonly appended: ((announcement: AppendedAnnouncement) => void)[];
  readonly headsSigned: ((volumeId: string, heads: readonly KeptHead[]) => void)[];
}

/**
 * Opens every volume; one whose disk fails is in the archive all the same, its state says so, and it is tried again.
 * @throws ArchiveError `archive-locked` when another process writes one of them, `index-version`
 */
export async function openArchive(options: ArchiveOptions): Promise<ArchiveWriter> {
  if (options.volumes.length === 0) throw new TypeError('volumes: none');
  const listeners: Listeners = { appended: [], headsSigned: [] };
  const opening = options.volumes.map((volume) =>
    VolumeClient.open({
      volumeId: volume.id,
      path: volume.path.replace(/(?<=.)\/+$/, ''),
      bootId: options.bootId,
      recordedBefore: volume.recordedBefore ?? false,
      deletionsSigned: volume.deletionsSigned ?? false,
      floorBytes: volume.floorBytes ?? null,
      defaultRetentionDays: options.defaultRetentionDays ?? DEFAULT_RETENTION_DAYS,
      now: options.now,
      signer: options.signer,
      onAppended: (announcement) => {
        for (const listener of listeners.appended) listener(announcement);
      },
      onHeadsSigned: (volumeId, heads) => {
        for (const listener of listeners.headsSigned) listener(volumeId, heads);
      },
      onWarning: options.onWarning ?? (() => undefined),
    }),
  );
  const results = await Promise.allSettled(opening);
  const clients = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const refused = results.find((result) => result.status === 'rejected');
  if (refused !== undefined) {
    await Promise.all(clients.map((client) => client.close(options.now().unixMs)));
    throw refused.reason;
  }
  return writerOver(new Map(clients.map((client) => [client.id, client])), listeners);
}

function writerOver(clients: ReadonlyMap<string, VolumeClient>, listeners: Listeners): ArchiveWriter {
  const client = (volumeId: string): VolumeClient => {
    const found = clients.get(volumeId);
    if (found === undefined) throw new TypeError(`volumeId: ${volumeId} is not a volume of this archive`);
    return found;
  };
  const askAll = (request: VolumeRequest): Promise<PromiseSettledResult<VolumeAnswer>[]> =>
    Promise.allSettled([...clients.values()].map((volume) => volume.request(request)));
  const everywhere = async (request: VolumeRequest): Promise<VolumeAnswer[]> => {
    const results = await askAll(request);
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  };
  return {
    beginRun: (run) => {
      if (!isCameraId(run.stream.cameraId)) throw new TypeError(`stream.cameraId: ${run.stream.cameraId}`);
      try {
        readInitSegment(run.init);
      } catch (cause) {
        throw new TypeError('init: is not an init segment', { cause });
      }
      return client(run.volumeId).beginRun(run);
    },
    openGap: (stream, volumeId, cause, startUnixMs, detail) =>
      client(volumeId).openGap(stream, cause, startUnixMs, detail),
    recordEvent: (atUnixMs, kind, detail) => {
      for (const volume of clients.values()) volume.recordEvent(atUnixMs, kind, detail);
    },
    hold: async (hold) => {
      const results = await askAll({ type: 'hold', hold });
      const refusal = results.find((result) => result.status === 'rejected');
      if (refusal === undefined) return;
      // All or none: a hold that only some disks know would let the rest be deleted. One that was there before stays: it
      // is settled by whoever placed it.
      const placed = [...clients.values()].filter((_, index) => {
        const result = results[index];
        return result?.status === 'fulfilled' && result.value.placed;
      });
      await Promise.allSettled(
        placed.map((volume) => volume.request({ type: 'lift', id: hold.id, by: REFUSED_ELSEWHERE })),
      );
      throw refusal.reason;
    },
    liftHold: async (id, by) => {
      const results = await askAll({ type: 'lift', id, by });
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        const unknownHere = result.reason instanceof ArchiveError && result.reason.code === 'hold-unknown';
        if (!unknownHere || results.every((other) => other.status === 'rejected')) throw result.reason;
      }
    },
    deleteFootage: async (cameraId, reason) => {
      const answers = await everywhere({ type: 'delete-footage', cameraId, reason });
      return answers.reduce(
        (sum, answer) => ({
          deletedBytes: sum.deletedBytes + answer.deletedBytes,
          heldBytes: sum.heldBytes + answer.heldBytes,
        }),
        { deletedBytes: 0, heldBytes: 0 },
      );
    },
    lease: async (id, cameraId, startUnixMs, endUnixMs, expiresUnixMs) => {
      await everywhere({ type: 'lease', id, cameraId, startUnixMs, endUnixMs, expiresUnixMs });
    },
    release: async (id) => {
      await everywhere({ type: 'release', id });
    },
    signHeads: async (cameraId) => {
      await everywhere({ type: 'sign-heads', cameraId });
    },
    setRetention: (cameraId, days) => {
      if (!(days >= 0)) throw new TypeError(`days: ${days}`);
      for (const volume of clients.values()) volume.setRetention(cameraId, days);
    },
    statistics: () => [...clients.values()].map((volume) => volume.statistics()),
    onAppended: (listener) => {
      listeners.appended.push(listener);
    },
    onHeadsSigned: (listener) => {
      listeners.headsSigned.push(listener);
    },
    close: async (stoppedUnixMs) => {
      await Promise.all([...clients.values()].map((volume) => volume.close(stoppedUnixMs)));
    },
  };
}
