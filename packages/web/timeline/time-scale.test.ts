/** Instants, pixels, zoom and axis marks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askedSpan,
  axisMarks,
  isMidnight,
  LEAST_VIEW_MS,
  MOST_VIEW_MS,
  moved,
  toPixel,
  toUnixMs,
  type View,
  viewAround,
  zoomed,
} from './time-scale.ts';

const instant = fc.integer({ min: 1.5e12, max: 2e12 });
const view = fc
  .record({ at: instant, length: fc.integer({ min: LEAST_VIEW_MS, max: MOST_VIEW_MS }) })
  .map(({ at, length }): View => ({ fromUnixMs: at, toUnixMs: at + length }));
const width = fc.integer({ min: 100, max: 4000 });
const lengthOf = ({ fromUnixMs, toUnixMs: to }: View): number => to - fromUnixMs;

test('a pixel is an instant and back', () => {
  fc.assert(
    fc.property(view, width, fc.double({ min: -100, max: 5000, noNaN: true }), (shown, pixels, x) => {
      expect(toPixel(shown, pixels, toUnixMs(shown, pixels, x))).toBeCloseTo(x, 1);
    }),
  );
});

test('zooming keeps the instant under the pointer, and the length within its bounds', () => {
  fc.assert(
    fc.property(
      view,
      width,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (shown, pixels, share, factor) => {
        const around = toUnixMs(shown, pixels, share * pixels);
        const closer = zoomed(shown, around, factor);
        expect(toPixel(closer, pixels, around)).toBeCloseTo(share * pixels, 1);
        expect(lengthOf(closer)).toBeGreaterThanOrEqual(LEAST_VIEW_MS - 0.01);
        expect(lengthOf(closer)).toBeLessThanOrEqual(MOST_VIEW_MS + 0.01);
      },
    ),
  );
});

test('moving there and back is no move, and keeps the length', () => {
  fc.assert(
    fc.property(view, fc.integer({ min: -1e9, max: 1e9 }), (shown, by) => {
      expect(lengthOf(moved(shown, by))).toBe(lengthOf(shown));
      expect(moved(moved(shown, by), -by)).toEqual(shown);
    }),
  );
});

test('marks are round, inside, evenly apart and have room for their labels', () => {
  fc.assert(
    fc.property(view, width, (shown, pixels) => {
      const { stepMs, marks } = axisMarks(shown, pixels);
      for (const [index, mark] of marks.entries()) {
        const local = mark + 7 * 3_600_000;
        if (stepMs === 7 * 86_400_000) expect(new Date(local).getUTCDay()).toBe(1);
        expect(local % Math.min(stepMs, 86_400_000)).toBe(0);
        expect(mark).toBeGreaterThanOrEqual(shown.fromUnixMs);
        expect(mark).toBeLessThan(shown.toUnixMs);
        if (index > 0) expect(mark - (marks[index - 1] ?? 0)).toBe(stepMs);
      }
      // Of a month on a phone weeks are the widest step there is.
      if (stepMs < 7 * 86_400_000)
        expect((stepMs / lengthOf(shown)) * pixels).toBeGreaterThanOrEqual(76 - 0.01);
    }),
  );
});

test('midnight is the site’s', () => {
  expect(isMidnight(Date.parse('2026-02-15T00:00:00+07:00'))).toBe(true);
  expect(isMidnight(Date.parse('2026-02-15T00:00:00Z'))).toBe(false);
});

test('what is asked covers what is seen, and little more', () => {
  fc.assert(
    fc.property(view, (shown) => {
      const asked = askedSpan(shown);
      expect(asked.fromUnixMs).toBeLessThanOrEqual(shown.fromUnixMs);
      expect(asked.toUnixMs).toBeGreaterThanOrEqual(shown.toUnixMs);
      expect(lengthOf(asked)).toBeLessThanOrEqual(Math.min(MOST_VIEW_MS, 2 * lengthOf(shown) + 2));
      expect(Number.isSafeInteger(asked.fromUnixMs) && Number.isSafeInteger(asked.toUnixMs)).toBe(true);
    }),
  );
  // Moving a little within a step asks nothing new.
  const shown = viewAround(1.7e12, 3_600_000);
  expect(askedSpan(moved(shown, 1))).toEqual(askedSpan(shown));
});
