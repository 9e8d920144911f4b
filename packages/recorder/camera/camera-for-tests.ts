/** A simulated camera on a real socket and a recorder's camera that pulls it, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CameraConfiguration, StreamState } from '@matlang/link';
import { BlockPool } from '@matlang/media/memory';
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
import { RecordedCamera } from './recorded-camera.ts';

const CLIPS = new URL('../../simulator/clips/', import.meta.url);
/** Of the one camera in these tests. */
export const CAMERA_ID = '01990000-0000-7000-8000-000000000001';

/** The project's own clips, 640x360 in a loop of 8 s: H.264 with 8 frames a second, H.265 with 5. */
const CLIP_FILES = {
  h264: fileURLToPath(new URL('cong-cho-sub.mp4', CLIPS)),
  h265: fileURLToPath(new URL('cau-ben-da-sub.mp4', CLIPS)),
} as const;

/** 8 s of A-law in a file of its own, every 20 ms of it different. */
function withSoundFile<Result>(use: (path: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'matlang-sound-'));
  try {
    const path = join(directory, 'sound.alaw');
    writeFileSync(
      path,
      Uint8Array.from({ length: 8 * 8_000 }, (_, sample) => (sample * 7 + Math.floor(sample / 160)) & 0xff),
    );
    return use(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
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
    withSound
      ? withSoundFile((path) => openClip(CLIP_FILES[clip], { audio: { path } }))
      : openClip(CLIP_FILES[clip], { audio: 'none' }),
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
