import { STREAM_FAILURE_CODES } from '@matlang/link';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextTryDelayMs } from './reconnect-policy.ts';

const failed = { code: 'connection-lost', attempts: 1, worked: false, sessionTimeoutMs: null } as const;

test('what worked is tried again at once', () => {
  expect(nextTryDelayMs({ ...failed, worked: true }, 0)).toBe(0);
});

test('delays double to 30 s', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => nextTryDelayMs({ ...failed, attempts }, 0));
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('a wrong password is tried so rarely that no account is locked: 6 times in the first half hour, then 4 an hour', () => {
  let atMs = 0;
  const tries = [];
  for (let attempts = 1; attempts <= 20; attempts += 1) {
    tries.push(atMs);
    // The shortest that jitter makes it.
    atMs += nextTryDelayMs({ ...failed, code: 'credentials-refused', attempts }, 0.999_999);
  }
  expect(tries.filter((at) => at < 30 * 60_000).length).toBeLessThanOrEqual(6);
  expect(tries.at(-1)! - tries.at(-2)!).toBeGreaterThanOrEqual(11 * 60_000);
});

test('even what worked before waits when the password is refused', () => {
  expect(nextTryDelayMs({ ...failed, code: 'credentials-refused', worked: true }, 0)).toBe(60_000);
});

test('453 waits out the session time-out that the camera told, else the one of the standard', () => {
  expect(nextTryDelayMs({ ...failed, code: 'too-many-sessions', sessionTimeoutMs: 30_000 }, 0)).toBe(30_000);
  expect(nextTryDelayMs({ ...failed, code: 'too-many-sessions' }, 0)).toBe(60_000);
});

test('every code gives a finite delay within 15 minutes, jitter takes at most a quarter', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STREAM_FAILURE_CODES),
      fc.integer({ min: 1, max: 1e6 }),
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (code, attempts, worked, random) => {
        const longest = nextTryDelayMs({ code, attempts, worked, sessionTimeoutMs: null }, 0);
        const delay = nextTryDelayMs({ code, attempts, worked, sessionTimeoutMs: null }, random);
        expect(longest).toBeLessThanOrEqual(15 * 60_000);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(longest * 0.75));
        expect(delay).toBeLessThanOrEqual(longest);
      },
    ),
  );
});
