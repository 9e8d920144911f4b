/** Videos that follow the clock of playback, simulated; and from which speed on key frames are played. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { needsKeyFrames } from './fast-play.ts';
import { followClock, type Standing } from './follow-clock.ts';
import { PlaybackClock } from './playback-clock.ts';

const EVERY_MS = 200;
const START: Standing = {
  clockUnixMs: 1e12,
  rate: 1,
  running: true,
  videoUnixMs: 1e12,
  hasPicture: true,
  seeking: false,
  nothingHere: false,
};

test('a video that runs up to 2 % wrong and began anywhere is within a frame of the clock after 10 s, and stays', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      fc.integer({ min: -5000, max: 5000 }),
      fc.constantFrom(0.25, 0.5, 1, 2, 4, 8),
      (error, offMs, rate) => {
        const clock = new PlaybackClock(1e12, 0);
        clock.play(rate, 0);
        let videoUnixMs = 1e12 + offMs;
        for (let now = 0; now < 30_000; now += EVERY_MS) {
          const clockUnixMs = clock.instantUnixMs(now);
          if (now > 10_000) expect(Math.abs(clockUnixMs - videoUnixMs)).toBeLessThan(40 * Math.max(1, rate));
          const step = followClock({ ...START, clockUnixMs, videoUnixMs, rate });
          if (step.kind === 'seek') videoUnixMs = clockUnixMs;
          if (step.kind === 'play') videoUnixMs += EVERY_MS * step.rate * (1 + error);
        }
      },
    ),
  );
});

test('what a browser is told to play is never outside of what browsers take', () => {
  const any = fc.record({
    clockUnixMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
    videoUnixMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
    rate: fc.double({ min: -16, max: 16, noNaN: true }),
    running: fc.boolean(),
    hasPicture: fc.boolean(),
    seeking: fc.boolean(),
    nothingHere: fc.boolean(),
  });
  fc.assert(
    fc.property(any, (standing) => {
      const step = followClock(standing);
      if (step.kind === 'play') {
        expect(step.rate).toBeGreaterThanOrEqual(0.0625);
        expect(step.rate).toBeLessThanOrEqual(16);
      }
      if (!standing.running || standing.nothingHere) expect(step.kind).toBe('stand');
      // One jump at a time: another one would end the one under way, and nothing would ever be shown.
      if (standing.seeking) expect(step.kind).not.toBe('seek');
    }),
  );
});

test('backwards each step is a jump', () => {
  expect(followClock({ ...START, rate: -2, clockUnixMs: 1e12 - 100 })).toEqual({ kind: 'seek' });
  expect(followClock({ ...START, rate: -2 })).toEqual({ kind: 'stand' });
});

test('key frames only: backwards, and where decoding could not follow', () => {
  const full = 1920 * 1080 * 15;
  const small = 640 * 360 * 15;
  expect(needsKeyFrames(-1, [small])).toBe(true);
  expect([1, 2, 4, 8, 16].map((rate) => needsKeyFrames(rate, [full]))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(needsKeyFrames(16, [small])).toBe(false);
  expect(
    needsKeyFrames(
      8,
      Array.from({ length: 16 }, () => small),
    ),
  ).toBe(true);
  expect(
    needsKeyFrames(
      1,
      Array.from({ length: 16 }, () => null),
    ),
  ).toBe(false);
});
