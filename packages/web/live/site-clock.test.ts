/** What a page takes the time to be, however late the server's word comes. Over a real socket: live-socket.test.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SiteClock } from './site-clock.ts';

const EPOCH = 1_700_000_000_000;
/** Told so often. */
const EVERY_MS = 5000;

/** A page's clocks that stand until they are moved. */
function simulate() {
  const now = { monotonicMs: 1000, asleepMs: 0 };
  const clock = new SiteClock({
    monotonicMs: () => now.monotonicMs,
    wallMs: () => EPOCH + now.monotonicMs + now.asleepMs,
  });
  return { now, clock, site: () => EPOCH + now.monotonicMs + now.asleepMs };
}

test('until it was told nobody knows', () => {
  expect(simulate().clock.unixMs()).toBe(null);
});

test('what is told late makes the site no earlier than the clocks may drift, and never later', () => {
  const lateness = fc.array(fc.integer({ min: 0, max: 29_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(lateness, (lates) => {
      const { now, clock, site } = simulate();
      expect(clock.hear(site(), true)).toBe(true);
      for (const [index, lateMs] of lates.entries()) {
        now.monotonicMs += EVERY_MS;
        expect(clock.hear(site() - lateMs, false)).toBe(true);
        const behindMs = site() - (clock.unixMs() ?? 0);
        expect(behindMs).toBeGreaterThanOrEqual(-0.001);
        expect(behindMs).toBeLessThanOrEqual((index + 1) * EVERY_MS * 0.0006 + 0.001);
      }
    }),
  );
});

test('what is told later than pictures may wait is believed from another connection only', () => {
  const { now, clock, site } = simulate();
  clock.hear(site(), true);
  now.monotonicMs += EVERY_MS;
  expect(clock.hear(site() - 40_000, false)).toBe(false);
  expect(clock.unixMs()).toBe(site());
  expect(clock.hear(site() - 40_000, true)).toBe(true);
  expect(clock.unixMs()).toBe(site() - 40_000);
});

test('after a sleep nobody knows until another connection tells', () => {
  const { now, clock, site } = simulate();
  clock.hear(site(), true);
  now.asleepMs = 3_600_000;
  expect(clock.unixMs()).toBe(null);
  expect(clock.hear(site(), false)).toBe(false);
  expect(clock.hear(site(), true)).toBe(true);
  expect(clock.unixMs()).toBe(site());
});
