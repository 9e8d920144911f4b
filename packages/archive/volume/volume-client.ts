/**
 * The recorder's side of one volume: posts commands to its thread, counts what waits there, and never waits itself. What
 * doesn't fit the queue is dropped and becomes a gap `disk-stall`; memory stays bounded however long a disk stalls.
 */
import { Worker } from 'node:worker_threads';
import { ArchiveError } from '../port/archive-error.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import type {
  AppendedAnnouncement,
  KeptHead,
  RecordedFragment,
  RunStart,
  RunWriter,
  VolumeStatistics,
} from '../port/writer.ts';
import { toHex } from '../proof/digest.ts';
import type { NodeSigner, SignedDraft } from '../proof/head.ts';
import { draftMessage } from '../proof/head.ts';
import { QueueLimit } from './queue-limit.ts';
import type { VolumeWorkerData, VolumeWorkerMessage, VolumeWorkerReports } from './serve-volume.ts';
import { StreamOutbox } from './stream-outbox.ts';
import type {
  RefusalData,
  VolumeAnswer,
  VolumeCommand,
  VolumeCondition,
  VolumeReport,
  VolumeRequest,
} from './volume-command.ts';

/**
 * Commands that may wait, beside their bytes (`QueueLimit`): what finds no room is dropped, or refused with
 * `volume-failed`.
 */
export const MAX_QUEUED_MESSAGES = 4096;
/** Of a thread that hasn't finished anything for so long the volume is said to stall. */
export const STALLED_AFTER_MS = 2000;
/**
 * Of the queue's limit: a stream that was dropped goes on when less waits. To end its segment and begin another costs the disk
 * more than its fragments; taken again as soon as one fitted, 128 streams kept a slow disk from a third of what it could write.
 */
const RESUME_BELOW = 0.5;
const TICK_MS = 500;
const RESTART_AFTER_MS = 3000;
/** Signing takes a turn of the volume's thread; a disk that hangs gets no heads. */
const LAST_HEADS_MS = 2000;
/** A stop doesn't wait longer for a disk that hangs. */
const CLOSE_TIMEOUT_MS = 15_000;

/** One volume as the recorder's loop opens it; listeners are called on that loop. */
export interface VolumeClientOptions {
  readonly volumeId: string;
  readonly path: string;
  readonly bootId: string;
  readonly recordedBefore?: boolean;
  /** Remembered outside of the volume: heads were signed on it, and so every deletion since. */
  readonly deletionsSigned?: boolean;
  readonly floorBytes: number | null;
  readonly defaultRetentionDays: number;
  readonly now: () => VolumeTime;
  readonly signer: NodeSigner | null;
  readonly onAppended: (announcement: AppendedAnnouncement) => void;
  readonly onHeadsSigned: (volumeId: string, heads: readonly KeptHead[]) => void;
  /** For tests: another thread than the one over the real disk. */
  readonly startWorker?: (data: VolumeWorkerData) => Worker;
  readonly onWarning: (volumeId: string, text: string) => void;
}

interface ClientRun {
  readonly token: number;
  readonly start: RunStart;
  /** The thread knows it: from its first fragment that fits the queue. */
  begun: boolean;
  /** Fragments were dropped: the next must start on a sync sample. */
  lost: boolean;
}

interface Waiting {
  readonly resolve: (answer: VolumeAnswer) => void;
  readonly reject: (error: ArchiveError) => void;
}

const NOT_OPEN: VolumeCondition = {
  state: 'failed',
  detail: 'not open yet',
  totalBytes: 0,
  freeBytes: 0,
  heldBytes: 0,
  archiveBytes: 0,
  oldestUnixMs: null,
};

/** One volume, from the main thread: no call waits for the disk. */
export class VolumeClient {
  readonly #options: VolumeClientOptions;
  readonly #runs = new Map<number, ClientRun>();
  readonly #retentionDays = new Map<string, number>();
  readonly #waiting = new Map<number, Waiting>();
  /** What to do when the thread is done with each command that it was given, in order. */
  #posted: ((() => void) | null)[] = [];
  readonly #limit = new QueueLimit();
  readonly #outbox = new StreamOutbox();
  readonly #timer: NodeJS.Timeout;
  #worker: Worker;
  #condition = NOT_OPEN;
  #deletionsSigned: boolean;
  #queuedBytes = 0;
  #queuedMessages = 0;
  /** When the thread last finished something, or was given the first thing to do. */
  #progressAtMs = 0;
  #tickQueued = false;
  #nextNumber = 1;
  #closing = false;
  #opened: { resolve: () => void; reject: (error: ArchiveError) => void } | null = null;
  #closed: (() => void) | null = null;

  private constructor(options: VolumeClientOptions) {
    this.#options = options;
    this.#deletionsSigned = options.deletionsSigned ?? false;
    this.#worker = this.#start();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /**
   * Resolves when the first attempt to open is over, also where the disk fails: that is a state and is tried again.
   * Rejects with ArchiveError `archive-locked`, `index-version`.
   */
  static async open(options: VolumeClientOptions): Promise<VolumeClient> {
    const client = new VolumeClient(options);
    try {
      await new Promise<void>((resolve, reject) => {
        client.#opened = { resolve, reject };
      });
    } catch (error) {
      await client.#terminate();
      throw error;
    }
    return client;
  }

  get id(): string {
    return this.#options.volumeId;
  }

  beginRun(start: RunStart): RunWriter {
    const run: ClientRun = { token: this.#number(), start, begun: false, lost: false };
    this.#runs.set(run.token, run);
    return {
      append: (fragment) => this.#append(run, fragment),
      end: () => {
        if (!this.#runs.delete(run.token) || !run.begun) return;
        this.#flushOutbox();
        this.#post({ type: 'end-run', token: run.token }, 0);
      },
    };
  }

  openGap(stream: StreamKey, cause: GapCause, startUnixMs: number, detail: string | null): void {
    this.#outbox.gap(stream, cause, startUnixMs, detail);
    this.#flushOutbox();
  }

  recordEvent(atUnixMs: number, event: string, detail: Readonly<Record<string, unknown>>): void {
    // Events are rare and small; a stall that leaves no room for one is in the ledger itself.
    if (this.#queuedMessages >= MAX_QUEUED_MESSAGES) return;
    this.#post({ type: 'event', atUnixMs, event, detail }, 0);
  }

  setRetention(cameraId: string, days: number): void {
    if (this.#retentionDays.get(cameraId) === days) return;
    this.#retentionDays.set(cameraId, days);
    this.#post({ type: 'retention', cameraId, days }, 0);
  }

  /** Rejects with ArchiveError; `volume-failed` at once where the queue is full. */
  request(request: VolumeRequest): Promise<VolumeAnswer> {
    if (this.#closing) return Promise.reject(new ArchiveError('closed', 'the archive is closed'));
    if (this.#queuedMessages >= MAX_QUEUED_MESSAGES) {
      const details = { volumeId: this.id, state: 'stalled' };
      return Promise.reject(new ArchiveError('volume-failed', `volume ${this.id} is stalled`, details));
    }
    const id = this.#number();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'request', id, request }, 0);
    });
  }

  statistics(): VolumeStatistics {
    const { volumeId, path } = this.#options;
    const base = { ...this.#condition, volumeId, path, queuedBytes: this.#queuedBytes };
    const waitsMs = this.#options.now().monotonicMs - this.#progressAtMs;
    if (this.#queuedMessages === 0 || waitsMs < STALLED_AFTER_MS) return base;
    return { ...base, state: 'stalled', detail: `the disk has not answered for ${Math.floor(waitsMs)} ms` };
  }

  async close(stoppedUnixMs: number): Promise<void> {
    if (this.#closing) return;
    this.#flushOutbox(Number.MAX_SAFE_INTEGER);
    const signed = this.#signLast();
    this.#closing = true;
    clearInterval(this.#timer);
    await signed;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      this.#closed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#post({ type: 'close', stoppedUnixMs }, 0);
    });
    await this.#terminate();
  }

  /** What was recorded up to the stop is not left without a head until the recorder has run for another hour. */
  async #signLast(): Promise<void> {
    if (this.#options.signer === null) return;
    const signed = this.request({ type: 'sign-heads', cameraId: null }).then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([signed, new Promise((resolve) => setTimeout(resolve, LAST_HEADS_MS).unref())]);
  }

  #append(run: ClientRun, fragment: RecordedFragment): boolean {
    const { parts, wallStartUnixMs, wallEndUnixMs, startsOnSync, release } = fragment;
    const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
    if (!this.#runs.has(run.token)) throw new TypeError('append: the run has ended');
    const nowMonotonicMs = this.#options.now().monotonicMs;
    this.#limit.arrived(sizeBytes, nowMonotonicMs);
    const limitBytes = this.#limit.bytes(nowMonotonicMs);
    const roomBytes = this.#outbox.isDropping(run.start.stream) ? limitBytes * RESUME_BELOW : limitBytes;
    const fits = this.#queuedMessages === 0 || this.#queuedBytes + sizeBytes <= roomBytes;
    // Behind a lost fragment nothing can be decoded before the next sync sample: the thread would drop it, after it took room.
    const decodable = !run.lost || startsOnSync;
    if (!decodable || !fits || this.#queuedMessages >= MAX_QUEUED_MESSAGES) {
      run.lost = true;
      this.#outbox.dropped(run.start.stream, run.token, wallStartUnixMs, wallEndUnixMs);
      this.#flushOutbox();
      release?.();
      return false;
    }
    for (const command of this.#outbox.takeBefore(run.start.stream)) this.#post(command, 0);
    if (!run.begun) this.#begin(run, wallStartUnixMs);
    run.lost = false;
    this.#post(
      { type: 'append', token: run.token, parts, wallStartUnixMs, wallEndUnixMs },
      sizeBytes,
      release ?? null,
    );
    return true;
  }

  /** Not before it has a fragment that fits: during a long stall runs come and go that the thread need not hear of. */
  #begin(run: ClientRun, wallStartUnixMs: number): void {
    run.begun = true;
    const { stream, format, init } = run.start;
    const { reason, startUnixMs } = run.lost
      ? { reason: 'disk' as const, startUnixMs: wallStartUnixMs }
      : run.start;
    const definition = { stream, format, init, reason, startUnixMs };
    this.#post({ type: 'begin-run', token: run.token, definition }, init.length);
  }

  #flushOutbox(room = MAX_QUEUED_MESSAGES - this.#queuedMessages): void {
    for (const command of this.#outbox.take(room)) this.#post(command, 0);
  }

  #post(command: VolumeCommand, weightBytes: number, onDone: (() => void) | null = null): void {
    const time = this.#options.now();
    if (this.#queuedMessages === 0) this.#progressAtMs = time.monotonicMs;
    this.#queuedMessages += 1;
    this.#queuedBytes += weightBytes;
    const message: VolumeWorkerMessage = { command, time, weightBytes };
    this.#posted.push(onDone);
    this.#worker.postMessage(message, []);
  }

  #tick(): void {
    this.#flushOutbox();
    if (this.#tickQueued || this.#closing) return;
    this.#tickQueued = true;
    this.#post({ type: 'tick' }, 0);
  }

  #receive({ reports, doneBytes }: VolumeWorkerReports): void {
    for (const report of reports) this.#hear(report);
    if (doneBytes === null) return;
    this.#queuedBytes -= doneBytes;
    this.#queuedMessages -= 1;
    this.#progressAtMs = this.#options.now().monotonicMs;
    this.#posted.shift()?.();
  }

  #hear(report: VolumeReport): void {
    switch (report.type) {
      case 'appended':
        this.#options.onAppended(report.announcement);
        return;
      case 'opened':
        this.#condition = report.condition;
        this.#opened?.resolve();
        return;
      case 'refused':
        this.#opened?.reject(errorOf(report.refusal));
        return;
      case 'condition':
        this.#condition = report.condition;
        this.#tickQueued = false;
        return;
      case 'sign':
        this.#post({ type: 'heads', id: report.id, heads: this.#sign(report.drafts) }, 0);
        return;
      case 'answer':
        this.#take(report.id)?.resolve(report.answer);
        return;
      case 'refusal':
        this.#take(report.id)?.reject(errorOf(report.refusal));
        return;
      case 'warning':
        this.#options.onWarning(this.id, report.text);
        return;
      case 'closed':
        this.#closed?.();
        return;
    }
  }

  #sign(drafts: Extract<VolumeReport, { type: 'sign' }>['drafts']): SignedDraft[] {
    const { signer, volumeId, onHeadsSigned } = this.#options;
    if (signer === null) return [];
    // What they stand for is committed: they may be kept outside before their own lines are.
    const heads = drafts.flatMap((draft) =>
      'seq' in draft ? [{ stream: draft.stream, seq: draft.seq, chain: toHex(draft.chain) }] : [],
    );
    const signedBefore = this.#deletionsSigned;
    if (heads.length > 0) {
      onHeadsSigned(volumeId, heads);
      this.#deletionsSigned = true;
    }
    return drafts.map((draft) => ({
      ...draft,
      signedBefore,
      keyId: signer.keyId,
      signature: signer.sign(draftMessage(volumeId, draft)),
      nodeKey: signer.publicKey,
    }));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #start(): Worker {
    const {
      volumeId,
      path,
      bootId,
      recordedBefore = false,
      floorBytes,
      defaultRetentionDays,
      now,
    } = this.#options;
    const data: VolumeWorkerData = {
      volumeId,
      root: path,
      bootId,
      recordedBefore,
      floorBytes,
      defaultRetentionDays,
      time: now(),
    };
    const worker = (this.#options.startWorker ?? startVolumeWorker)(data);
    worker.on('message', (message: VolumeWorkerReports) => this.#receive(message));
    worker.on('error', (error) => this.#restart(error));
    return worker;
  }

  /** A thread that died of a bug must not end the recording of its volume. */
  #restart(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#options.onWarning(this.id, `the thread of the volume ended: ${text}`);
    this.#condition = { ...NOT_OPEN, detail: text };
    const refusal = {
      code: 'volume-failed',
      message: text,
      details: { volumeId: this.id, state: 'failed' },
    } as const;
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(errorOf(refusal));
    this.#opened?.reject(errorOf(refusal));
    this.#closed?.();
    const { unixMs } = this.#options.now();
    for (const run of this.#runs.values()) {
      run.begun = false;
      run.lost = true;
      this.#outbox.dropped(run.start.stream, run.token, unixMs, unixMs);
    }
    this.#releaseAll();
    // Until the new thread is there everything is dropped: the queue counts as full.
    this.#queuedMessages = MAX_QUEUED_MESSAGES;
    if (this.#closing) return;
    setTimeout(() => {
      if (this.#closing) return;
      // What was posted meanwhile went to nobody.
      this.#releaseAll();
      this.#queuedMessages = 0;
      this.#queuedBytes = 0;
      this.#tickQueued = false;
      this.#worker = this.#start();
      for (const [cameraId, days] of this.#retentionDays)
        this.#post({ type: 'retention', cameraId, days }, 0);
      this.#outbox.sayAgain();
      this.#flushOutbox();
    }, RESTART_AFTER_MS).unref();
  }

  async #terminate(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    const closed = new ArchiveError('closed', 'the archive is closed');
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(closed);
    await this.#worker.terminate();
    this.#releaseAll();
  }

  /** The thread is gone: it reads nothing any more. */
  #releaseAll(): void {
    for (const onDone of this.#posted.splice(0)) onDone?.();
  }

  #number(): number {
    return this.#nextNumber++;
  }
}

function startVolumeWorker(data: VolumeWorkerData): Worker {
  return new Worker(new URL('./volume-worker.ts', import.meta.url), { workerData: data });
}

function errorOf({ code, message, details }: RefusalData): ArchiveError {
  return new ArchiveError(code, message, details);
}
