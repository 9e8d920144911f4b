/** PINs: digits, and none that is guessed first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPin } from '../index.ts';

const rule = (typed: string) => {
  const checked = checkPin(typed);
  return checked.ok ? null : checked.violation.rule;
};

test.each(['', '12345', '1234567890123', '48213a', '٤٨٢١٣٥', ' 482135', '-48213', '482.35', '4821e5'])(
  'is digits of an ordinary pad, six at least: %j',
  (typed) => expect(rule(typed)).toBe('pin-form'),
);

test.each(
  '111111 123456 654321 890123 135791 123123 121212 122122 123321 112233 159753 147258 4444447 12341234 00000000'.split(
    ' ',
  ),
)('is none of those that everybody tries: %s', (typed) => expect(rule(typed)).toBe('pin-guessable'));

test.each(['150285', '021575', '850215', '19850215', '15021985', '02151985', '311299', '01012000'])(
  'is no birthday, however it is written: %s',
  (typed) => expect(rule(typed)).toBe('pin-guessable'),
);

test.each(['482735', '907264', '5820461', '74029163'])('others are taken as they are: %s', (typed) => {
  expect(checkPin(typed)).toEqual({ ok: true, value: typed });
});

test('enough are left: far more than half of all', () => {
  const taken = fc
    .sample(fc.integer({ min: 0, max: 999_999 }), { numRuns: 20_000, seed: 1 })
    .filter((number) => rule(String(number).padStart(6, '0')) === null);
  expect(taken.length).toBeGreaterThan(15_000);
});
