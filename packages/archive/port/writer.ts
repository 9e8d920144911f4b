/**
 * The archive as the recorder sees it: the port that takes fragments, gaps and commands. It never waits for a disk;
 * behind it each volume has a thread with a bounded queue (volume/). Nothing here reads recordings: see reading/.
 */
import type { StreamFormat } from '@matlang/media/stream';
import type { GapCause } from './gap-cause.ts';
import type { StreamKey } from './stream-key.ts';

/** Why a run began where it did. */
export type RunStartReason =
  | 'start'
  | 'reconnect'
  | 'format-change'
  | 'clock-step'
  | 'timestamp-jump'
  | 'reorder-depth'
  | 'disk'
  | 'imported';

/**
 * A run that is about to begin. `init` is copied at the first fragment and must hold until then; of sound and picture
 * each has a run of its own.
 */
export interface RunStart {
  readonly stream: StreamKey;
  readonly volumeId: string;
  readonly format: StreamFormat;
  /** ftyp + moov with which each segment file of the run begins. */
  readonly init: Uint8Array;
  readonly reason: RunStartReason;
  /** Site time. */
  readonly startUnixMs: number;
}

/** A fragment with its place in site time, the end excluded. Its media time is in the bytes. */
export interface RecordedFragment {
  /**
   * prft + moof + mdat, one behind the other. Parts in shared memory go to the volume's thread as they are, others are copied.
   * Nobody may write into them before `release`.
   */
  readonly parts: readonly Uint8Array[];
  /** Site time of its first sample in decoding order. */
  readonly wallStartUnixMs: number;
  readonly wallEndUnixMs: number;
  readonly startsOnSync: boolean;
  /** Called once, also for a fragment that is dropped: the archive is done with the parts. */
  readonly release?: () => void;
}

/** Takes one run's fragments in decoding order, without waiting. */
export interface RunWriter {
  /**
   * False when the volume's queue is full, and then until a fragment starts on a sync sample: it is dropped, and the archive
   * opens a gap `disk-stall`.
   */
  append(fragment: RecordedFragment): boolean;
  /** Closes the open segment. Nothing may be appended afterwards. */
  end(endUnixMs: number): void;
}

/**
 * A span of all streams of a camera that is to be kept until lifted: site time, the end excluded, whole milliseconds.
 * The same once more is as good as once; an id that is in use for something else, or was lifted, is refused, and so is a span that
 * ends before it begins.
 */
export interface HoldRequest {
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
  /** From 60 % of a volume held only an administrator may add more. */
  readonly byAdministrator: boolean;
}

/** Tells a reader that the archive has bytes to show up to here. */
export interface AppendedAnnouncement {
  readonly stream: StreamKey;
  readonly volumeId: string;
  readonly seq: number;
  readonly wallStartUnixMs: number;
  readonly wallEndUnixMs: number;
  /** Of the segment's file after the append. */
  readonly fileSizeBytes: number;
}

/** A chain value that was signed, for whoever keeps it outside of the volume: a key on the same disk proves little. */
export interface KeptHead {
  readonly stream: StreamKey;
  readonly seq: number;
  /** Hex. */
  readonly chain: string;
}

/**
 * What a volume was like when its thread last said so; queue and `stalled` are of this moment. `detail` is English,
 * null while it records.
 */
export interface VolumeStatistics {
  readonly volumeId: string;
  readonly path: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly heldBytes: number;
  readonly archiveBytes: number;
  readonly queuedBytes: number;
  readonly state: 'recording' | 'stalled' | 'full' | 'read-only' | 'failed';
  readonly detail: string | null;
  readonly oldestUnixMs: number | null;
}

/**
 * The one writer of an archive; all instants are site time.
 * @throws TypeError for a camera id that can't be a directory's name, a volume that is not of the archive, an `init`
 * that is no init segment, negative days
 */
export interface ArchiveWriter {
  beginRun(run: RunStart): RunWriter;
  /** Opens a gap of a stream, or changes the cause of the open one from here on. The next fragment of the stream closes it. */
  openGap(
    stream: StreamKey,
    volumeId: string,
    cause: GapCause,
    startUnixMs: number,
    detail: string | null,
  ): void;
  /** Goes to journal and index: steps of the clock, marks. */
  recordEvent(atUnixMs: number, kind: string, detail: Readonly<Record<string, unknown>>): void;
  /** Each resolves after commit. Typed refusals reject with ArchiveError. */
  hold(request: HoldRequest): Promise<void>;
  liftHold(id: string, by: string, atUnixMs: number): Promise<void>;
  /** Deletes a camera's footage except what is held; resolves with what is gone and what stays. */
  deleteFootage(cameraId: string, reason: string): Promise<{ deletedBytes: number; heldBytes: number }>;
  /** Keeps segments of a camera's span from deletion until released or expired: for exports that are read for long. */
  lease(
    id: string,
    cameraId: string,
    startUnixMs: number,
    endUnixMs: number,
    expiresUnixMs: number,
  ): Promise<void>;
  release(id: string): Promise<void>;
  /** Signs the chain heads now: at each export. */
  signHeads(cameraId: string): Promise<void>;
  /** How long each camera's footage is kept. */
  setRetention(cameraId: string, days: number): void;
  statistics(): readonly VolumeStatistics[];
  onAppended(listener: (announcement: AppendedAnnouncement) => void): void;
  /** Hourly, and at each export. */
  onHeadsSigned(listener: (volumeId: string, heads: readonly KeptHead[]) => void): void;
  /** Ends what is open, journals a clean stop, releases the locks. */
  close(stoppedUnixMs: number): Promise<void>;
}
