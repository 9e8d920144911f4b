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

/** A report every 5 s up to `untilSecond`, `offsetMs` ahead and late by what is asked for. */
function report(
  clock: CameraClock,
  fromSecond: number,
  untilSecond: number,
  offsetMs: number,
  late: (second: number) => number,
): void {
  for (let second = fromSecond; second < untilSecond; second += 5) {
    const cameraUnixMs = START_UNIX_MS + second * 1000 + offsetMs;
    clock.observe(cameraUnixMs, START_UNIX_MS + second * 1000 + late(second));
  }
}

test('reports that are late by more than half a second cost nothing, wherever in a minute they come', () => {
  for (const lateSeconds of [[1805], [1800], [1855], [1860], [1800, 1805, 1810]]) {
    const clock = new CameraClock();
    report(clock, 0, 1900, 7_000, (second) => (lateSeconds.includes(second) ? 600 : (second * 7) % 40));
    const reading = clock.reading!;
    expect(Math.abs(reading.offsetMs - 7_000), String(lateSeconds)).toBeLessThan(40);
    expect(Math.abs(reading.driftPpm ?? Number.NaN), String(lateSeconds)).toBeLessThan(5);
  }
});

test('a camera that sets its clock back begins a new series once it stayed there for a minute', () => {
  const clock = new CameraClock();
  report(clock, 0, 1200, 5_000, () => 0);
  report(clock, 1200, 1260, 0, () => 0);
  expect(clock.reading).toMatchObject({ offsetMs: 5_000, driftPpm: 0 });
  report(clock, 1260, 1265, 0, () => 0);
  expect(clock.reading).toMatchObject({ offsetMs: 0, driftPpm: null });
  report(clock, 1265, 2400, 0, () => 0);
  expect(clock.reading).toMatchObject({ offsetMs: 0, driftPpm: 0 });
});
