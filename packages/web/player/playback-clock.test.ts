/** The clock of playback at told times. */
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
