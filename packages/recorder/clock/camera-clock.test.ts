import { expect, test } from 'vitest';
import { CameraClock } from './camera-clock.ts';

const START_UNIX_MS = 1_750_000_000_000;

test('offset and drift of a camera whose reports are late by up to 80 ms', () => {
  const clock = new CameraClock();
  for (let second = 0; second < 7200; second += 5) {
    const nowUnixMs = START_UNIX_MS + second * 1000;
    const cameraUnixMs = nowUnixMs + 7_000 + second * 1000 * 50e-6;
    clock.observe(cameraUnixMs, nowUnixMs + ((second * 7) % 80));
  }
  const reading = clock.reading!;
  expect(Math.abs(reading.offsetMs - (7_000 + 7200 * 0.05))).toBeLessThan(10);
  expect(reading.driftPpm!).toBeGreaterThan(45);
  expect(reading.driftPpm!).toBeLessThan(55);
});

test('drift is not told before ten minutes', () => {
  const clock = new CameraClock();
  expect(clock.reading).toBeNull();
  for (let second = 0; second < 300; second += 5) {
    clock.observe(START_UNIX_MS + second * 1000, START_UNIX_MS + second * 1000);
  }
  expect(clock.reading).toMatchObject({ offsetMs: 0, driftPpm: null });
});

test('a camera that sets its clock begins a new series', () => {
  const clock = new CameraClock();
  for (let second = 0; second < 1200; second += 5) {
    clock.observe(START_UNIX_MS + second * 1000 - 3_600_000, START_UNIX_MS + second * 1000);
  }
  expect(clock.reading).toMatchObject({ offsetMs: -3_600_000, driftPpm: 0 });
  clock.observe(START_UNIX_MS + 1_200_000, START_UNIX_MS + 1_200_000);
  expect(clock.reading).toMatchObject({ offsetMs: 0, driftPpm: null });
});
