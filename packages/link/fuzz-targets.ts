/** Entry points for `npm run fuzz`: bytes in, nothing but LinkError out. */
import { decodeFromAnalystFrame, decodeToAnalystFrame } from './analyst/decode-analyst-frame.ts';
import { encodeFromAnalystFrame, encodeToAnalystFrame } from './analyst/encode-analyst-frame.ts';
import { decodeFromRecorderFrame, decodeToRecorderFrame } from './frame/decode-frame.ts';
import { encodeFromRecorderFrame, encodeToRecorderFrame } from './frame/encode-frame.ts';
import { FrameReader } from './frame/frame-reader.ts';
import { LinkError } from './frame/link-error.ts';

function refusing(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof LinkError)) {
      throw error;
    }
  }
}

/** Each takes any bytes and must return. Seeds are whole frames to mutate. */
export const fuzzTargets = [
  {
    name: 'link-to-recorder',
    run: (bytes: Uint8Array): void =>
      refusing(() => new FrameReader(decodeToRecorderFrame).push(bytes, () => {})),
    seeds: [
      encodeToRecorderFrame({ type: 'credit', channel: 1, bytes: 1000 }),
      encodeToRecorderFrame({ type: 'command', id: 1, command: { command: 'status' } }),
    ],
  },
  {
    name: 'link-from-recorder',
    run: (bytes: Uint8Array): void =>
      refusing(() => new FrameReader(decodeFromRecorderFrame).push(bytes, () => {})),
    seeds: [
      encodeFromRecorderFrame({ type: 'skipped', channel: 1, reason: 'no-credit' }),
      encodeFromRecorderFrame({
        type: 'channel-fragment',
        channel: 1,
        sync: true,
        cached: false,
        leading: false,
        wallStartUnixMs: 1,
        bytes: new Uint8Array(8),
      }),
    ],
  },
  {
    name: 'link-to-analyst',
    run: (bytes: Uint8Array): void =>
      refusing(() => new FrameReader(decodeToAnalystFrame).push(bytes, () => {})),
    seeds: [
      encodeToAnalystFrame({
        type: 'stills',
        id: 1,
        cameraId: '0192f0c4-7a10-7000-8000-000000000004',
        kind: 'main',
        instants: [1],
        exact: false,
        widthPixels: null,
      }),
    ],
  },
  {
    name: 'link-from-analyst',
    run: (bytes: Uint8Array): void =>
      refusing(() => new FrameReader(decodeFromAnalystFrame).push(bytes, () => {})),
    seeds: [
      encodeFromAnalystFrame({ type: 'stills-end', id: 1, refusal: 'busy', detail: '' }),
      encodeFromAnalystFrame({
        type: 'still',
        id: 1,
        index: 0,
        final: true,
        takenUnixMs: 1,
        jpeg: new Uint8Array(8),
      }),
    ],
  },
] as const;
