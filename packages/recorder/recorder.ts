/** The recorder without its process: cameras, clock, socket and archive joined. Constructed by start-recorder.ts and by tests. */
import type {
  AppendedAnnouncement,
  ArchiveWriter,
  KeptHead,
  StreamKey,
  VolumeStatistics,
} from '@matlang/archive';
import type {
  AuditLogHead,
  CommandOutcome,
  RecorderCommand,
  RecorderConfiguration,
  RecorderStatistics,
  StreamStatistics,
} from '@matlang/link';
import { MAX_VOLUME_DETAIL_CHARACTERS, probePasswordContext } from '@matlang/link';
import { BlockPool } from '@matlang/media/memory';
import { CameraSet } from './camera/camera-set.ts';
import type { RecordedCamera } from './camera/recorded-camera.ts';
import { type ClockStep, FOLLOW_INTERVAL_MS, type SiteClock } from './clock/site-clock.ts';
import { executeArchiveCommand } from './command/archive-command.ts';
import { ReadPacer } from './connection/read-pacer.ts';
import { LinkServer } from './link-server/link-server.ts';
import { CommandRefused, type RecorderBackend } from './link-server/recorder-backend.ts';
import { describeFault, type Log } from './log.ts';
import { probeCamera } from './probe/probe-camera.ts';
import type { MediaStream } from './stream/media-stream.ts';
import { streamStatistics } from './stream/stream-statistics.ts';

const TICKS_PER_SECOND = 1000 / FOLLOW_INTERVAL_MS;
const TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;
/** A camera's clock goes to the journal as often as the heads are signed. */
const CAMERA_CLOCK_JOURNAL_MS = 60 * 60_000;
/** A probe holds a session of the camera and a moment of this process. */
const MAX_PROBES = 4;
/** A volume in one of these states writes nothing; one that stalls still does. */
const IDLE_VOLUME_STATES: ReadonlySet<VolumeStatistics['state']> = new Set(['full', 'read-only', 'failed']);

/** Everything that it does not make itself. */
export interface RecorderOptions {
  readonly archive: ArchiveWriter;
  readonly socketPath: string;
  /** Followed here, by nobody else. */
  readonly siteClock: SiteClock;
  readonly random: () => number;
  readonly openSecret: (sealed: string, context: string) => string;
  /** With the node's key; without it a log stays unsigned. */
  readonly signAuditLog?: (head: AuditLogHead) => { readonly keyId: string; readonly signature: string };
  readonly productVersion: string;
  /** Nothing else runs on this thread: it may sleep between two reads of the cameras. */
  readonly ownsThread?: boolean;
  readonly log: Log;
}

/** Started once, stopped once. */
export class Recorder implements RecorderBackend {
  readonly #options: RecorderOptions;
  readonly #siteClock: SiteClock;
  readonly #pacer: ReadPacer;
  readonly #pool = new BlockPool();
  readonly #cameras: CameraSet;
  readonly #server: LinkServer;
  readonly #startedUnixMs: number;
  #timer: NodeJS.Timeout | null = null;
  #ticks = 0;
  #revision: number | null = null;
  #problem: string | null = null;
  #nextClockJournalMonotonicMs: number;
  #probes = 0;
  /** Told once each. */
  readonly #faulted = new WeakSet<RecordedCamera>();
  #stopping = false;

  constructor(options: RecorderOptions) {
    const { archive, siteClock, random, openSecret, productVersion, log, socketPath } = options;
    this.#options = options;
    this.#siteClock = siteClock;
    this.#pacer = new ReadPacer(() => siteClock.monotonicMs(), options.ownsThread ?? false);
    this.#startedUnixMs = Math.round(this.#siteClock.nowUnixMs());
    this.#nextClockJournalMonotonicMs = siteClock.monotonicMs() + CAMERA_CLOCK_JOURNAL_MS;
    this.#server = new LinkServer({ path: socketPath, backend: this, productVersion, log });
    this.#cameras = new CameraSet({
      archive,
      siteClock: this.#siteClock,
      pacer: this.#pacer,
      pool: this.#pool,
      random,
      openSecret,
      onState: (stream) => this.#tellState(stream),
      onRemoved: (stream) => this.#server.streamRemoved(stream),
      log,
    });
    archive.onAppended((announcement) => this.#tellAppended(announcement));
    archive.onHeadsSigned((volumeId, heads) => this.#tellHeads(volumeId, heads));
  }

  async start(): Promise<void> {
    await this.#server.listen();
    this.#timer = setInterval(() => this.#tick(), FOLLOW_INTERVAL_MS);
  }

  apply(configuration: RecorderConfiguration): void {
    this.#cameras.apply(configuration);
    this.#revision = configuration.revision;
    this.#problem = null;
    this.#options.log('configuration', {
      revision: configuration.revision,
      cameras: configuration.cameras.length,
    });
  }

  configurationProblem(problem: string): void {
    if (problem !== this.#problem) {
      this.#problem = problem;
      this.#options.log('configuration-refused', { problem });
    }
  }

  /** Ends runs, says TEARDOWN, closes the socket and the archive. */
  async stop(): Promise<void> {
    if (this.#stopping) {
      return;
    }
    this.#stopping = true;
    clearInterval(this.#timer ?? undefined);
    this.#cameras.stop();
    await this.#options.archive.close(Math.round(this.#siteClock.nowUnixMs()));
    await this.#server.close();
  }

  monotonicMs(): number {
    return this.#siteClock.monotonicMs();
  }

  findStream(key: StreamKey): MediaStream | undefined {
    return this.#cameras.find(key);
  }

  *streams(): Iterable<MediaStream> {
    for (const camera of this.#cameras.cameras()) {
      yield* camera.streams;
    }
  }

  statistics(): RecorderStatistics {
    const streams: StreamStatistics[] = [];
    const volumes = this.#options.archive.statistics();
    const idle = new Set(
      volumes.filter(({ state }) => IDLE_VOLUME_STATES.has(state)).map(({ volumeId }) => volumeId),
    );
    for (const camera of this.#cameras.cameras()) {
      for (const stream of camera.streams) {
        const transport = camera.connectionOf(stream)?.transport ?? null;
        streams.push(streamStatistics(stream, transport, !idle.has(camera.volumeId)));
      }
    }
    return {
      atUnixMs: Math.round(this.#siteClock.nowUnixMs()),
      startedUnixMs: this.#startedUnixMs,
      configurationRevision: this.#revision,
      configurationProblem: this.#problem?.slice(0, 2000) ?? null,
      siteClockOffsetMs: this.#siteClock.aheadMs,
      streams,
      volumes: volumes.map((volume) => ({
        ...volume,
        detail: volume.detail?.slice(0, MAX_VOLUME_DETAIL_CHARACTERS) ?? null,
      })),
    };
  }

  /** To the audit log, which lies on another disk than the footage where the guide was followed. */
  #tellHeads(volumeId: string, heads: readonly KeptHead[]): void {
    this.#server.broadcast({
      type: 'archive-event',
      atUnixMs: Math.round(this.#siteClock.nowUnixMs()),
      kind: 'heads-signed',
      detail: {
        volumeId,
        heads: Object.fromEntries(
          heads.map(({ stream, seq, chain }) => [`${stream.cameraId}/${stream.kind}`, { seq, chain }]),
        ),
      },
    });
  }

  async execute(commandId: number, command: RecorderCommand): Promise<CommandOutcome> {
    if (this.#stopping) {
      throw new CommandRefused('shutting-down', 'the recorder ends');
    }
    if (command.command === 'status') {
      return { command: 'status' };
    }
    if (command.command === 'try-now') {
      return { command: 'try-now', streams: [...this.#cameraOf(command.cameraId).tryNow()] };
    }
    if (command.command === 'probe') {
      return { command: 'probe', report: await this.#probe(commandId, command) };
    }
    if (command.command === 'sign-log') {
      return this.#signAuditLog(command);
    }
    return executeArchiveCommand(this.#options.archive, command, Math.round(this.#siteClock.nowUnixMs()));
  }

  #signAuditLog({ command, ...place }: Extract<RecorderCommand, { command: 'sign-log' }>): CommandOutcome {
    const { signAuditLog } = this.#options;
    if (signAuditLog === undefined) {
      throw new CommandRefused('internal', 'there is no key to sign with');
    }
    const signedUnixMs = Math.round(this.#siteClock.nowUnixMs());
    const { keyId, signature } = signAuditLog({ ...place, signedUnixMs });
    return { command, signedUnixMs, keyId, signature };
  }

  #cameraOf(cameraId: string): RecordedCamera {
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined) {
      throw new CommandRefused('unknown-camera', cameraId);
    }
    return camera;
  }

  async #probe(commandId: number, command: Extract<RecorderCommand, { command: 'probe' }>) {
    if (this.#probes >= MAX_PROBES) {
      throw new CommandRefused('too-many-commands', `${MAX_PROBES} cameras are being probed`);
    }
    const { url, username, sealedPassword, transport, measureMs } = command;
    this.#probes += 1;
    try {
      return await probeCamera({
        url,
        credentials:
          username === undefined
            ? null
            : { username, password: this.#openProbePassword(commandId, sealedPassword) },
        transport,
        measureMs,
        siteClock: this.#siteClock,
        pacer: this.#pacer,
        log: this.#options.log,
      });
    } finally {
      this.#probes -= 1;
    }
  }

  #openProbePassword(commandId: number, sealed: string | undefined): string {
    try {
      return sealed === undefined ? '' : this.#options.openSecret(sealed, probePasswordContext(commandId));
    } catch (cause) {
      throw new CommandRefused('password-unreadable', 'the sealed password does not open', { cause });
    }
  }

  #tick(): void {
    const nowMonotonicMs = this.#siteClock.monotonicMs();
    const step = this.#siteClock.follow();
    if (step !== null) {
      this.#tellStep(step);
    }
    this.#ticks += 1;
    const secondly = this.#ticks % TICKS_PER_SECOND === 0;
    for (const camera of this.#cameras.cameras()) {
      this.#tickCamera(camera, nowMonotonicMs, secondly);
    }
    this.#server.tick();
    if (this.#ticks % TICKS_PER_MINUTE === 0) {
      this.#pool.trim();
    }
    if (secondly && this.#server.sessionCount > 0) {
      this.#server.broadcast({ type: 'statistics', statistics: this.statistics() });
    }
    if (nowMonotonicMs >= this.#nextClockJournalMonotonicMs) {
      this.#nextClockJournalMonotonicMs = nowMonotonicMs + CAMERA_CLOCK_JOURNAL_MS;
      this.#journalCameraClocks();
    }
  }

  /** A fault of ours with one camera does not stop the others' clocks. */
  #tickCamera(camera: RecordedCamera, nowMonotonicMs: number, secondly: boolean): void {
    try {
      camera.tick(nowMonotonicMs);
      if (secondly) {
        camera.measure(nowMonotonicMs);
      }
    } catch (error) {
      if (!this.#faulted.has(camera)) {
        this.#faulted.add(camera);
        this.#options.log('fault', {
          cameraId: camera.id,
          error: describeFault(error),
        });
      }
    }
  }

  #tellStep(step: ClockStep): void {
    this.#cameras.clockStepped(step);
    const detail = { beforeUnixMs: step.beforeUnixMs, afterUnixMs: step.afterUnixMs };
    this.#options.archive.recordEvent(step.afterUnixMs, 'clock-step', detail);
    this.#server.broadcast({ type: 'archive-event', atUnixMs: step.afterUnixMs, kind: 'clock-step', detail });
    this.#options.log('clock-step', detail);
  }

  #journalCameraClocks(): void {
    for (const { key, cameraClock } of this.streams()) {
      if (cameraClock.reading !== null) {
        const { offsetMs, driftPpm, atUnixMs } = cameraClock.reading;
        this.#options.archive.recordEvent(atUnixMs, 'camera-clock', { ...key, offsetMs, driftPpm });
      }
    }
  }

  #tellState(stream: MediaStream): void {
    const { key, state, stateSinceUnixMs } = stream;
    this.#server.broadcast({ type: 'stream-state', ...key, state, sinceUnixMs: stateSinceUnixMs });
  }

  #tellAppended({ stream, ...rest }: AppendedAnnouncement): void {
    this.#server.broadcast({ type: 'appended', ...stream, ...rest });
  }
}
