import { fuzzShortly } from '@matlang/testkit';
import { test } from 'vitest';
import { fuzzTargets } from './fuzz-targets.ts';

test.each(fuzzTargets)('$name returns on 20,000 inputs', (target) => fuzzShortly(target));
