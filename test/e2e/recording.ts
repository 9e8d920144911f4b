/**
 * A recorder as its own process on a data directory of the test's: configured as the server would, watched over its
 * socket, read back from the disk alone. What cameras send and what witnesses say does not belong here.
 */
import { join } from 'node:path';
import type { StreamKind } from '@matlang/archive';
import { type CheckReport, checkArchive } from '@matlang/archive/check';
import { type CameraTimeline, openArchiveReader } from '@matlang/archive/reading';
import { openSiteKey, sealSecret } from '@matlang/keys';
import {
  cameraPasswordContext,
  type FromRecorderFrame,
  type StreamStatistics,
  type Transport,
} from '@matlang/link';
import {
  type FinishingContext,
  type FrameOf,
  LinkClient,
  type StartedProcess,
  until,
} from '@matlang/testkit';
import {
  cameraIdOf,
  configureSite,
  DEFAULT_VOLUME,
  type SiteCamera,
  socketOf,
  startRecorderProcess,
  waitUntilReady,
} from '../rig/recorder-site.ts';
import { segmentFilesOf } from '../rig/segment-files.ts';

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
  readonly subUrl?: string;
  /** Default main. */
  readonly record?: SiteCamera['record'];
  /** Default true, main and sub alike. */
  readonly live?: boolean;
  /** Default true. */
  readonly enabled?: boolean;
}

/** A camera of the test by its number, or one that the server made by its id. */
type CameraName = number | string;
const idOf = (camera: CameraName): string => (typeof camera === 'number' ? cameraIdOf(camera) : camera);

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
  #client: LinkClient | null = null;
  #revision = 0;

  /** @param data a directory that is there */
  constructor(data: string) {
    this.data = data;
  }

  /** Tells the recorder what to record from now on. */
  configure(cameras: readonly CameraSetup[]): void {
    this.#revision += 1;
    const siteCameras = cameras.map((setup) => siteCameraOf(setup, this.data));
    configureSite(this.data, siteCameras, [DEFAULT_VOLUME], this.#revision);
  }

  /** Fulfilled when it says that it is ready. */
  async start(): Promise<void> {
    const started = await startRecorderProcess(this.data);
    this.#process = started;
    await waitUntilReady(started);
    this.#client = new LinkClient(socketOf(this.data), { onFrame: (frame) => this.frames.push(frame) });
  }

  /** As a supervisor ends it. @throws Error where it does not end with code 0 */
  async stop(): Promise<void> {
    const started = this.#process;
    if (started === null) return;
    this.#process = null;
    started.child.stdin?.end();
    const { code, signal } = await started.ended;
    this.#client?.close();
    if (code !== 0)
      throw new Error(`recorder ended with ${signal ?? code}\n${started.lines.slice(-20).join('\n')}`);
  }

  /** SIGKILL, if it still runs. */
  async kill(): Promise<void> {
    await this.#process?.kill();
    this.#process = null;
    this.#client?.close();
  }

  /** Its log so far. */
  get log(): readonly string[] {
    return this.#process?.lines ?? [];
  }

  of<Type extends FromRecorderFrame['type']>(type: Type): readonly FrameOf<Type>[] {
    return this.frames.filter((frame): frame is FrameOf<Type> => frame.type === type);
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
    return segmentFilesOf(this.volume.path, idOf(camera), kind).map(({ path }) => path);
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
    return { id: DEFAULT_VOLUME.id, path: join(this.data, DEFAULT_VOLUME.path) };
  }

  /** Every byte and hash. */
  check(): Promise<CheckReport> {
    return checkArchive({ volumes: [this.volume], deep: true, nowUnixMs: Date.now() });
  }
}

function siteCameraOf(setup: CameraSetup, data: string): SiteCamera {
  const { number, url, subUrl, record, username, password, transport = 'tcp', audio = false } = setup;
  const { live = true, enabled = true } = setup;
  const id = cameraIdOf(number);
  return {
    id,
    url,
    transport,
    audio: { enabled: audio, reason: audio ? 'gate with an intercom' : null },
    ...(subUrl === undefined ? {} : { subUrl }),
    ...(record === undefined ? {} : { record }),
    ...(live ? {} : { live: { main: false, sub: false } }),
    enabled,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined
      ? {}
      : { sealedPassword: sealSecret(openSiteKey(data), password, cameraPasswordContext(id)) }),
  };
}
