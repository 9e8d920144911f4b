/**
 * One stream of one camera, whatever connections come and go: begins and ends runs, keeps the GOP so far, feeds viewers, tells
 * its state, and says in the gap ledger why nothing is recorded. Knows no socket.
 */
import type { ArchiveWriter, GapCause, RunStartReason, StreamKey } from '@matlang/archive';
import type { StreamState } from '@matlang/link';
import type { DepacketizedUnit } from '@matlang/media/depacketizer';
import { type BlockPool, PictureMemory } from '@matlang/media/memory';
import type { StreamFormat } from '@matlang/media/stream';
import type { NewRunReason } from '@matlang/media/timing';
import { CameraClock } from '../clock/camera-clock.ts';
import type { ClockStep, SiteClock } from '../clock/site-clock.ts';
import { GAP_CAUSE_OF_FAILURE } from './failure-gap.ts';
import { GopCache } from './gop-cache.ts';
import { type LiveSample, writeLiveHead } from './live-sample.ts';
import { RunAllowance } from './run-allowance.ts';
import { StreamMeter } from './stream-meter.ts';
import { StreamRun } from './stream-run.ts';

/** After a clock step a run goes on in the old time to the next key frame, at most this long. */
const MAX_RUN_AFTER_STEP_MS = 10_000;

const RUN_REASONS: Readonly<Record<NewRunReason, RunStartReason>> = {
  'reorder-depth-raised': 'reorder-depth',
  'time-jumped-ahead': 'timestamp-jump',
  'time-jumped-back': 'timestamp-jump',
};

/** Whoever watches: a channel of the link. Calls come in order; bytes are shared and must not be written. */
export interface LiveViewer {
  onInit(format: StreamFormat, init: Uint8Array): void;
  /** The fragment is `head` and the sample's data. Whoever keeps the data beyond the call retains it in the stream's memory. */
  onFragment(sample: LiveSample, head: Uint8Array, cached: boolean): void;
  /** The GOP so far does not fit the cache: what was sent is a still, the next sync sample goes on from there. */
  onGopTooLong(): void;
  onRunEnd(): void;
}

/** Which stream, where it goes, who hears of it. */
export interface MediaStreamOptions {
  readonly stream: StreamKey;
  readonly volumeId: string;
  /** Asked when a run begins: a camera may be renamed. */
  readonly cameraName: () => string;
  /** False: live only. */
  readonly record: boolean;
  readonly archive: ArchiveWriter;
  readonly siteClock: SiteClock;
  readonly pool: BlockPool;
  readonly onState: (stream: MediaStream) => void;
  /** A viewer came or went. */
  readonly onViewers: () => void;
}

/** Lives as long as the camera's settings stay. */
export class MediaStream {
  readonly key: StreamKey;
  readonly meter = new StreamMeter();
  readonly cameraClock = new CameraClock();
  /** Where the pictures lie that `push` brings. */
  readonly memory: PictureMemory;
  readonly #options: MediaStreamOptions;
  readonly #viewers = new Set<LiveViewer>();
  readonly #allowance = new RunAllowance();
  #state: StreamState = { state: 'off' };
  #stateSinceUnixMs: number;
  #run: StreamRun | null = null;
  #cache: GopCache | null = null;
  /** Of samples in the cache, written when the first viewer of a GOP joined; gone with them. */
  readonly #cachedHeads = new WeakMap<LiveSample, Uint8Array>();
  #nextReason: RunStartReason = 'start';
  #learnedDepth: number | null = null;
  #stepDeadlineMonotonicMs: number | null = null;
  #gapCause: GapCause | null = null;
  /** Up to where the archive has the stream, since this start; null: nothing yet. */
  #recordedUntilUnixMs: number | null = null;
  #newestUnixMs: number | null = null;
  #runEndedMonotonicMs: number | null = null;
  #format: StreamFormat | null = null;

  constructor(options: MediaStreamOptions) {
    this.#options = options;
    this.key = options.stream;
    this.memory = new PictureMemory(options.pool);
    this.#stateSinceUnixMs = this.#nowUnixMs();
  }

  get state(): StreamState {
    return this.#state;
  }

  get stateSinceUnixMs(): number {
    return this.#stateSinceUnixMs;
  }

  /** Of the run, or of the last one. */
  get format(): StreamFormat | null {
    return this.#format;
  }

  get recorded(): boolean {
    return this.#options.record;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /** Null: none ended yet. */
  get runEndedMonotonicMs(): number | null {
    return this.#runEndedMonotonicMs;
  }

  get newestUnixMs(): number | null {
    return this.#newestUnixMs;
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  get cacheBytes(): number {
    return this.#cache?.sizeBytes ?? 0;
  }

  /** A step of the connection, or its failure (which also names the gap). */
  setState(state: StreamState): void {
    const entered = state.state !== this.#state.state;
    if (!entered && state.state !== 'failed') {
      return;
    }
    this.#state = state;
    if (entered) {
      this.#stateSinceUnixMs = this.#nowUnixMs();
    }
    if (state.state === 'failed') {
      this.#openGap(GAP_CAUSE_OF_FAILURE[state.code], state.detail ?? state.code);
    }
    this.#options.onState(this);
  }

  /** The next unit of the connection. */
  push(unit: DepacketizedUnit): void {
    if (this.#run !== null && unit.format !== this.#run.format) {
      this.endRun('format-change');
      this.#learnedDepth = null;
    }
    if (this.#run !== null && this.#stepDeadlineMonotonicMs !== null && unit.sync) {
      this.endRun('clock-step');
    }
    const refusal = this.#offer(unit);
    if (refusal !== null) {
      this.endRun(refusal);
      // A run always takes the unit that it begins with.
      this.#offer(unit);
    }
  }

  /** To the run, or to a new one where the unit can begin one. Why the run must end before the unit; null: it was taken, or left out. */
  #offer(unit: DepacketizedUnit): RunStartReason | null {
    const run = this.#run ?? this.#beginRun(unit);
    if (run === null) {
      return null;
    }
    const pushed = run.push(unit);
    if (pushed.kind === 'sample') {
      this.#deliver(run, pushed);
      return null;
    }
    if (pushed.kind === 'dropped') {
      return 'disk';
    }
    this.#learnedDepth = pushed.reorderDepth;
    return RUN_REASONS[pushed.reason];
  }

  /** Null: the unit can't begin one. */
  #beginRun(unit: DepacketizedUnit): StreamRun | null {
    if (!unit.sync) {
      this.setState({ state: 'waiting-for-key-frame' });
      this.#openGap('no-key-frame', null);
      return null;
    }
    const { volumeId, cameraName, record, archive, siteClock } = this.#options;
    // A run that ended because the volume's queue was full costs the disk nothing until one fits again.
    if (this.#nextReason !== 'disk' && !this.#allowance.take(siteClock.monotonicMs())) {
      this.#openGap('no-media', 'times or format jump again and again');
      return null;
    }
    const run = new StreamRun(unit, {
      stream: this.key,
      volumeId,
      cameraName: cameraName(),
      reason: this.#nextReason,
      reorderDepth: this.#learnedDepth,
      archive: record ? archive : null,
      siteClock,
      memory: this.memory,
      onRecorded: (wallEndUnixMs) => {
        this.#recordedUntilUnixMs = wallEndUnixMs;
        this.#gapCause = null;
      },
    });
    this.#run = run;
    this.#format = unit.format;
    this.#cache = new GopCache(unit.format.timescale, this.memory);
    for (const viewer of this.#viewers) {
      viewer.onInit(unit.format, run.init);
    }
    this.setState({ state: 'receiving' });
    return run;
  }

  #deliver(run: StreamRun, sample: LiveSample): void {
    const { unit } = sample;
    this.meter.countUnit(
      run.mediaMs(sample.dtsTicks),
      unit.sync && run.format.kind === 'video',
      unit.lostPackets > 0,
    );
    if (sample.movedTicks > 0) {
      this.meter.countMovedTime();
    }
    this.#newestUnixMs = sample.wallStartUnixMs;
    this.#cache?.push(sample);
    if (this.#viewers.size > 0) {
      const head = writeLiveHead(sample);
      for (const viewer of this.#viewers) {
        viewer.onFragment(sample, head, false);
      }
    }
  }

  /** Ends the run if there is one; the next begins with `reason`. */
  endRun(reason: RunStartReason): void {
    const run = this.#run;
    this.#nextReason = reason;
    if (run === null) {
      return;
    }
    this.#run = null;
    this.#cache?.clear();
    this.#cache = null;
    this.#runEndedMonotonicMs = this.#options.siteClock.monotonicMs();
    this.#stepDeadlineMonotonicMs = null;
    this.meter.breakGop();
    for (const viewer of this.#viewers) {
      viewer.onRunEnd();
    }
    this.#recordedUntilUnixMs = run.end() ?? this.#recordedUntilUnixMs;
  }

  /** The connection is gone; the next one begins a run. What follows is told by `setState`. */
  disconnected(): void {
    this.endRun('reconnect');
  }

  /** The camera plays on from another address: the next run begins there, and nothing failed. */
  movedElsewhere(): void {
    if (this.#run !== null) {
      this.endRun('reconnect');
      this.#openGap('network', 'the camera sends on to another address');
    }
  }

  /** Site time jumped. Its run goes on in the old time to the next sync unit, so that no picture is lost. */
  clockStepped(step: ClockStep): void {
    if (this.#run !== null) {
      this.#run.keepBeforeStep(step.afterUnixMs - step.beforeUnixMs);
      this.#stepDeadlineMonotonicMs ??= this.#options.siteClock.monotonicMs() + MAX_RUN_AFTER_STEP_MS;
    }
  }

  tick(nowMonotonicMs: number): void {
    this.memory.sweep();
    this.#run?.tick(nowMonotonicMs);
    if (this.#stepDeadlineMonotonicMs !== null && nowMonotonicMs >= this.#stepDeadlineMonotonicMs) {
      this.endRun('clock-step');
      this.#openGap('clock-step', null);
    }
  }

  /** The configuration takes the stream away, or the recorder ends. */
  stop(cause: GapCause | null): void {
    this.endRun('start');
    if (cause !== null) {
      this.#openGap(cause, null);
    }
    this.setState({ state: 'off' });
  }

  /** Sends what there is of the GOP at once. */
  addViewer(viewer: LiveViewer): void {
    this.#viewers.add(viewer);
    this.#options.onViewers();
    const run = this.#run;
    const cache = this.#cache;
    if (run === null || cache === null) {
      return;
    }
    viewer.onInit(run.format, run.init);
    for (const sample of cache.samples) {
      viewer.onFragment(sample, this.#cachedHead(sample), true);
    }
    if (cache.tooLong) {
      viewer.onGopTooLong();
    }
  }

  /** Shared by all who join within a GOP: a thousand channels that don't read wait with one copy. */
  #cachedHead(sample: LiveSample): Uint8Array {
    const known = this.#cachedHeads.get(sample);
    if (known !== undefined) {
      return known;
    }
    const head = writeLiveHead(sample);
    this.#cachedHeads.set(sample, head);
    return head;
  }

  removeViewer(viewer: LiveViewer): void {
    this.#viewers.delete(viewer);
    this.#options.onViewers();
  }

  /** A gap keeps the detail that it began with: the archive takes another one with another cause only. */
  #openGap(cause: GapCause, detail: string | null): void {
    if (!this.#options.record || this.#gapCause === cause) {
      return;
    }
    const startUnixMs =
      this.#gapCause === null && this.#recordedUntilUnixMs !== null
        ? this.#recordedUntilUnixMs
        : this.#nowUnixMs();
    this.#gapCause = cause;
    this.#options.archive.openGap(this.key, this.#options.volumeId, cause, startUnixMs, detail);
  }

  #nowUnixMs(): number {
    return Math.round(this.#options.siteClock.nowUnixMs());
  }
}
