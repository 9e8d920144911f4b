/** A simulated camera that numbers its pictures, and which of them went out in which session. */
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
import { type FinishingContext, nalsOf } from '@matlang/testkit';
import { digestOf, type RecordedSample } from './recorded-samples.ts';

/** 25 a second, a key frame each second unless told, small enough that nothing is limited by the machine. */
export const FRAMES_PER_SECOND = 25;
const SMALL = { width: 128, height: 96, strip: false, framesPerSecond: FRAMES_PER_SECOND };

/** One picture as it was handed to a session's transport. */
export interface SentPicture {
  readonly session: string;
  readonly number: number;
  readonly sync: boolean;
  readonly nals: readonly string[];
  readonly packetCount: number;
}

export interface NumberedCamera {
  readonly server: RtspServer;
  readonly url: string;
  readonly sent: readonly SentPicture[];
  close(): Promise<void>;
}

/** Pictures of a minute and more; played once, so that each number occurs once. */
export function numberedSource(options: Partial<SyntheticH264Options> = {}): MediaSource {
  const track = createSyntheticH264({ ...SMALL, frames: 2000, gopFrames: FRAMES_PER_SECOND, ...options });
  return playClip(createClip([track]), { loops: 1 });
}

/** Serves the source at `/main` until the test ends. */
export async function serveNumbered(
  context: FinishingContext,
  source: MediaSource,
  options: Partial<RtspServerOptions> = {},
): Promise<NumberedCamera> {
  const sent: SentPicture[] = [];
  const server = await createRtspServer({
    mounts: [{ path: '/main', source }],
    tap: { unit: (_path, session, unit) => sent.push(sentPicture(session, unit)) },
    ...options,
  });
  const close = async (): Promise<void> => {
    await server.close();
    source.close();
  };
  context.onTestFinished(close);
  return { server, url: server.urlOf('/main'), sent, close };
}

function sentPicture(session: string, unit: SourceUnit): SentPicture {
  return {
    session,
    number: readFrameNumber('h264', unit.parts) ?? -1,
    sync: unit.sync,
    nals: unit.parts.map(digestOf),
    packetCount: unit.packets.offsets.length,
  };
}

/** -1 for a picture without a number. */
export const numbersOf = (samples: readonly RecordedSample[]): readonly number[] =>
  samples.map(({ data }) => readFrameNumber('h264', nalsOf(data)) ?? -1);
