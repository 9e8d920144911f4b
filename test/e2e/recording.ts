/**
 * A recorder as its own process on a data directory of the test's: configured as the server would, watched over its
 * socket, read back from the disk alone. What cameras send and what witnesses say does not belong here.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StreamKind } from '@matlang/archive';
import { type CheckReport, checkArchive } from '@matlang/archive/check';
import { type CameraTimeline, openArchiveReader } from '@matlang/archive/reading';
import { openSiteKey, sealSecret } from '@matlang/keys';
import {
  type CameraConfiguration,
  cameraPasswordContext,
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  recorderConfigurationSchema,
  type StreamStatistics,
  type Transport,
} from '@matlang/link';
import { type FinishingContext, type StartedProcess, startProcess } from '@matlang/testkit';

const MAIN = fileURLToPath(new URL('../../packages/recorder/main.ts', import.meta.url));
const VOLUME_ID = 'default';
const VOLUME_PATH = 'archive';

/** A camera of the test: its number becomes its id. */
export interface CameraSetup {
  readonly number: number;
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Default tcp. */
  readonly transport?: Transport;
  /** Default false. */
  readonly audio?: boolean;
}

/** One frame type of the recorder's socket. */
type Of<Type extends FromRecorderFrame['type']> = Extract<FromRecorderFrame, { type: Type }>;

/** A UUIDv7 that the number can be read from. */
export const cameraId = (number: number): string =>
  `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A camera of the test by its number, or one that the server made by its id. */
type CameraName = number | string;
const idOf = (camera: CameraName): string => (typeof camera === 'number' ? cameraId(camera) : camera);

/** Polls until it is so. @throws Error with `what` when the time is up */
export async function until(what: string, isSo: () => boolean, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts a recorder that records `cameras`, or, null, what a server will tell; it is killed when the test ends. */
export async function startRecording(
  context: FinishingContext,
  data: string,
  cameras: readonly CameraSetup[] | null,
): Promise<Recording> {
  const recording = new Recording(data);
  if (cameras !== null) recording.configure(cameras);
  context.onTestFinished(() => recording.kill());
  await recording.start();
  return recording;
}

/** The process, its socket and its archive. */
export class Recording {
  readonly data: string;
  /** Everything that came over the socket, of all starts. */
  readonly frames: FromRecorderFrame[] = [];
  #process: StartedProcess | null = null;
  #socket: Socket | null = null;
  #revision = 0;

  /** @param data a directory that is there */
  constructor(data: string) {
    this.data = data;
  }

  /** Writes the recorder's configuration whole and renames it into place. */
  configure(cameras: readonly CameraSetup[]): void {
    this.#revision += 1;
    const configuration = recorderConfigurationSchema.parse({
      version: 1,
      revision: this.#revision,
      siteId: '01990000-0000-7000-8000-000000000000',
      siteName: 'Xã Tân Lập',
      volumes: [{ id: VOLUME_ID, path: VOLUME_PATH }],
      cameras: cameras.map((setup) => configurationOf(setup, this.data)),
    });
    const directory = join(this.data, 'recorder');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'new'), JSON.stringify(configuration));
    renameSync(join(directory, 'new'), join(directory, 'cameras.json'));
  }

  /** Fulfilled when it says that it is ready. */
  async start(): Promise<void> {
    const started = await startProcess(process.execPath, [MAIN, '--data', this.data]);
    this.#process = started;
    await started.waitForLine(/"ready":true/, 30_000);
    this.#listen();
  }

  /** As a supervisor ends it. @throws Error where it does not end with code 0 */
  async stop(): Promise<void> {
    const started = this.#process;
    if (started === null) return;
    this.#process = null;
    started.child.stdin?.end();
    const { code, signal } = await started.ended;
    this.#socket?.destroy();
    if (code !== 0)
      throw new Error(`recorder ended with ${signal ?? code}\n${started.lines.slice(-20).join('\n')}`);
  }

  /** SIGKILL, if it still runs. */
  async kill(): Promise<void> {
    await this.#process?.kill();
    this.#process = null;
    this.#socket?.destroy();
  }

  /** Its log so far. */
  get log(): readonly string[] {
    return this.#process?.lines ?? [];
  }

  of<Type extends FromRecorderFrame['type']>(type: Type): readonly Of<Type>[] {
    return this.frames.filter((frame): frame is Of<Type> => frame.type === type);
  }

  /** The newest that was told of a stream. */
  statistics(camera: CameraName, kind: StreamKind = 'main'): StreamStatistics | null {
    const newest = this.of('statistics').at(-1);
    return (
      newest?.statistics.streams.find((stream) => stream.cameraId === idOf(camera) && stream.kind === kind) ??
      null
    );
  }

  /** Wall span that the archive was said to have of a stream, in ms. */
  recordedMs(camera: CameraName, kind: StreamKind = 'main'): number {
    const appended = this.of('appended').filter(
      (frame) => frame.cameraId === idOf(camera) && frame.kind === kind,
    );
    return (appended.at(-1)?.wallEndUnixMs ?? 0) - (appended[0]?.wallStartUnixMs ?? 0);
  }

  /** Waits until so much is on disk of each. */
  async untilRecorded(cameras: readonly CameraName[], ms: number, timeoutMs = 45_000): Promise<void> {
    await until(
      `${ms} ms of cameras ${cameras.join()} on disk\n${this.log.slice(-5).join('\n')}`,
      () => cameras.every((camera) => this.recordedMs(camera) >= ms),
      timeoutMs,
    );
  }

  /** Segment files of a stream in the order in which they were recorded. */
  segmentFiles(camera: CameraName, kind: StreamKind = 'main'): readonly string[] {
    return segmentFilesOf(join(this.data, VOLUME_PATH), idOf(camera), kind);
  }

  /** Spans and gaps of one camera, by the archive's reader. */
  async timeline(camera: CameraName): Promise<CameraTimeline> {
    const reader = openArchiveReader({ volumes: [this.volume] });
    try {
      const { cameras } = await reader.timeline({
        cameraIds: [idOf(camera)],
        fromUnixMs: Date.now() - 3_600_000,
        toUnixMs: Date.now() + 60_000,
        maxPoints: 0,
      });
      const [found] = cameras;
      if (found === undefined) throw new Error('the timeline has no such camera');
      return found;
    } finally {
      reader.close();
    }
  }

  get volume(): { readonly id: string; readonly path: string } {
    return { id: VOLUME_ID, path: join(this.data, VOLUME_PATH) };
  }

  /** Every byte and hash. */
  check(): Promise<CheckReport> {
    return checkArchive({ volumes: [this.volume], deep: true, nowUnixMs: Date.now() });
  }

  #listen(): void {
    const reader = new FrameReader(decodeFromRecorderFrame);
    const socket = connect(join(this.data, 'run', 'recorder.sock'));
    socket.on('error', () => {});
    socket.on('data', (bytes) => reader.push(bytes, (frame) => this.frames.push(frame)));
    socket.write(
      encodeToRecorderFrame({
        type: 'hello',
        protocolVersion: LINK_PROTOCOL_VERSION,
        role: 'tool',
        productVersion: 'test',
      }),
    );
    this.#socket = socket;
  }
}

function configurationOf(setup: CameraSetup, data: string): CameraConfiguration {
  const { number, url, username, password, transport = 'tcp', audio = false } = setup;
  const id = cameraId(number);
  return {
    id,
    name: `Máy ${number}`,
    volumeId: VOLUME_ID,
    enabled: true,
    main: { url },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined
      ? {}
      : { sealedPassword: sealSecret(openSiteKey(data), password, cameraPasswordContext(id)) }),
    transport,
    record: 'main',
    live: { main: true, sub: false },
    audio: { enabled: audio, reason: audio ? 'gate with an intercom' : null },
    retentionDays: 30,
  };
}

/** Files of one stream in a volume, oldest first. */
export function segmentFilesOf(volume: string, id: string, kind: StreamKind): readonly string[] {
  const directory = join(volume, id, kind);
  if (!existsSync(directory)) return [];
  const seqOf = (path: string): number => Number(/-(\d+)\.mp4$/.exec(path)?.[1]);
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mp4'))
    .map((path) => join(directory, path))
    .sort((a, b) => seqOf(a) - seqOf(b));
}
