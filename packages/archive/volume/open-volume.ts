/** Takes a volume: lock, journal, index, recovery, and the gap since it was written last. */
import { join } from 'node:path';
import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { LeaseBook } from '../hold/lease-book.ts';
import type { GapRow, StreamRow } from '../index/index-rows.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { VolumeOutput } from '../port/volume-output.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { downGaps } from '../recovery/down-gaps.ts';
import { recoverVolume } from '../recovery/recover-volume.ts';
import { INDEX_FILE, JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import { makePrivateFile } from '../storage/private-file.ts';
import type { Storage } from '../storage/storage.ts';
import { type DiskFailure, isIndexDamage, isSqliteDamage } from './disk-failure.ts';
import { type MountTables, readMountTables, unmountedMountPoint } from './mount-tables.ts';
import { VolumeLock } from './volume-lock.ts';

/** What may be deleted when; outlives a failure of the disk. */
export interface VolumePolicy {
  /** Null: see `defaultFloorBytes`. */
  readonly floorBytes: number | null;
  /** For cameras that `retentionDays` says nothing of. */
  readonly defaultRetentionDays: number;
  readonly retentionDays: ReadonlyMap<string, number>;
  readonly leases: LeaseBook;
}

/** What a volume is opened with, and again after each failure; `policy` may change meanwhile and is asked at each use. */
export interface VolumeOptions {
  readonly storage: Storage;
  /** Absolute path, without a slash at the end. The directory must be there: an unmounted disk must not be written over. */
  readonly root: string;
  readonly volumeId: string;
  /** Of this start of the machine: tells a power cut from a crash. */
  readonly bootId: string;
  /** It was recorded on in an earlier life of the process: an empty folder is not a new volume then, its disk is missing. */
  readonly recordedBefore?: boolean;
  readonly policy: VolumePolicy;
  readonly output: VolumeOutput;
  /** Behind each commit of the index; for tests. */
  readonly afterCommit?: (() => void) | undefined;
  /** The system's unless a test hands in its own. */
  readonly mountTables?: MountTables | undefined;
}

/** Where a stream is when its volume is opened: the end of its footage or newest gap, and the open gap; null without. */
export interface StreamState {
  readonly row: StreamRow;
  readonly lastEndUnixMs: number | null;
  readonly gap: GapRow | null;
}

/** A volume under its lock, recovered. */
export interface OpenedVolume {
  readonly context: VolumeContext;
  readonly streams: readonly StreamState[];
  /** Closes index and journal, and lets go of the lock; errors are of no interest. */
  release(): void;
}

/** Why this process had to open the volume again. */
export type DownFailure = Pick<DiskFailure, 'cause' | 'detail' | 'indexDamaged'>;

/** See `VolumeWriter.open`. */
export function openVolume(
  options: VolumeOptions,
  time: VolumeTime,
  failure: DownFailure | null,
): OpenedVolume {
  const { storage, root, volumeId, output } = options;
  if (storage.status(`${root}/.`)?.kind !== 'directory') {
    throw new ArchiveError('volume-missing', `${root} is not there`, { path: root });
  }
  if (!holdsArchive(storage, root))
    refuseUnmounted(options, failure !== null || options.recordedBefore === true);
  const releases: (() => void)[] = [];
  const release = (): void => {
    for (const step of releases.toReversed()) {
      try {
        step();
      } catch {
        // It is let go of in any case; what failed before was said.
      }
    }
    releases.length = 0;
  };
  try {
    const lock = VolumeLock.acquire(root);
    releases.push(() => lock.release());
    const repairs: JournalEntry[] = [];
    if (failure?.indexDamaged === true) putIndexAside(options, time, repairs);
    let index = openIndex(options, time, repairs);
    releases.push(() => index.close());
    const journal = Journal.open(storage, root, index.journalPosition, (path, cutBytes) => {
      repairs.push({
        type: 'repair',
        atUnixMs: time.unixMs,
        what: `cut a torn line of ${cutBytes} bytes`,
        path,
      });
    });
    releases.push(() => journal.close());
    const take = (): Omit<OpenedVolume, 'release'> => {
      const context: VolumeContext = { storage, root, volumeId, index, journal, output };
      return { context, streams: takeVolume(context, options.bootId, failure, repairs, time) };
    };
    try {
      return { ...take(), release };
    } catch (error) {
      if (!isIndexDamage(error)) throw error;
      index.close();
      putIndexAside(options, time, repairs);
      index = openIndex(options, time, repairs);
      return { ...take(), release };
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** Recovers, journals the start and the gap since, finds where each stream ends. */
function takeVolume(
  context: VolumeContext,
  bootId: string,
  failure: DownFailure | null,
  repairs: readonly JournalEntry[],
  time: VolumeTime,
): OpenedVolume['streams'] {
  const { index, volumeId, output } = context;
  const { unknownSegments } = recoverVolume(context, time);
  if (unknownSegments > 0) {
    output.warning(`${unknownSegments} segments are not in the index: run "matlang check --rebuild"`);
  }
  const started: JournalEntry = { type: 'started', atUnixMs: time.unixMs, volumeId, bootId };
  commit(context, [...repairs, ...downGaps(index, bootId, failure), started], time.unixMs);
  return index
    .streams()
    .map((row) => ({ row, lastEndUnixMs: index.lastEndUnixMs(row.id), gap: index.openGap(row.id) }));
}

/** Whether a recorder has begun an archive in the folder. */
export function holdsArchive(storage: Storage, root: string): boolean {
  return [INDEX_FILE, JOURNAL_DIRECTORY].some((name) => storage.status(join(root, name)) !== null);
}

/**
 * An empty folder is a new volume, unless a disk belongs there: then it is what shows while the disk is not mounted, and an
 * archive begun in it would fill the system disk and vanish behind the disk when that comes back. `wasOpen`: it was
 * recorded on before. An administrator who wants a new archive there all the same says so: `matlang check --rebuild`.
 */
function refuseUnmounted({ root, mountTables }: VolumeOptions, wasOpen: boolean): void {
  const mountPoint = unmountedMountPoint(root, mountTables ?? readMountTables());
  if (mountPoint === null && !wasOpen) return;
  const why =
    mountPoint === null
      ? 'it was recorded on before'
      : `${mountPoint} is in /etc/fstab and nothing is mounted there`;
  throw new ArchiveError(
    'volume-missing',
    `the disk of ${root} is not mounted: the folder is empty, ${why}`,
    {
      path: root,
    },
  );
}

/** One that SQLite can't read is put aside and a new one begun. */
function openIndex(options: VolumeOptions, time: VolumeTime, repairs: JournalEntry[]): IndexWriter {
  const { root, volumeId, afterCommit } = options;
  const path = join(root, INDEX_FILE);
  const open = (): IndexWriter => {
    makePrivateFile(path);
    return IndexWriter.open({ path, volumeId, nowUnixMs: time.unixMs, afterCommit });
  };
  try {
    return open();
  } catch (error) {
    if (!isSqliteDamage(error)) throw error;
    putIndexAside(options, time, repairs);
    return open();
  }
}

/** Recording outranks an index: the journal knows what was in it. */
function putIndexAside(
  { storage, root, output }: VolumeOptions,
  time: VolumeTime,
  repairs: JournalEntry[],
): void {
  const path = join(root, INDEX_FILE);
  if (storage.status(path) === null) return;
  const aside = `${INDEX_FILE}.damaged-${time.unixMs}`;
  storage.rename(path, join(root, aside));
  for (const suffix of ['-wal', '-shm']) {
    if (storage.status(path + suffix) !== null) storage.unlink(path + suffix);
  }
  storage.syncDirectory(root);
  repairs.push({
    type: 'repair',
    atUnixMs: time.unixMs,
    what: `the index was damaged and is now ${aside}`,
    path: INDEX_FILE,
  });
  output.warning(`the index was damaged and put aside as ${aside}`);
}
