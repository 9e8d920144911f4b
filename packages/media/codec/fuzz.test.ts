import { readFileSync } from 'node:fs';
import { fuzzShortly } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { CODEC_FUZZ_TARGETS } from './fuzz-targets.ts';

test.each(CODEC_FUZZ_TARGETS)('$name returns on 20,000 inputs', (target) => fuzzShortly(target));

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
