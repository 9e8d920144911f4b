/** Entry points for `npm run fuzz`: bytes in, nothing but LinkError out. */
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
] as const;
