import { fuzzShortly } from '@matlang/testkit';
import { test } from 'vitest';
import { MP4_FUZZ_TARGETS } from './fuzz-targets.ts';

test.each(MP4_FUZZ_TARGETS)('$name returns on 20,000 inputs', (target) => fuzzShortly(target));
