/** Readers under inputs that are almost right: 20,000 each, the same in every run. */
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';
import { describe, expect, it } from 'vitest';
import { mp4FuzzSeeds } from './fuzz-seeds.ts';
import { MP4_FUZZ_TARGETS } from './fuzz-targets.ts';

const INPUTS = 20_000;
const SIGNIFICANT = [0, 1, 7, 8, 16, 0x7f, 0x80, 0xff];

function mutate(seed: Uint8Array, random: SeededRandom): Uint8Array {
  const bytes = seed.slice(0, random.below(4) === 0 ? random.below(seed.length + 1) : seed.length);
  for (let changes = random.below(6); changes > 0 && bytes.length > 0; changes -= 1) {
    const at = random.below(bytes.length);
    const kind = random.below(3);
    if (kind === 0) bytes[at] = SIGNIFICANT[random.below(SIGNIFICANT.length)]!;
    else if (kind === 1) bytes[at] = random.below(256);
    else bytes.copyWithin(at, random.below(bytes.length), random.below(bytes.length));
  }
  return bytes;
}

describe('every reader returns or refuses', () => {
  it.each(MP4_FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s', (_name, target) => {
    const random = createSeededRandom(20_261_124);
    const corpus = mp4FuzzSeeds();
    for (let i = 0; i < INPUTS; i += 1) {
      const bytes = mutate(corpus[i % corpus.length]!, random);
      try {
        target.run(bytes);
      } catch (error) {
        expect.fail(`input ${i}: ${Buffer.from(bytes).toString('hex')}: ${String(error)}`);
      }
    }
  });
});
