/** How review lays out its pictures. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from './picture-columns.ts';

test('rooms as the page has them', () => {
  expect(columnsOf(1, 1366, 560)).toBe(1);
  expect(columnsOf(2, 1366, 560)).toBe(2);
  expect(columnsOf(4, 1366, 520)).toBe(2);
  expect(columnsOf(9, 1366, 450)).toBe(3);
  // A desk's screen with sixteen rows of time line below: four side by side would be 173 wide, six are 227.
  expect(columnsOf(16, 1366, 390)).toBe(6);
  expect(columnsOf(16, 1920, 700)).toBe(4);
  // A screen that stands upright.
  expect(columnsOf(4, 390, 900)).toBe(1);
});

test('no other number of columns shows pictures that are larger by more than what is not worth it', () => {
  const length = fc.integer({ min: 100, max: 4000 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), length, length, (count, width, height) => {
      const widthOf = (columns: number): number =>
        Math.min(width / columns, ((height / Math.ceil(count / columns)) * 16) / 9);
      const chosen = columnsOf(count, width, height);
      expect(chosen).toBeGreaterThanOrEqual(1);
      expect(chosen).toBeLessThanOrEqual(count);
      for (let columns = 1; columns <= count; columns += 1)
        expect(widthOf(columns)).toBeLessThanOrEqual(widthOf(chosen) * 1.07);
    }),
  );
});
