import { expect, test } from 'vitest';
import { FOLLOW_INTERVAL_MS, SiteClock } from './site-clock.ts';

function simulated() {
  const time = { monotonicMs: 5_000, systemUnixMs: 1_750_000_000_000 };
  const clock = new SiteClock({
    monotonicMs: () => time.monotonicMs,
    systemUnixMs: () => time.systemUnixMs,
  });
  const pass = (ms: number) => {
    const steps = [];
    for (let passed = 0; passed < ms; passed += FOLLOW_INTERVAL_MS) {
      time.monotonicMs += FOLLOW_INTERVAL_MS;
      time.systemUnixMs += FOLLOW_INTERVAL_MS;
      const step = clock.follow();
      if (step !== null) {
        steps.push(step);
      }
    }
    return steps;
  };
  return { time, clock, pass };
}

test('runs with the system clock', () => {
  const { time, clock, pass } = simulated();
  expect(pass(60_000)).toEqual([]);
  expect(clock.nowUnixMs()).toBe(time.systemUnixMs);
  expect(clock.atUnixMs(time.monotonicMs - 40)).toBe(time.systemUnixMs - 40);
});

test.each([800, -800])('slews %d ms at 500 ppm and never backwards', (stepMs) => {
  const { time, clock, pass } = simulated();
  time.systemUnixMs += stepMs;
  expect(pass(1_000_000)).toEqual([]);
  // 1000 s at 500 ppm are 500 ms.
  expect(time.systemUnixMs - clock.nowUnixMs()).toBeCloseTo(stepMs - Math.sign(stepMs) * 500, 3);
  expect(clock.aheadMs).toBeCloseTo(-(stepMs - Math.sign(stepMs) * 500), 3);
  let last = clock.nowUnixMs();
  for (let step = 0; step < 4000; step += 1) {
    pass(FOLLOW_INTERVAL_MS);
    expect(clock.nowUnixMs()).toBeGreaterThan(last);
    last = clock.nowUnixMs();
  }
  expect(clock.aheadMs).toBeCloseTo(0, 3);
});

test.each([3_600_000, -3_600_000, 1_500])('a step of %d ms is told with before and after, once', (stepMs) => {
  const { time, clock, pass } = simulated();
  pass(1000);
  const before = clock.nowUnixMs();
  time.systemUnixMs += stepMs;
  expect(pass(1000)).toEqual([
    { beforeUnixMs: before + FOLLOW_INTERVAL_MS, afterUnixMs: before + FOLLOW_INTERVAL_MS + stepMs },
  ]);
  expect(clock.nowUnixMs()).toBe(time.systemUnixMs);
});

test('a process that is preempted between two readings sees no step', () => {
  let calls = 0;
  let nowMs = 0;
  const clock = new SiteClock({
    monotonicMs: () => nowMs,
    systemUnixMs: () => {
      calls += 1;
      const read = 1_750_000_000_000 + nowMs;
      if (calls === 2) {
        nowMs += 3_000;
      }
      return read;
    },
  });
  expect(clock.follow()).toBeNull();
  expect(clock.nowUnixMs()).toBe(1_750_000_000_000 + nowMs);
});
