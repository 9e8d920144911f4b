/** One configured camera: its streams and the connections that feed them. */
import type { ArchiveWriter } from '@matlang/archive';
import type { CameraConfiguration, StreamKind } from '@matlang/link';
import type { BlockPool } from '@matlang/media/memory';
import type { ClockStep, SiteClock } from '../clock/site-clock.ts';
import { CameraConnection, type CameraCredentials } from '../connection/camera-connection.ts';
import type { ReadPacer } from '../connection/read-pacer.ts';
import type { Log } from '../log.ts';
import { MediaStream } from '../stream/media-stream.ts';

/** One camera's settings and what it works with. */
export interface RecordedCameraOptions {
  readonly configuration: CameraConfiguration;
  readonly credentials: CameraCredentials;
  readonly archive: ArchiveWriter;
  readonly siteClock: SiteClock;
  readonly pacer: ReadPacer;
  readonly pool: BlockPool;
  readonly random: () => number;
  readonly onState: (stream: MediaStream) => void;
  readonly log: Log;
}

interface Pulled {
  readonly connection: CameraConnection;
  readonly streams: readonly MediaStream[];
}

/** Whether a stream goes to disk. */
export function isRecorded(configuration: CameraConfiguration, kind: StreamKind): boolean {
  const { enabled, record, audio } = configuration;
  if (!enabled) {
    return false;
  }
  return kind === 'audio'
    ? audio.enabled && record !== 'none'
    : record === 'both'
      ? kind === 'main' || configuration.sub !== undefined
      : record === kind;
}

/** Whether a connection is kept for a video stream. */
export function isPulled(configuration: CameraConfiguration, kind: 'main' | 'sub'): boolean {
  const address = kind === 'main' ? configuration.main : configuration.sub;
  return (
    configuration.enabled &&
    address !== undefined &&
    (isRecorded(configuration, kind) || configuration.live[kind])
  );
}

/** Its name may change; other settings make another one. */
export class RecordedCamera {
  readonly id: string;
  readonly volumeId: string;
  readonly #pulled: Pulled[] = [];
  #name: string;

  constructor(options: RecordedCameraOptions) {
    const { configuration } = options;
    this.id = configuration.id;
    this.volumeId = configuration.volumeId;
    this.#name = configuration.name;
    let audioWanted = configuration.audio.enabled;
    for (const kind of ['main', 'sub'] as const) {
      const url = configuration[kind]?.url;
      if (url !== undefined && isPulled(configuration, kind)) {
        // Sound comes with the first address that is pulled: one microphone is recorded once.
        this.#pulled.push(this.#pull(options, kind, url, audioWanted));
        audioWanted = false;
      }
    }
  }

  #pull(options: RecordedCameraOptions, kind: 'main' | 'sub', url: string, withAudio: boolean): Pulled {
    const { configuration, credentials, archive, siteClock, pacer, pool, random, onState, log } = options;
    const streamOf = (streamKind: StreamKind): MediaStream =>
      new MediaStream({
        stream: { cameraId: configuration.id, kind: streamKind },
        volumeId: configuration.volumeId,
        cameraName: () => this.#name,
        record: isRecorded(configuration, streamKind),
        archive,
        siteClock,
        pool,
        onState,
        onViewers: () => this.#applyViewers(),
      });
    const video = streamOf(kind);
    const audio = withAudio ? streamOf('audio') : null;
    const connection = new CameraConnection({
      url,
      credentials,
      transport: configuration.transport,
      video,
      audio,
      siteClock,
      pacer,
      random,
      log: (event, details) => log(event, { cameraId: configuration.id, kind, ...details }),
    });
    return { connection, streams: audio === null ? [video] : [video, audio] };
  }

  /** Stands in what is recorded from the next run on. */
  rename(name: string): void {
    this.#name = name;
  }

  start(): void {
    for (const { connection } of this.#pulled) {
      connection.start();
    }
  }

  get streams(): readonly MediaStream[] {
    return this.#pulled.flatMap(({ streams }) => streams);
  }

  stream(kind: StreamKind): MediaStream | undefined {
    return this.streams.find(({ key }) => key.kind === kind);
  }

  /** The connection that feeds a stream. */
  connectionOf(stream: MediaStream): CameraConnection | undefined {
    return this.#pulled.find(({ streams }) => streams.includes(stream))?.connection;
  }

  /** Tries at once what waits for its next try; returns the kinds of its streams. */
  tryNow(): readonly StreamKind[] {
    return this.#pulled.flatMap(({ connection, streams }) =>
      connection.tryNow() ? streams.map(({ key }) => key.kind) : [],
    );
  }

  /** Every 250 ms. */
  tick(nowMonotonicMs: number): void {
    for (const { connection, streams } of this.#pulled) {
      connection.tick(nowMonotonicMs);
      for (const stream of streams) {
        stream.tick(nowMonotonicMs);
      }
    }
  }

  /** Every second. */
  measure(nowMonotonicMs: number): void {
    for (const stream of this.streams) {
      stream.meter.tick(nowMonotonicMs);
    }
  }

  clockStepped(step: ClockStep): void {
    for (const stream of this.streams) {
      stream.clockStepped(step);
    }
  }

  /** `stopped`: taken out of the configuration, a gap of that cause opens; null: the recorder ends. */
  stop(cause: 'stopped' | null): void {
    for (const { connection, streams } of this.#pulled) {
      connection.stop();
      for (const stream of streams) {
        stream.stop(cause);
      }
    }
  }

  #applyViewers(): void {
    for (const { connection, streams } of this.#pulled) {
      connection.immediate = streams.some((stream) => stream.viewerCount > 0);
    }
  }
}
