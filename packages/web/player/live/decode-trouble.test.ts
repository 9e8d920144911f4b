/** When a stream that comes and shows nothing is called undecodable, and when it is tried again. */
import { expect, test } from 'vitest';
import { DecodeTrouble } from './decode-trouble.ts';

test('pictures that come and are not shown are overdue after ten seconds, not before', () => {
  const trouble = new DecodeTrouble();
  expect(trouble.isOverdue(1e9)).toBe(false);
  trouble.expect(5000);
  trouble.expect(14_000);
  expect(trouble.isOverdue(15_000)).toBe(false);
  expect(trouble.isOverdue(15_001)).toBe(true);
  trouble.expectNothing();
  expect(trouble.isOverdue(60_000)).toBe(false);
  trouble.expect(60_000);
  expect(trouble.isOverdue(69_000)).toBe(false);
});

test('tried again after longer and longer; said from the second time on; a picture begins anew', () => {
  const trouble = new DecodeTrouble();
  const times = Array.from({ length: 6 }, () => trouble.failed());
  expect(times.map(({ retryMs }) => retryMs)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(times.map(({ said }) => said)).toEqual([false, true, true, true, true, true]);
  expect(trouble.shown()).toBe(true);
  expect(trouble.shown()).toBe(false);
  expect(trouble.failed()).toEqual({ retryMs: 2000, said: false });
});
