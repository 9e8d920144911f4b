/** Where a player takes it that nothing was recorded. */
import { expect, test } from 'vitest';
import { LoadedFootage } from './loaded-footage.ts';

const T0 = Date.UTC(2026, 1, 15, 7);
const FRAME_MS = 40;

function loaded(): LoadedFootage {
  const footage = new LoadedFootage();
  footage.begin(T0);
  footage.toUnixMs = T0 + 20_000;
  for (let at = 0; at < 5000; at += FRAME_MS) footage.frames.add(T0 + at);
  return footage;
}

test('behind the last picture nothing was recorded, as soon as that is more than a long exposure', () => {
  const footage = loaded();
  expect(footage.isEmptyAt(T0 + 4000, true)).toBe(false);
  expect(footage.isEmptyAt(T0 + 7000, true)).toBe(false);
  expect(footage.isEmptyAt(T0 + 9000, true)).toBe(true);
  // Key frames may be that far apart, and what is not here yet may hold anything.
  expect(footage.isEmptyAt(T0 + 9000, false)).toBe(false);
  expect(footage.isEmptyAt(T0 + 21_000, true)).toBe(false);
});

test('answers without footage that touch are one stretch, until something was recorded there', () => {
  const footage = new LoadedFootage();
  footage.setEmpty(T0, T0 + 1000);
  footage.setEmpty(T0 + 1000, T0 + 11_000);
  footage.setEmpty(T0 - 5000, T0);
  expect([-5001, -5000, 0, 10_999, 11_000].map((by) => footage.isEmptyAt(T0 + by, true))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  footage.setRecordedFrom(T0 + 2000);
  expect(footage.isEmptyAt(T0 + 1999, true)).toBe(true);
  expect(footage.isEmptyAt(T0 + 2000, true)).toBe(false);
  // Another place: what was known of the one before does not reach there.
  footage.setEmpty(T0 + 60_000, T0 + 70_000);
  expect(footage.isEmptyAt(T0, true)).toBe(false);
  expect(footage.isEmptyAt(T0 + 65_000, true)).toBe(true);
});

test('what was dropped is not here any more; another stretch begins without pictures', () => {
  const footage = loaded();
  footage.dropBefore(T0 + 2000);
  expect(footage.has(T0 + 1999)).toBe(false);
  expect(footage.has(T0 + 2000)).toBe(true);
  expect(footage.frames.before(T0 + 2000)).toBe(null);
  footage.begin(T0 + 50_000.7);
  expect([footage.fromUnixMs, footage.toUnixMs, footage.frames.length]).toEqual([
    T0 + 50_000,
    T0 + 50_000,
    0,
  ]);
});
