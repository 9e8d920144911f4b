/** A row as pixels. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverage, packColour, paintRow } from './row-pixels.ts';

const VIEW = { fromUnixMs: 1.7e12, toUnixMs: 1.7e12 + 1_000_000 };
const stretch = fc
  .record({ at: fc.integer({ min: -200_000, max: 1_200_000 }), length: fc.integer({ min: 1, max: 300_000 }) })
  .map(({ at, length }) => ({ start: VIEW.fromUnixMs + at, end: VIEW.fromUnixMs + at + length }));

test('coverage is how much of each column is covered, and every stretch in view is seen', () => {
  fc.assert(
    fc.property(stretch, fc.integer({ min: 10, max: 400 }), (one, width) => {
      const covered = coverage([one], VIEW, width);
      const inView = Math.max(0, Math.min(one.end, VIEW.toUnixMs) - Math.max(one.start, VIEW.fromUnixMs));
      const sum = covered.reduce((all, value) => all + value, 0);
      expect(Math.abs(sum - (inView / 1_000_000) * width)).toBeLessThan(0.02);
      if (inView > 0) expect(sum).toBeGreaterThan(0);
      expect(Math.max(...covered)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a column shows what was recorded, how much moved, and what is missing', () => {
  const colours = { ground: 1, recorded: 2, activity: 3, gap: 4 };
  const [width, height] = [5, 10];
  const pixels = new Uint32Array(width * height);
  paintRow(
    pixels,
    width,
    height,
    {
      recorded: Float32Array.of(0, 1, 1, 0, 0.9, 1),
      gaps: Float32Array.of(0, 0, 0, 1, 0.1, 0),
      heights: Uint8Array.of(0, 0, 128, 0, 255, 0),
    },
    colours,
  );
  const column = (x: number): readonly number[] =>
    Array.from({ length: height }, (_, y) => pixels[y * width + x] ?? -1);
  expect(new Set(column(0))).toEqual(new Set([1]));
  expect(new Set(column(1))).toEqual(new Set([2]));
  expect(column(2)).toEqual([2, 2, 2, 2, 3, 3, 3, 3, 3, 3]);
  expect(new Set(column(3))).toEqual(new Set([1, 4]));
  // A gap of a tenth of a column is a tick above what was recorded.
  expect(column(4)).toEqual([4, 4, 4, 3, 3, 3, 3, 3, 3, 3]);
});

test('a colour keeps its bytes in the order of an ImageData', () => {
  const pixels = new Uint32Array([packColour('#2a6650')]);
  expect([...new Uint8Array(pixels.buffer)]).toEqual([0x2a, 0x66, 0x50, 255]);
});
