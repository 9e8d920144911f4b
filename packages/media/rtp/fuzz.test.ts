import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzTargets } from './fuzz-targets.ts';

/** Beginnings that get past the first checks: RTP with everything, a compound of reports, numbers around the wrap. */
const SEEDS = [
  'b260000100000001000000070000000100000002beadeabede0001aabbccdd0102030400000004',
  '80c8000600000001e4000000800000000000000200000003000000048 1cb0001000000010'.replaceAll(' ', ''),
  'fffe000000010002ffff00050004',
].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([seed, changes, tail]) => {
    const bytes = Uint8Array.from([...seed, ...tail]);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return bytes;
  });

/** One input takes microseconds; this is a hang. */
const MOST_MS = 1_000;

for (const target of fuzzTargets) {
  test(`${target.name}: 20,000 inputs`, () => {
    let slowestMs = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        const started = performance.now();
        target.run(bytes);
        slowestMs = Math.max(slowestMs, performance.now() - started);
      }),
      { numRuns: 20_000 },
    );
    expect(slowestMs).toBeLessThan(MOST_MS);
  });
}
