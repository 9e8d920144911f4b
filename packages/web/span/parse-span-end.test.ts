import { expect, test } from 'vitest';
import { parseSpanEnd } from './parse-span-end.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
const NOW = at('2026-02-20T09:00:00');
const FROM = at('2026-02-15T14:30:00');

test('a time alone is of the day on which the span begins, or of the next one', () => {
  expect(parseSpanEnd('15:00', FROM, NOW)).toBe(at('2026-02-15T15:00:00'));
  expect(parseSpanEnd('15h', FROM, NOW)).toBe(at('2026-02-15T15:00:00'));
  expect(parseSpanEnd('00:10', at('2026-02-15T23:50:00'), NOW)).toBe(at('2026-02-16T00:10:00'));
});

test('a day or a word for one counts from now', () => {
  expect(parseSpanEnd('16/02 08:00', FROM, NOW)).toBe(at('2026-02-16T08:00:00'));
  expect(parseSpanEnd('hôm qua 8h', FROM, NOW)).toBe(at('2026-02-19T08:00:00'));
  expect(parseSpanEnd('15:00', null, NOW)).toBe(at('2026-02-19T15:00:00'));
  expect(parseSpanEnd('mai', FROM, NOW)).toBe(null);
});
