import { expect, test } from 'vitest';
import { CommandFailure } from '../exit-code.ts';
import { parseInstant, parseLength } from './instant-argument.ts';

/** 15/02/2026 20:00 in Vietnam. */
const NOW = Date.UTC(2026, 1, 15, 13);

test.each([
  ['2026-02-15T14:30:00+07:00', Date.UTC(2026, 1, 15, 7, 30)],
  ['2026-02-15T07:30:00.250Z', Date.UTC(2026, 1, 15, 7, 30, 0, 250)],
  ['1771140600000', 1_771_140_600_000],
  ['15/02/2026 14:30', Date.UTC(2026, 1, 15, 7, 30)],
  ['15/02/2026 14:30:59', Date.UTC(2026, 1, 15, 7, 30, 59)],
  [' 5/2/2026  7:05 ', Date.UTC(2026, 1, 5, 0, 5)],
  ['14:30', Date.UTC(2026, 1, 15, 7, 30)],
  ['21h30', Date.UTC(2026, 1, 14, 14, 30)],
  ['14h30 15/02/2026', Date.UTC(2026, 1, 15, 7, 30)],
  ['15-02-2026 14:30', Date.UTC(2026, 1, 15, 7, 30)],
  ['hôm qua 14h30', Date.UTC(2026, 1, 14, 7, 30)],
  ['chiều 15/02', Date.UTC(2026, 1, 15, 6)],
])('%s is an instant', (text, unixMs) => {
  expect(parseInstant('--from', text, NOW)).toBe(unixMs);
});

test.each([
  '2026-02-15T14:30:00',
  '2026-02-15',
  'now',
  '',
  '2026-13-45T99:00:00Z',
  '30/02/2026 14:30',
  '02/15/2026 14:30',
  '15/02/26 14:30',
  '15/02/2026',
])('%j is none, and the option is named', (text) => {
  expect(() => parseInstant('--to', text, NOW)).toThrow(CommandFailure);
  expect(() => parseInstant('--to', text, NOW)).toThrow(/--to/);
});

test('lengths of time', () => {
  expect(['10s', '1m', '2h', '1d', '3 M', '10 phút', '2 giờ', '1 ngày', '5 giay'].map(parseLength)).toEqual([
    10_000, 60_000, 7_200_000, 86_400_000, 180_000, 600_000, 7_200_000, 86_400_000, 5000,
  ]);
  for (const text of ['0s', '1', 'm', '1w', '-1m', '1.5h', ''])
    expect(() => parseLength(text)).toThrow(/--last/);
});
