import { expect, test } from 'vitest';
import { type ExportGap, summarizeGaps } from './gap-summary.ts';

const gap = (from: number, to: number, cause: ExportGap['cause'] = 'network'): ExportGap => ({
  from,
  to,
  cause,
});

test('counts and adds up what lasts a second or more, and names the longest', () => {
  const long = gap(20_000, 26_000, 'power');
  expect(summarizeGaps([gap(0, 1000), gap(5000, 5999), long, gap(40_000, 46_000)])).toEqual({
    gaps: [gap(0, 1000), long, gap(40_000, 46_000)],
    longest: long,
    totalMs: 13_000,
  });
});

test('nothing is said where nothing is missing but a late picture', () => {
  expect(summarizeGaps([])).toBe(null);
  expect(summarizeGaps([gap(0, 999), gap(2000, 2400)])).toBe(null);
});
