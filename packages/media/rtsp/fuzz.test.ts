import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzTargets } from './fuzz-targets.ts';

/** A seed with bytes changed, a part repeated or left out. */
function mutated(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
      fc.nat(),
      fc.nat(120),
      fc.nat(3),
    )
    .map(([seed, changes, from, length, times]) => {
      const at = from % (seed.length + 1);
      const end = Math.min(seed.length, at + length);
      const parts = [
        seed.subarray(0, at),
        ...Array.from({ length: times }, () => seed.subarray(at, end)),
        seed.subarray(end),
      ];
      const bytes = Uint8Array.from(Buffer.concat(parts));
      for (const [place, value] of changes) bytes[place % bytes.length] = value;
      return bytes;
    });
}

/** One input takes microseconds; this is a hang. */
const MOST_MS = 1_000;

for (const target of fuzzTargets) {
  test(`${target.name}: 20,000 inputs`, () => {
    let slowestMs = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 4, arbitrary: mutated(target.seeds) },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
        ),
        (bytes) => {
          const started = performance.now();
          target.run(bytes);
          slowestMs = Math.max(slowestMs, performance.now() - started);
        },
      ),
      { numRuns: 20_000 },
    );
    expect(slowestMs).toBeLessThan(MOST_MS);
  });
}

test('the seeds as they are', () => {
  for (const target of fuzzTargets) for (const seed of target.seeds) target.run(seed);
});
