/** Times as officers type them, at a fixed now: 16/02/2026 10:00 in Vietnam. */
import { expect, test } from 'vitest';
import { parseSpokenEnd, parseSpokenInstant } from './spoken-instant.ts';

const local = (text: string): number => Date.parse(`${text}+07:00`);
const NOW = local('2026-02-16T10:00:00');

test.each([
  ['15/02 14:30', '2026-02-15T14:30:00'],
  ['15/2 14h30', '2026-02-15T14:30:00'],
  ['15-02-2025 14:30:05', '2025-02-15T14:30:05'],
  ['hôm qua 14h30', '2026-02-15T14:30:00'],
  ['Hôm nay 9h', '2026-02-16T09:00:00'],
  ['chiều 15/02', '2026-02-15T13:00:00'],
  ['2 giờ chiều 15/02', '2026-02-15T14:00:00'],
  ['tối qua 8h', '2026-02-15T20:00:00'],
  ['2h đêm 15/02', '2026-02-15T02:00:00'],
  ['12h đêm 15/02', '2026-02-15T00:00:00'],
  ['11h đêm qua', '2026-02-15T23:00:00'],
  ['1h trưa 15/02', '2026-02-15T13:00:00'],
  ['11h trưa 15/02', '2026-02-15T11:00:00'],
  ['hôm qua 8h tối', '2026-02-15T20:00:00'],
  ['14h30', '2026-02-15T14:30:00'],
  ['8:15', '2026-02-16T08:15:00'],
  ['31/12 23:59', '2025-12-31T23:59:00'],
  ['15/02', '2026-02-15T00:00:00'],
  ['15-02-2026 14:30', '2026-02-15T14:30:00'],
  ['14h30 15/02/2026', '2026-02-15T14:30:00'],
  ['lúc 14 giờ 30 phút 15 giây, ngày 15/02/2026', '2026-02-15T14:30:15'],
  ['00 giờ 26 phút ngày 27/11/2025', '2025-11-27T00:26:00'],
  ['14 giờ 30 ngày 15/02', '2026-02-15T14:30:00'],
  ['yesterday 14:30', '2026-02-15T14:30:00'],
  ['sáng nay 8h', '2026-02-16T08:00:00'],
  ['8 giờ rưỡi sáng nay', '2026-02-16T08:30:00'],
  ['2 giờ rưỡi chiều 15/02', '2026-02-15T14:30:00'],
  ['3 giờ kém 15 chiều qua', '2026-02-15T14:45:00'],
  ['1 giờ kém 5 chiều 15/02', '2026-02-15T12:55:00'],
  ['14h30 ngày 15 tháng 2', '2026-02-15T14:30:00'],
  ['14 giờ ngày 15 tháng 2 năm 2025', '2025-02-15T14:00:00'],
  ['3 giờ kém 75', null],
  ['15 tháng 13', null],
  ['02/15/2026 14:30', null],
  ['15/02/26 14:30', null],
  ['2026-02-15T14:30:00', null],
  ['30/02 10:00', null],
  ['25h', null],
  ['chợ', null],
  ['', null],
])('%s', (text, expected) => {
  expect(parseSpokenInstant(text, NOW)).toBe(expected === null ? null : local(expected));
});

const FROM = local('2026-02-15T14:30:00');

test.each([
  ['15:00', '2026-02-15T14:30:00', '2026-02-15T15:00:00'],
  ['15h', '2026-02-15T14:30:00', '2026-02-15T15:00:00'],
  ['chiều', '2026-02-15T08:00:00', '2026-02-15T13:00:00'],
  // Over midnight.
  ['00:10', '2026-02-15T23:50:00', '2026-02-16T00:10:00'],
])('a span that ends at %s, begun %s', (text, from, expected) => {
  expect(parseSpokenEnd(text, local(from), NOW)).toBe(local(expected));
});

test.each([
  ['16/02 08:00', '2026-02-16T08:00:00'],
  ['hôm qua 8h', '2026-02-15T08:00:00'],
  ['hôm nay 9h', '2026-02-16T09:00:00'],
  ['chiều qua', '2026-02-15T13:00:00'],
])('an end with a day counts from now: %s', (text, expected) => {
  expect(parseSpokenEnd(text, FROM, NOW)).toBe(local(expected));
  // Keyboards write the same letters in two forms.
  expect(parseSpokenEnd(text.normalize('NFD'), FROM, NOW)).toBe(local(expected));
});

test('an end that is no time', () => {
  expect(parseSpokenEnd('mai', FROM, NOW)).toBe(null);
});
