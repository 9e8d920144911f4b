/** Placing series of fragments by their wall time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeriesOffsets } from './series-offset.ts';

test('a series lies where its first fragment was recorded, and stays there when it is fetched again', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          second: fc.integer({ min: 0, max: 3600 }),
          jitterMs: fc.integer({ min: -120, max: 120 }),
        }),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      fc.integer({ min: 1000, max: 90_000 }),
      fc.integer({ min: 0, max: 1e9 }),
      (pieces, timescale, firstTicks) => {
        const offsets = new SeriesOffsets();
        const found = pieces.map(({ second, jitterMs }) => {
          offsets.begin(timescale);
          return offsets.offsetOf(second + jitterMs / 1000, firstTicks + second * timescale);
        });
        expect(new Set(found).size).toBe(1);
        expect(Math.abs((found[0] ?? 0) + firstTicks / timescale)).toBeLessThanOrEqual(0.12 + 1e-6);
      },
    ),
  );
});

test('within a piece media time runs on; another run is placed by its own wall time', () => {
  const offsets = new SeriesOffsets();
  offsets.begin(1000);
  expect(offsets.offsetOf(100, 5000)).toBe(95);
  // An estimate that is off makes no seam.
  expect(offsets.offsetOf(101.2, 6000)).toBe(95);
  offsets.begin(1000);
  expect(offsets.offsetOf(160, 0)).toBe(160);
  offsets.begin(1000);
  expect(offsets.offsetOf(102.1, 7000)).toBe(95);
});
