/** Starts the nine demo cameras, each an RTSP server of its own, and can break them on purpose. */
import { randomBytes } from 'node:crypto';
import { loadNodeAv } from '../encoder/node-av-encoder.ts';
import type { OpenEncoder } from '../encoder/picture-encoder.ts';
import { createRtspServer } from '../rtsp-server/rtsp-server.ts';
import type { RtspServer } from '../rtsp-server/server-options.ts';
import type { SceneFault } from '../scene/scene.ts';
import { createSceneSource } from '../scene/scene-source.ts';
import { openClip } from '../source/clip.ts';
import { playClip } from '../source/clip-playout.ts';
import type { MediaSource } from '../source/media-source.ts';
import { DEMO_CAMERAS, DEMO_GOP_SECONDS, type DemoCameraPlan, MAIN_SIZE, SUB_SIZE } from './commune.ts';
import { demoClipPath } from './demo-clip-path.ts';

/**
 * Where the pictures come from: `encoder` draws and encodes them while somebody looks, `clips` plays files made before.
 */
export const DEMO_ENGINES = ['encoder', 'clips'] as const;
/** `encoder`: scenes drawn now, clocks true. `clips`: recordings that come with the project, clocks not drawn. */
export type DemoEngine = (typeof DEMO_ENGINES)[number];

/** Where the demo cameras listen, and how their pictures are made. */
export interface DemoCamerasOptions {
  /** Default: `encoder` where node-av is there, else `clips`. */
  readonly engine?: DemoEngine;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The first camera's; the others follow. Default 0: nine free ones. */
  readonly firstPort?: number;
}

/** `unplugged`: connections are cut and no new one is taken. Clips know only this one. */
export type DemoFault = SceneFault | 'unplugged';

/** One running camera of the demo. */
export interface DemoCamera {
  readonly name: string;
  readonly slug: string;
  /** Without credentials. */
  readonly mainUrl: string;
  readonly subUrl: string;
  /** Null mends it. @throws TypeError where the engine can't do it */
  break(fault: DemoFault | null): void;
}

/** All of them, with the one pair of credentials they share. */
export interface DemoCameras {
  readonly engine: DemoEngine;
  /** Why clips are played; null with the encoder or when clips were asked for. */
  readonly engineReason: string | null;
  readonly username: string;
  /** Made anew at every start. */
  readonly password: string;
  readonly cameras: readonly DemoCamera[];
  close(): Promise<void>;
}

const USERNAME = 'demo';
const MAIN_PATH = '/main';
const SUB_PATH = '/sub';

/** They answer when the promise is fulfilled. @throws TypeError where `encoder` is asked for and node-av is missing */
export async function startDemoCameras(options: DemoCamerasOptions = {}): Promise<DemoCameras> {
  const loaded = options.engine === 'clips' ? null : await loadNodeAv();
  const open = loaded?.open ?? null;
  const engineReason = loaded !== null && loaded.open === null ? loaded.reason : null;
  if (options.engine === 'encoder' && open === null) {
    throw new TypeError(`engine: there is no encoder: ${engineReason ?? ''}`);
  }
  const password = randomBytes(12).toString('base64url');
  const running: RunningCamera[] = [];
  try {
    for (const [index, plan] of DEMO_CAMERAS.entries()) {
      const firstPort = options.firstPort ?? 0;
      running.push(
        await startCamera(plan, index, open, {
          host: options.host ?? '127.0.0.1',
          port: firstPort === 0 ? 0 : firstPort + index,
          password,
        }),
      );
    }
  } catch (error) {
    await closeAll(running);
    throw error;
  }
  return {
    engine: open === null ? 'clips' : 'encoder',
    engineReason,
    username: USERNAME,
    password,
    cameras: running.map((camera) => camera.camera),
    close: () => closeAll(running),
  };
}

interface RunningCamera {
  readonly camera: DemoCamera;
  readonly server: RtspServer;
  readonly sources: readonly MediaSource[];
}

async function closeAll(running: readonly RunningCamera[]): Promise<void> {
  await Promise.all(running.map(({ server }) => server.close()));
  for (const { sources } of running) for (const source of sources) source.close();
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

async function startCamera(
  plan: DemoCameraPlan,
  index: number,
  open: OpenEncoder | null,
  place: Place,
): Promise<RunningCamera> {
  const { main, sub, setFault } = open === null ? clipSources(plan) : await sceneSources(plan, index, open);
  const server = await createRtspServer({
    host: place.host,
    port: place.port,
    mounts: [
      { path: MAIN_PATH, source: main },
      { path: SUB_PATH, source: sub },
    ],
    authentication: {
      username: USERNAME,
      password: place.password,
      schemes: ['digest-sha256', 'digest-md5'],
    },
    seed: randomBytes(4).readUInt32LE(),
  });
  const camera = {
    name: plan.name,
    slug: plan.slug,
    mainUrl: server.urlOf(MAIN_PATH),
    subUrl: server.urlOf(SUB_PATH),
    break(fault: DemoFault | null) {
      if (fault === 'unplugged') {
        server.setFaults({ answer: () => ({ kind: 'close' }) });
        server.dropConnections();
        return;
      }
      server.setFaults(null);
      setFault(fault);
    },
  };
  return { camera, server, sources: [main, sub] };
}

interface CameraSources {
  readonly main: MediaSource;
  readonly sub: MediaSource;
  readonly setFault: (fault: SceneFault | null) => void;
}

async function sceneSources(plan: DemoCameraPlan, index: number, open: OpenEncoder): Promise<CameraSources> {
  const common = { name: plan.name, seed: index + 1, landmark: plan.landmark, codec: plan.codec };
  const main = await createSceneSource(open, {
    ...common,
    ...MAIN_SIZE,
    framesPerSecond: plan.mainFramesPerSecond,
    gopFrames: plan.mainFramesPerSecond * DEMO_GOP_SECONDS,
  });
  const sub = await createSceneSource(open, {
    ...common,
    ...SUB_SIZE,
    framesPerSecond: plan.subFramesPerSecond,
    gopFrames: plan.subFramesPerSecond * DEMO_GOP_SECONDS,
  });
  return {
    main,
    sub,
    setFault(fault) {
      main.setFault(fault);
      sub.setFault(fault);
    },
  };
}

function clipSources(plan: DemoCameraPlan): CameraSources {
  const sourceOf = (kind: 'main' | 'sub'): MediaSource => playClip(openClip(demoClipPath(plan, kind)));
  return {
    main: sourceOf('main'),
    sub: sourceOf('sub'),
    setFault(fault) {
      if (fault !== null) throw new TypeError(`fault: a recorded clip can't be ${fault}`);
    },
  };
}
