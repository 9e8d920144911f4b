import type { Sample } from '@matlang/media/stream';
import { expect, test } from 'vitest';
import { mergeActivity, rollUp } from '../index/roll-up.ts';
import { ActivityMeter } from './activity-meter.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);

/** A second: a sync sample of 50 kB and nine pictures. */
function second(pictureBytes: number): Sample[] {
  return Array.from({ length: 10 }, (_, at) => ({
    dtsTicks: at * 9000,
    compositionOffsetTicks: 0,
    durationTicks: 9000,
    sizeBytes: at === 0 ? 50_000 : pictureBytes,
    sync: at === 0,
    leading: false,
    disposable: false,
  }));
}

test('quiet is 1, twice the usual size 128, four times 255, no data 0', () => {
  const meter = new ActivityMeter(START + 200, 90_000, 600);
  for (const [at, bytes] of [1000, 1000, 2000, 8000, 1000].entries())
    meter.add(START + 200 + at * 1000, second(bytes));
  meter.add(START + 200 + 7000, second(1000));
  const { startUnixMs, values, level } = meter.finish(0);
  expect(startUnixMs).toBe(START);
  // Each second has two pictures of the one before: it begins 200 ms late.
  expect(values[0]).toBe(1);
  expect(values[1]).toBe(1);
  expect(values[2]).toBeGreaterThan(90);
  expect(values[3]).toBeGreaterThan(240);
  expect(values[6]).toBe(0);
  expect(level).toBeGreaterThan(990);
  expect(level).toBeLessThan(1010);
});

test('the level before decides: the same bytes are loud in a quiet stream', () => {
  const meter = new ActivityMeter(START, 90_000, 600);
  meter.add(START, second(1000));
  expect([...meter.finish(500).values]).toEqual([128]);
  expect([...meter.finish(4000).values]).toEqual([1]);
});

test('what lies out of the segment’s span is left out', () => {
  const meter = new ActivityMeter(START, 90_000, 2);
  meter.add(START + 5000, second(1000));
  meter.add(START - 5000, second(1000));
  expect(meter.finish(0).values).toHaveLength(0);
});

test('roll-ups keep the greatest, over the turn of the hour and the day', () => {
  const values = new Uint8Array(30).fill(1);
  values[3] = 9;
  values[29] = 7;
  const patches = rollUp({ startUnixMs: Date.UTC(2026, 10, 24, 23, 59, 50), values });
  expect(
    patches.map((patch) => [
      patch.stepMs,
      new Date(patch.rowStartUnixMs).toISOString().slice(0, 13),
      patch.values.findLast((v) => v > 0),
    ]),
  ).toEqual([
    [10_000, '2026-11-24T23', 9],
    [10_000, '2026-11-25T00', 7],
    [600_000, '2026-11-24T00', 9],
    [600_000, '2026-11-25T00', 7],
  ]);
  expect([...mergeActivity(Uint8Array.of(1, 5), Uint8Array.of(3, 2, 4))]).toEqual([3, 5, 4]);
});
