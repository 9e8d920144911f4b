/** An ArchiveWriter in memory: what a recorder's tests look at instead of a disk. */
import type {
  AppendedAnnouncement,
  ArchiveWriter,
  GapCause,
  RecordedFragment,
  RunStart,
  RunWriter,
  StreamKey,
  VolumeStatistics,
} from '@matlang/archive';

/** A run with the fragments that it was given. */
export interface MemoryRun {
  readonly start: RunStart;
  readonly fragments: RecordedFragment[];
  endUnixMs: number | null;
}

/** A gap as it was opened. */
export interface MemoryGap {
  readonly stream: StreamKey;
  readonly cause: GapCause;
  readonly startUnixMs: number;
  readonly detail: string | null;
}

/** Keeps everything; `accepts` makes its queue full. */
export class MemoryArchive implements ArchiveWriter {
  readonly runs: MemoryRun[] = [];
  readonly gaps: MemoryGap[] = [];
  readonly events: { atUnixMs: number; kind: string; detail: Readonly<Record<string, unknown>> }[] = [];
  readonly retention = new Map<string, number>();
  closedUnixMs: number | null = null;
  /** What it says of its disks. */
  volumes: VolumeStatistics[] = [];
  /** False: the queue is full. */
  accepts = true;
  #listener: (announcement: AppendedAnnouncement) => void = () => {};

  beginRun(start: RunStart): RunWriter {
    const run: MemoryRun = { start, fragments: [], endUnixMs: null };
    this.runs.push(run);
    return {
      append: (fragment) => {
        if (run.endUnixMs !== null) {
          throw new Error('append after end');
        }
        if (!this.accepts) {
          fragment.release?.();
          return false;
        }
        // A copy, as a disk makes one: the parts are somebody else's from here on.
        run.fragments.push({ ...fragment, parts: fragment.parts.map((part) => part.slice()) });
        fragment.release?.();
        this.#listener({
          stream: start.stream,
          volumeId: start.volumeId,
          seq: this.runs.length,
          wallStartUnixMs: fragment.wallStartUnixMs,
          wallEndUnixMs: fragment.wallEndUnixMs,
          fileSizeBytes: run.fragments.reduce(
            (sum, { parts }) => sum + parts.reduce((a, { length }) => a + length, 0),
            start.init.length,
          ),
        });
        return true;
      },
      end: (endUnixMs) => {
        run.endUnixMs = endUnixMs;
      },
    };
  }

  openGap(
    stream: StreamKey,
    _volumeId: string,
    cause: GapCause,
    startUnixMs: number,
    detail: string | null,
  ): void {
    this.gaps.push({ stream, cause, startUnixMs, detail });
  }

  recordEvent(atUnixMs: number, kind: string, detail: Readonly<Record<string, unknown>>): void {
    this.events.push({ atUnixMs, kind, detail });
  }

  async hold(): Promise<void> {}
  async liftHold(): Promise<void> {}
  async deleteFootage(): Promise<{ deletedBytes: number; heldBytes: number }> {
    return { deletedBytes: 0, heldBytes: 0 };
  }
  async lease(): Promise<void> {}
  async release(): Promise<void> {}
  async signHeads(): Promise<void> {}

  setRetention(cameraId: string, days: number): void {
    this.retention.set(cameraId, days);
  }

  statistics(): readonly VolumeStatistics[] {
    return this.volumes;
  }

  onHeadsSigned(): void {}

  onAppended(listener: (announcement: AppendedAnnouncement) => void): void {
    this.#listener = listener;
  }

  async close(stoppedUnixMs: number): Promise<void> {
    this.closedUnixMs = stoppedUnixMs;
  }

  /** The file that a run's segments would be if they were never cut. */
  fileOf(run: MemoryRun): Uint8Array {
    return Buffer.concat([run.start.init, ...run.fragments.flatMap(({ parts }) => parts)]);
  }

  runsOf(kind: StreamKey['kind']): MemoryRun[] {
    return this.runs.filter(({ start }) => start.stream.kind === kind);
  }
}
