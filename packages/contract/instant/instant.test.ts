import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

describe('parseInstant', () => {
  test.each([
    ['2026-02-15T14:30:00+07:00', Date.UTC(2026, 1, 15, 7, 30)],
    ['2026-02-15T14:30+0700', Date.UTC(2026, 1, 15, 7, 30)],
    ['2026-02-15T07:30Z', Date.UTC(2026, 1, 15, 7, 30)],
    ['2026-02-15T07:30:00.5Z', Date.UTC(2026, 1, 15, 7, 30, 0, 500)],
    ['2026-02-15T07:30:00,123456789Z', Date.UTC(2026, 1, 15, 7, 30, 0, 123)],
    ['2026-02-14T22:00:00-09:30', Date.UTC(2026, 1, 15, 7, 30)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['1771140600000', 1771140600000],
    ['0', 0],
  ])('%s', (text, unixMs) => {
    expect(parseInstant(text)).toBe(unixMs);
  });

  test.each([
    '',
    ' 1',
    '-1',
    '1.5',
    '1e12',
    '9999999999999999',
    '999999999999999',
    '2026-02-15',
    '2026-02-15T14:30:00',
    '2026-02-15 14:30:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+07:60',
    '1969-12-31T00:00:00Z',
    '0026-01-01T00:00:00Z',
    '2026-02-15T14:30:00Z ',
    'hôm qua',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('reads back what Date writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseInstant(text)));
  });
});
