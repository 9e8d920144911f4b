import { expect, test } from 'vitest';
import { CommandFailure } from '../exit-code.ts';
import { parseInstant } from './instant-argument.ts';

test('ISO 8601 with zone and Unix milliseconds are instants', () => {
  expect(parseInstant('--from', '2026-02-15T14:30:00+07:00')).toBe(Date.UTC(2026, 1, 15, 7, 30));
  expect(parseInstant('--from', '2026-02-15T07:30:00.250Z')).toBe(Date.UTC(2026, 1, 15, 7, 30, 0, 250));
  expect(parseInstant('--from', '1771140600000')).toBe(1_771_140_600_000);
});

test('a time without zone, a date and nonsense are refused by the name of the option', () => {
  for (const text of ['2026-02-15T14:30:00', '2026-02-15', 'now', '', '2026-13-45T99:00:00Z']) {
    expect(() => parseInstant('--to', text)).toThrow(CommandFailure);
    expect(() => parseInstant('--to', text)).toThrow(/--to/);
  }
});
