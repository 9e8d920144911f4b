import { createSeededRandom } from '@matlang/simulator';
import { expect, test } from 'vitest';
import { RunClock } from './run-clock.ts';

const START_UNIX_MS = 1_750_000_000_000;
const FRAMES_PER_SECOND = 10;
const TICKS = 90_000 / FRAMES_PER_SECOND;

interface World {
  readonly hours: number;
  readonly driftPpm: number;
  readonly jitterMs: number;
  /** Every so often nothing arrives for 20 s, then all at once. */
  readonly burstEverySeconds: number | null;
}

/** Plays a camera and marks a border each second; returns errors of marks against the true time. */
function play({ hours, driftPpm, jitterMs, burstEverySeconds }: World) {
  const random = createSeededRandom(1);
  const clock = new RunClock(90_000);
  const frameMs = (1000 / FRAMES_PER_SECOND) * (1 + driftPpm / 1e6);
  let worstMs = 0;
  let worstLateMs = 0;
  let worstSpacingMs = 0;
  let last: number | null = null;
  const frames = hours * 3600 * FRAMES_PER_SECOND;
  for (let frame = 0; frame < frames; frame += 1) {
    const trueUnixMs = START_UNIX_MS + frame * frameMs;
    let arrivalUnixMs = trueUnixMs + jitterMs * random.next();
    if (burstEverySeconds !== null) {
      const inPeriodMs = (trueUnixMs - START_UNIX_MS) % (burstEverySeconds * 1000);
      const outageMs = 20_000;
      const outageStartMs = burstEverySeconds * 1000 - outageMs;
      if (inPeriodMs > outageStartMs) {
        arrivalUnixMs = trueUnixMs - inPeriodMs + burstEverySeconds * 1000;
      }
    }
    clock.observe(frame * TICKS, arrivalUnixMs);
    if (frame % FRAMES_PER_SECOND === 0) {
      const marked = clock.mark(frame * TICKS);
      if (last !== null) {
        expect(marked).toBeGreaterThan(last);
        worstSpacingMs = Math.max(worstSpacingMs, Math.abs(marked - last - 1000));
      }
      last = marked;
      worstMs = Math.max(worstMs, Math.abs(marked - trueUnixMs));
      if (frame > frames / 2) {
        worstLateMs = Math.max(worstLateMs, Math.abs(marked - trueUnixMs));
      }
    }
  }
  return { worstMs, worstLateMs, worstSpacingMs };
}

test.each([-100, 0, 100])(
  '24 hours with a drift of %d ppm, jitter of 200 ms and bursts of 20 s: within 10 ms',
  (driftPpm) => {
    const { worstLateMs, worstMs, worstSpacingMs } = play({
      hours: 24,
      driftPpm,
      jitterMs: 200,
      burstEverySeconds: 300,
    });
    // The first frame may be late by all of the jitter; what is known better later is slewed to, not jumped to.
    expect(worstMs).toBeLessThanOrEqual(200);
    expect(worstLateMs).toBeLessThanOrEqual(10);
    // Settling halves a second at most.
    expect(worstSpacingMs).toBeLessThanOrEqual(201);
  },
);

test('drift does not grow: without jitter the error is the window times the drift', () => {
  expect(play({ hours: 6, driftPpm: 100, jitterMs: 0, burstEverySeconds: null }).worstMs).toBeLessThanOrEqual(
    6.6,
  );
  expect(
    play({ hours: 6, driftPpm: -100, jitterMs: 0, burstEverySeconds: null }).worstMs,
  ).toBeLessThanOrEqual(1);
});

test('a camera whose "10 fps" is 9.92 is followed, a quarter of a second behind at most', () => {
  expect(
    play({ hours: 2, driftPpm: 8_000, jitterMs: 20, burstEverySeconds: null }).worstMs,
  ).toBeLessThanOrEqual(520);
});

test('pictures that the camera had kept before PLAY come late and are placed before it', () => {
  const clock = new RunClock(1000);
  // Three seconds of pictures at once, then live.
  for (let frame = 0; frame < 30; frame += 1) {
    clock.observe(frame * 100, START_UNIX_MS + 5);
  }
  // The border is first marked when the second second is whole: by then the envelope is known.
  clock.observe(3000, START_UNIX_MS + 100);
  expect(clock.mark(0)).toBe(START_UNIX_MS + 100 - 3000);
});

test('without arrivals there is nothing to mark', () => {
  expect(() => new RunClock(90_000).mark(0)).toThrow(TypeError);
  expect(() => new RunClock(0)).toThrow(TypeError);
});

test('an estimate fixes nothing', () => {
  const clock = new RunClock(1000);
  clock.observe(0, START_UNIX_MS + 80);
  expect(clock.estimate(0)).toBe(START_UNIX_MS + 80);
  clock.observe(100, START_UNIX_MS + 100);
  expect(clock.estimate(0)).toBe(START_UNIX_MS);
  expect(clock.mark(0)).toBe(START_UNIX_MS);
});
