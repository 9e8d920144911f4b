/** Whatever the application prints as an instant is understood where an instant is typed. */
import { fillText, parseSpokenEnd, parseSpokenInstant } from '@matlang/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXTS } from './texts.ts';
import {
  clockText,
  dateText,
  dayText,
  fileNameTime,
  instantText,
  lengthText,
  minuteText,
  shortInstantText,
  weekdayText,
} from './time-text.ts';

const words: Parameters<typeof lengthText>[1] = (key, values = {}) => fillText(TEXTS[key], values).vi;
const DAY_MS = 86_400_000;
const LOCAL_MS = 7 * 3_600_000;
/** Whole seconds, as they are printed; before 1976 Vietnam had another zone. */
const FIRST = Date.UTC(1976, 0);
const INSTANTS = fc
  .integer({ min: FIRST / 1000, max: Date.UTC(2100, 0) / 1000 })
  .map((seconds) => seconds * 1000);
const startOfDay = (unixMs: number): number => Math.floor((unixMs + LOCAL_MS) / DAY_MS) * DAY_MS - LOCAL_MS;
const startOfMinute = (unixMs: number): number => Math.floor(unixMs / 60_000) * 60_000;

test('instants with their day, whenever they are read', () => {
  fc.assert(
    fc.property(INSTANTS, INSTANTS, (unixMs, now) => {
      expect(parseSpokenInstant(instantText(unixMs), now)).toBe(unixMs);
      expect(parseSpokenInstant(instantText(unixMs).normalize('NFD'), now)).toBe(unixMs);
      expect(parseSpokenInstant(fileNameTime(unixMs), now)).toBe(unixMs);
      expect(parseSpokenInstant(minuteText(unixMs), now)).toBe(startOfMinute(unixMs));
    }),
  );
});

test('days, with the weekday too', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: Date.UTC(2100, 0) }), INSTANTS, (unixMs, now) => {
      for (const text of [dateText(unixMs), weekdayText(unixMs, 'vi'), weekdayText(unixMs, 'en')])
        expect(parseSpokenInstant(text, now), text).toBe(startOfDay(unixMs));
    }),
  );
});

test('clocks and short days of what has just been', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: Date.UTC(2100, 0) }), (at) => {
      const unixMs = Math.floor(at / 1000) * 1000;
      const later = unixMs + DAY_MS - 1000;
      expect(parseSpokenInstant(clockText(unixMs), unixMs)).toBe(unixMs);
      expect(parseSpokenInstant(clockText(unixMs), later)).toBe(unixMs);
      expect(parseSpokenInstant(shortInstantText(unixMs, unixMs), unixMs)).toBe(unixMs);
      expect(parseSpokenInstant(dayText(unixMs), later)).toBe(startOfDay(unixMs));
      expect(parseSpokenEnd(clockText(later), unixMs, later)).toBe(later);
    }),
  );
});

test.each([
  [0, '0 giây'],
  [59_400, '59 giây'],
  [60_000, '1 phút'],
  [119_000, '1 phút 59 giây'],
  [7_140_000, '1 giờ 59 phút'],
  [3_605_000, '1 giờ'],
  [DAY_MS * 3 + 4 * 3_600_000, '3 ngày 4 giờ'],
])('how long %i ms are', (ms, expected) => {
  expect(lengthText(ms, words)).toBe(expected);
});
