/** Inputs from outside that this folder reads: for the fuzzer. */
import { decodeUtf8 } from '@matlang/media/bytes';
import { resolveControlUrl } from './control-url.ts';
import { parseSdp } from './parse-sdp.ts';

/** Each takes any bytes and must return. */
export const fuzzTargets = [
  {
    name: 'sdp',
    run: (bytes: Uint8Array): void => {
      const description = parseSdp(decodeUtf8(bytes));
      for (const media of description?.media ?? []) resolveControlUrl('rtsp://camera/', media.control);
    },
  },
] as const;
