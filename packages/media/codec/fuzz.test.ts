import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODEC_FUZZ_TARGETS } from './fuzz-targets.ts';

const SEEDS = [
  'Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==',
  'Z2QAHqwsaoLA9puCgIKgAAADACAAAAMD0IAA',
  'QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE=',
  'aO48gA==',
  'EYg=',
].map((text) => Uint8Array.from(Buffer.from(text, 'base64')));

const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([seed, changes, tail]) => {
    const bytes = Uint8Array.from([...seed, ...tail]);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return bytes;
  });

for (const target of CODEC_FUZZ_TARGETS) {
  test(`${target.name}: 20,000 inputs`, () => {
    const started = performance.now();
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => target.run(bytes)),
      { numRuns: 20_000 },
    );
    expect(performance.now() - started).toBeLessThan(60_000);
  });
}

test('the list of targets is the list of parsers', () => {
  const source = readFileSync(new URL('./fuzz-targets.ts', import.meta.url), 'utf8');
  for (const name of [
    'parseH264Sps',
    'parseH264Pps',
    'parseH264SliceHeader',
    'parseH265Sps',
    'parseH265SliceHeader',
    'parseAudioSpecificConfig',
  ]) {
    expect(source).toContain(`${name}(`);
  }
});
