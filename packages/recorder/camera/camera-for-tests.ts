/** A simulated camera on a real socket and a recorder's camera that pulls it, for tests. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CameraConfiguration, StreamState } from '@matlang/link';
import {
  createRtspServer,
  type MediaSource,
  openClip,
  type PlayClipOptions,
  playClip,
  type RtspServer,
  type RtspServerOptions,
  type SourceUnit,
} from '@matlang/simulator';
import { MemoryArchive } from '../archive-for-tests.ts';
import { machineClocks } from '../clock/clocks.ts';
import { SiteClock } from '../clock/site-clock.ts';
import type { CameraCredentials } from '../connection/camera-connection.ts';
import { ReadPacer } from '../connection/read-pacer.ts';
import { BlockPool } from '../stream/picture-memory.ts';
import { RecordedCamera } from './recorded-camera.ts';

const CLIPS = new URL('../../../../shared/clips/camera/', import.meta.url);
/** Of the one camera in these tests. */
export const CAMERA_ID = '01990000-0000-7000-8000-000000000001';

/** Clips of real cameras that simulated ones play. */
export const CLIP_FILES = {
  h264: fileURLToPath(new URL('kvs_street-dusk_h264_640x480.mp4', CLIPS)),
  h265: fileURLToPath(new URL('kvs_aquarium_h265_640x360.mp4', CLIPS)),
  alaw: fileURLToPath(new URL('kvs_audio_g711a_8k.alaw', CLIPS)),
} as const;

/** Why the tests with clips can't run here; null: they can. In CI a missing clip is a failure. */
export function missingClips(): string | null {
  const missing = Object.values(CLIP_FILES).filter((path) => !existsSync(path));
  if (missing.length === 0) {
    return null;
  }
  if (process.env['CI'] === 'true') {
    throw new Error(`clips are missing: ${missing.join(', ')}`);
  }
  return `clips are missing: ${missing.join(', ')}`;
}

/** What the simulated camera is like; one that plays H.264 video over anything unless told. */
export interface SimulatedOptions {
  readonly clip?: keyof typeof CLIP_FILES;
  readonly withSound?: boolean;
  readonly play?: PlayClipOptions;
  readonly server?: Partial<RtspServerOptions>;
}

/** A camera on a port of this machine. */
export interface SimulatedCamera {
  readonly server: RtspServer;
  readonly source: MediaSource;
  /** Every unit that the server handed to a viewer, in order. */
  readonly sent: SourceUnit[];
  close(): Promise<void>;
}

/** Starts one, with its stream at `/main`. */
export async function simulateCamera(options: SimulatedOptions = {}): Promise<SimulatedCamera> {
  const { clip = 'h264', withSound = false, play = {}, server: serverOptions = {} } = options;
  const source = playClip(
    openClip(CLIP_FILES[clip], { audio: withSound ? { path: CLIP_FILES.alaw } : 'none' }),
    play,
  );
  const sent: SourceUnit[] = [];
  const server = await createRtspServer({
    mounts: [{ path: '/main', source }],
    tap: { unit: (_path, _session, unit) => sent.push(unit) },
    ...serverOptions,
  });
  return {
    server,
    source,
    sent,
    async close() {
      await server.close();
      source.close();
    },
  };
}

/** A recorder's camera with what it told. */
export interface Pulling {
  readonly archive: MemoryArchive;
  readonly camera: RecordedCamera;
  readonly siteClock: SiteClock;
  /** Of all streams, in order. */
  readonly states: StreamState[];
  readonly log: [string, Readonly<Record<string, unknown>>][];
  stop(): void;
}

/** Records `url` into memory until `stop`. */
export function pullCamera(
  url: string,
  change: Partial<CameraConfiguration> = {},
  credentials: CameraCredentials = null,
): Pulling {
  const archive = new MemoryArchive();
  const siteClock = new SiteClock(machineClocks);
  const states: StreamState[] = [];
  const log: Pulling['log'] = [];
  const camera = new RecordedCamera({
    configuration: {
      id: CAMERA_ID,
      name: 'Cổng chợ',
      volumeId: 'main',
      enabled: true,
      main: { url },
      transport: 'tcp',
      record: 'main',
      live: { main: true, sub: true },
      audio: { enabled: false, reason: null },
      retentionDays: 30,
      ...change,
    },
    credentials,
    archive,
    siteClock,
    pacer: new ReadPacer(machineClocks.monotonicMs, false),
    pool: new BlockPool(),
    random: () => 0.999,
    onState: ({ key, state }) => {
      if (key.kind === 'main') {
        states.push(state);
      }
    },
    log: (event, details) => log.push([event, details ?? {}]),
  });
  camera.start();
  const timer = setInterval(() => camera.tick(machineClocks.monotonicMs()), 50);
  return {
    archive,
    camera,
    siteClock,
    states,
    log,
    stop() {
      clearInterval(timer);
      camera.stop(null);
    },
  };
}
