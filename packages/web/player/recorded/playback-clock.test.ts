/** The clock of playback at told times. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlaybackClock } from './playback-clock.ts';

test('runs at its rate, stands when paused or held, and goes on from where it stood', () => {
  const clock = new PlaybackClock(1000, 0);
  expect(clock.instantUnixMs(500)).toBe(1000);
  clock.play(2, 500);
  expect(clock.instantUnixMs(600)).toBe(1200);
  clock.hold(true, 600);
  expect(clock.instantUnixMs(9000)).toBe(1200);
  clock.hold(false, 9000);
  expect(clock.instantUnixMs(9100)).toBe(1400);
  clock.pause(9100);
  expect(clock.instantUnixMs(20_000)).toBe(1400);
  clock.seek(5, 20_000);
  clock.play(0.25, 20_000);
  expect(clock.instantUnixMs(20_400)).toBe(105);
});

test('runs backwards at a negative rate', () => {
  const clock = new PlaybackClock(10_000, 0);
  clock.play(-4, 0);
  expect(clock.instantUnixMs(500)).toBe(8000);
  clock.pause(1000);
  expect(clock.instantUnixMs(5000)).toBe(6000);
});

test('whatever is done to it, it moves as fast as its rate and never jumps but by a seek', () => {
  const steps = fc.array(
    fc.record({
      waitMs: fc.integer({ min: 0, max: 5000 }),
      what: fc.constantFrom('play', 'pause', 'hold', 'release'),
      rate: fc.constantFrom(-16, -1, 0.25, 1, 2, 16),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const clock = new PlaybackClock(1e12, 0);
      let now = 0;
      for (const { waitMs, what, rate } of all) {
        const before = clock.instantUnixMs(now);
        const speed = clock.running ? clock.rate : 0;
        now += waitMs;
        expect(clock.instantUnixMs(now)).toBeCloseTo(before + speed * waitMs, 3);
        const at = clock.instantUnixMs(now);
        if (what === 'play') clock.play(rate, now);
        else if (what === 'pause') clock.pause(now);
        else clock.hold(what === 'hold', now);
        expect(clock.instantUnixMs(now)).toBeCloseTo(at, 3);
      }
    }),
  );
});
