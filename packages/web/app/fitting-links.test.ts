/** No link of the frame is cut off, and none is hidden that has room. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittingLinks } from './fitting-links.ts';

const row = fc.record({
  widths: fc.array(fc.integer({ min: 20, max: 200 }), { maxLength: 12 }),
  room: fc.integer({ min: 0, max: 2000 }),
  gap: fc.integer({ min: 0, max: 16 }),
  button: fc.integer({ min: 20, max: 60 }),
});

const lengthOf = (widths: readonly number[], gap: number): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1);

test('what stands side by side fits, with the button where there is more; one more would not', () => {
  fc.assert(
    fc.property(row, ({ widths, room, gap, button }) => {
      const count = fittingLinks({ widths, room, gap, button });
      const needs = (links: number): number =>
        links === widths.length ? lengthOf(widths, gap) : lengthOf([...widths.slice(0, links), button], gap);
      if (count > 0) expect(needs(count)).toBeLessThanOrEqual(room);
      for (let more = count + 1; more <= widths.length; more += 1) expect(needs(more)).toBeGreaterThan(room);
    }),
  );
});
