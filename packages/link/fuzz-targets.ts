/** Entry points for `npm run fuzz`: bytes in, nothing but LinkError out. */
import { decodeFromRecorderFrame, decodeToRecorderFrame } from './frame/decode-frame.ts';
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

/** Each takes any bytes and must return. */
export const fuzzTargets: Readonly<Record<string, (input: Uint8Array) => void>> = {
  'link-to-recorder': (input) => {
    refusing(() => new FrameReader(decodeToRecorderFrame).push(input, () => {}));
  },
  'link-from-recorder': (input) => {
    refusing(() => new FrameReader(decodeFromRecorderFrame).push(input, () => {}));
  },
};
