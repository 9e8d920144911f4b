/** G.711 against ffmpeg's decoder: all 256 codes of both laws. */
import { execFileSync } from 'node:child_process';
import { requireWitness } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { decodeG711 } from './g711.ts';

test.for(['alaw', 'ulaw'] as const)('%s decodes as ffmpeg decodes it', (law, context) => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  const format = law === 'alaw' ? 'alaw' : 'mulaw';
  const pcm = execFileSync(
    requireWitness('ffmpeg', context),
    ['-v', 'error', '-f', format, '-ar', '8000', '-i', '-', '-f', 's16le', '-'],
    { input: codes },
  );
  // `+ 0`: mu-law knows a negative nothing.
  const expected = Array.from({ length: 256 }, (_, at) => pcm.readInt16LE(at * 2));
  expect([...decodeG711(law, codes)].map((sample) => Math.round(sample * 32_768) + 0)).toEqual(expected);
});
