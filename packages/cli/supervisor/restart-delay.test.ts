import { expect, test } from 'vitest';
import { RestartDelay } from './restart-delay.ts';

test('the first restart is at once, the next ones wait longer, up to half a minute', () => {
  const delay = new RestartDelay();
  const waits = Array.from({ length: 12 }, () => delay.afterDeath(10));
  expect(waits.slice(0, 5)).toEqual([0, 250, 500, 1000, 2000]);
  expect(waits.at(-1)).toBe(30_000);
});

test('a process that was up for a minute starts again at once', () => {
  const delay = new RestartDelay();
  for (let death = 0; death < 8; death += 1) delay.afterDeath(10);
  expect(delay.afterDeath(61_000)).toBe(0);
});
