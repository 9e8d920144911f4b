/** The cameras that are recorded now: applies a new configuration camera by camera and leaves the others alone. */
import type { ArchiveWriter, StreamKey } from '@matlang/archive';
import {
  type CameraConfiguration,
  cameraAddressContext,
  cameraPasswordContext,
  type RecorderConfiguration,
} from '@matlang/link';
import type { BlockPool } from '@matlang/media/memory';
import type { ClockStep, SiteClock } from '../clock/site-clock.ts';
import type { CameraCredentials } from '../connection/camera-connection.ts';
import type { ReadPacer } from '../connection/read-pacer.ts';
import type { Log } from '../log.ts';
import type { MediaStream } from '../stream/media-stream.ts';
import { RecordedCamera } from './recorded-camera.ts';

/** What all cameras share. */
export interface CameraSetOptions {
  readonly archive: ArchiveWriter;
  readonly siteClock: SiteClock;
  readonly pacer: ReadPacer;
  readonly pool: BlockPool;
  readonly random: () => number;
  /** Throws when the sealed text does not open. */
  readonly openSecret: (sealed: string, context: string) => string;
  readonly onState: (stream: MediaStream) => void;
  readonly onRemoved: (stream: MediaStream) => void;
  readonly log: Log;
}

interface Member {
  readonly camera: RecordedCamera;
  /** What a change of makes a new connection necessary, secrets included: compared, never shown. */
  readonly fingerprint: string;
}

/** One for each recorder. */
export class CameraSet {
  readonly #options: CameraSetOptions;
  readonly #members = new Map<string, Member>();

  constructor(options: CameraSetOptions) {
    this.#options = options;
  }

  apply(configuration: RecorderConfiguration): void {
    const wanted = new Map(configuration.cameras.map((camera) => [camera.id, camera]));
    for (const id of this.#members.keys()) {
      if (!wanted.has(id)) {
        this.#remove(id);
      }
    }
    for (const camera of wanted.values()) {
      this.#options.archive.setRetention(camera.id, camera.retentionDays);
      this.#put(camera);
    }
  }

  #put(sealed: CameraConfiguration): void {
    const opened = this.#openAddresses(sealed);
    const configuration = opened ?? sealed;
    const credentials = opened === null ? 'unreadable' : this.#credentialsOf(sealed);
    const fingerprint = fingerprintOf(configuration, credentials);
    const member = this.#members.get(configuration.id);
    if (member?.fingerprint === fingerprint) {
      member.camera.rename(configuration.name);
      return;
    }
    this.#remove(configuration.id);
    const { archive, siteClock, pacer, pool, random, onState, log } = this.#options;
    const camera = new RecordedCamera({
      configuration,
      credentials,
      archive,
      siteClock,
      pacer,
      pool,
      random,
      onState,
      log,
    });
    this.#members.set(configuration.id, { camera, fingerprint });
    camera.start();
  }

  #remove(id: string): void {
    const member = this.#members.get(id);
    if (member !== undefined) {
      this.#members.delete(id);
      member.camera.stop('stopped');
      for (const stream of member.camera.streams) {
        this.#options.onRemoved(stream);
      }
    }
  }

  /** With the addresses that are asked for; null: one does not open. */
  #openAddresses(configuration: CameraConfiguration): CameraConfiguration | null {
    const { id, main, sub } = configuration;
    const open = (address: CameraConfiguration['main'], kind: 'main' | 'sub') =>
      address.sealedUrl === undefined
        ? address
        : { url: this.#options.openSecret(address.sealedUrl, cameraAddressContext(id, kind)) };
    try {
      return {
        ...configuration,
        main: open(main, 'main'),
        ...(sub === undefined ? {} : { sub: open(sub, 'sub') }),
      };
    } catch {
      return null;
    }
  }

  #credentialsOf({ id, username, sealedPassword }: CameraConfiguration): CameraCredentials {
    if (username === undefined) {
      return null;
    }
    try {
      return {
        username,
        password:
          sealedPassword === undefined
            ? ''
            : this.#options.openSecret(sealedPassword, cameraPasswordContext(id)),
      };
    } catch {
      return 'unreadable';
    }
  }

  get(id: string): RecordedCamera | undefined {
    return this.#members.get(id)?.camera;
  }

  find(key: StreamKey): MediaStream | undefined {
    return this.get(key.cameraId)?.stream(key.kind);
  }

  *cameras(): Iterable<RecordedCamera> {
    for (const { camera } of this.#members.values()) {
      yield camera;
    }
  }

  clockStepped(step: ClockStep): void {
    for (const camera of this.cameras()) {
      camera.clockStepped(step);
    }
  }

  /** The recorder ends: runs end and cameras hear TEARDOWN. */
  stop(): void {
    for (const camera of this.cameras()) {
      camera.stop(null);
    }
    this.#members.clear();
  }
}

/** A new name or retention is no reason to cut a recording. */
function fingerprintOf(configuration: CameraConfiguration, credentials: CameraCredentials): string {
  const {
    name: _name,
    retentionDays: _retentionDays,
    sealedPassword: _sealed,
    username: _username,
    ...rest
  } = configuration;
  return JSON.stringify([rest, credentials]);
}
