/** Readers under inputs that are almost right: 20,000 each, the same in every run. */
import { describe, expect, it } from 'vitest';
import { mp4FuzzSeeds } from './fuzz-seeds.ts';
import { MP4_FUZZ_TARGETS } from './fuzz-targets.ts';

const INPUTS = 20_000;
/** Numerical Recipes' generator: a fixed sequence, so that a finding can be found again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

const SIGNIFICANT = [0, 1, 7, 8, 16, 0x7f, 0x80, 0xff];

function mutate(seed: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = seed.slice(0, random(4) === 0 ? random(seed.length + 1) : seed.length);
  for (let changes = random(6); changes > 0 && bytes.length > 0; changes -= 1) {
    const at = random(bytes.length);
    const kind = random(3);
    if (kind === 0) bytes[at] = SIGNIFICANT[random(SIGNIFICANT.length)]!;
    else if (kind === 1) bytes[at] = random(256);
    else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  }
  return bytes;
}

describe('every reader returns or refuses', () => {
  it.each(MP4_FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s', (_name, target) => {
    const random = createRandom(20_261_124);
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
