/** A simulated camera that numbers its pictures, and which of them went out in which session, when. */
import {
  createClip,
  createRtspServer,
  createSyntheticH264,
  type MediaSource,
  playClip,
  type RtspServer,
  type RtspServerOptions,
  readFrameNumber,
  type SourceUnit,
  type SyntheticH264Options,
} from '@matlang/simulator';
import type { FinishingContext } from '@matlang/testkit';

/** 25 a second, a key frame each second unless told, small enough that nothing is limited by the machine. */
export const FRAMES_PER_SECOND = 25;
const SMALL = { width: 128, height: 96, strip: false, framesPerSecond: FRAMES_PER_SECOND };

/** One picture as it was handed to a session's transport. */
export interface SentPicture {
  readonly session: string;
  /** -1 for a picture without one. */
  readonly number: number;
  readonly sync: boolean;
  /** Its NAL units, the source's own: only to be read. */
  readonly nals: readonly Uint8Array[];
  readonly packetCount: number;
  readonly atMonotonicMs: number;
}

export interface NumberedCamera {
  readonly server: RtspServer;
  readonly url: string;
  /** In the order sent, since `forget`. */
  readonly sent: readonly SentPicture[];
  forget(): void;
  close(): Promise<void>;
}

/** Pictures of a minute and more; played once, so that each number occurs once. */
export function numberedSource(options: Partial<SyntheticH264Options> = {}): MediaSource {
  const track = createSyntheticH264({ ...SMALL, frames: 2000, gopFrames: FRAMES_PER_SECOND, ...options });
  return playClip(createClip([track]), { loops: 1 });
}

/** Serves the source at `/main` until `close`, which closes the source too. */
export async function startNumberedCamera(
  source: MediaSource,
  options: Partial<RtspServerOptions> = {},
): Promise<NumberedCamera> {
  let sent: SentPicture[] = [];
  const server = await createRtspServer({
    mounts: [{ path: '/main', source }],
    tap: { unit: (_path, session, unit) => sent.push(sentPicture(session, unit)) },
    ...options,
  });
  return {
    server,
    url: server.urlOf('/main'),
    get sent() {
      return sent;
    },
    forget() {
      sent = [];
    },
    async close() {
      await server.close();
      source.close();
    },
  };
}

/** The same until the test ends. */
export async function serveNumbered(
  context: FinishingContext,
  source: MediaSource,
  options: Partial<RtspServerOptions> = {},
): Promise<NumberedCamera> {
  const camera = await startNumberedCamera(source, options);
  context.onTestFinished(() => camera.close());
  return camera;
}

function sentPicture(session: string, unit: SourceUnit): SentPicture {
  return {
    session,
    number: readFrameNumber('h264', unit.parts) ?? -1,
    sync: unit.sync,
    nals: unit.parts,
    packetCount: unit.packets.offsets.length,
    atMonotonicMs: performance.now(),
  };
}
