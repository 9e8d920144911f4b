/** Activity by pixel columns. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skyline } from './skyline.ts';
import { toPixel } from './time-scale.ts';

test('every value in view is seen, and none stands higher than it is', () => {
  const activity = fc.record({
    start: fc.integer({ min: -1000, max: 1000 }).map((minutes) => 1.7e12 + minutes * 60_000),
    stepMs: fc.constantFrom(1000, 60_000, 600_000),
    values: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }),
  });
  fc.assert(
    fc.property(
      activity,
      fc.integer({ min: 1000, max: 1e8 }),
      fc.integer({ min: 10, max: 500 }),
      (known, length, width) => {
        const view = { fromUnixMs: 1.7e12, toUnixMs: 1.7e12 + length };
        const heights = skyline(known, view, width);
        expect(heights).toHaveLength(width);
        for (const [index, value] of known.values.entries()) {
          const x = Math.floor(toPixel(view, width, known.start + index * known.stepMs));
          if (x >= 0 && x < width) expect(heights[x]).toBeGreaterThanOrEqual(value);
        }
        expect(Math.max(...heights)).toBeLessThanOrEqual(Math.max(0, ...known.values));
      },
    ),
  );
});
