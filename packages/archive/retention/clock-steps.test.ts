/** Clocks that are wrong for a while: no footage goes for an age that it hasn't. The real clock is set in test/crash/clock.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const DAY_MS = 86_400_000;
const HOUR_S = 3600;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-clock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Numbers of the segments that are there. */
function kept(): number[] {
  const index = IndexReader.open(root);
  const seqs = index.segmentsFrom(index.stream(MAIN)!.id, 0, 1000).map(({ seq }) => seq);
  index.close();
  return seqs;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, seq) => seq);
const keepFor = (volume: VolumeHarness, ms: number): void =>
  volume.do({ type: 'retention', cameraId: MAIN.cameraId, days: ms / DAY_MS });

async function expectClean(): Promise<void> {
  const { findings } = await checkArchive({
    volumes: [{ id: 'v1', path: root }],
    deep: true,
    nowUnixMs: START,
  });
  expect(findings).toEqual([]);
}

test('40 days ahead for 30 s: nothing goes, and afterwards all goes at its true age, what was recorded ahead too', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(590);
  volume.setClock(40 * DAY_MS);
  volume.record(30);
  expect(kept()).toEqual(upTo(11));
  expect(volume.warnings.at(-1)).toContain('no footage is deleted for its age');
  volume.setClock(-40 * DAY_MS);
  volume.record(130);
  expect(kept()).toEqual(upTo(14));
  keepFor(volume, 100_000);
  volume.record(20);
  // 770 s after the start: the part recorded ahead (number 10) is 150 s old, the one behind it is not closed for 100 s yet.
  expect(kept()).toEqual([11, 12, 13]);
  volume.close();
  await expectClean();
});

test('a clock that stays ahead is believed after six hours without a step, not before; footage of before the step is as old as it is', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(300);
  volume.setClock(40 * DAY_MS);
  volume.record(60);
  volume.pass(5.9 * HOUR_S);
  expect(kept()).toEqual(upTo(6));
  volume.pass(0.2 * HOUR_S);
  expect(volume.warnings.at(-1)).toContain('the clock holds');
  expect(kept()).toEqual(upTo(6));
  keepFor(volume, 6 * HOUR_S * 1000);
  volume.pass(60);
  expect(kept()).toEqual([]);
  volume.close();
  await expectClean();
});

test('a box without battery begins in 2024 and hears of the time after ten minutes: its footage is kept as long as any', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: Date.UTC(2024, 0, 1) });
  volume.begin(MAIN);
  volume.record(600);
  volume.setClock(START - volume.nowUnixMs);
  volume.record(60);
  expect(kept()).toEqual(upTo(11));
  volume.pass(6.1 * HOUR_S);
  expect(volume.warnings.at(-1)).toContain('the clock holds');
  expect(kept()).toEqual(upTo(11));
  keepFor(volume, 6 * HOUR_S * 1000);
  volume.pass(60);
  expect(kept()).toEqual([]);
  volume.close();
  await expectClean();
});

test('a box that is in 2024 again after a power cut: what it records until it hears of the time goes behind what came before', async () => {
  const first = new VolumeHarness({ root, startUnixMs: START });
  first.begin(MAIN);
  first.record(300);
  first.close();
  const second = new VolumeHarness({ root, startUnixMs: Date.UTC(2024, 0, 1), bootId: 'boot-2' });
  second.begin(MAIN);
  second.record(300);
  expect(kept()).toEqual(upTo(10));
  second.setClock(START + 600_000 - second.nowUnixMs);
  second.record(60);
  second.pass(7 * HOUR_S);
  expect(kept()).toEqual(upTo(11));
  second.close();
  await expectClean();
});

test('a clock that is ahead at the start, also at the next one after it: nothing goes until it has held', async () => {
  const first = new VolumeHarness({ root, startUnixMs: START });
  first.begin(MAIN);
  first.record(300);
  first.close();
  for (const hours of [1, 5.9]) {
    const again = new VolumeHarness({ root, startUnixMs: START + 40 * DAY_MS });
    again.pass(hours * HOUR_S);
    again.close();
    expect(kept()).toEqual(upTo(5));
  }
  const right = new VolumeHarness({ root, startUnixMs: START + 12 * 3_600_000 });
  right.pass(60);
  expect(right.warnings).toEqual([]);
  right.close();
  expect(kept()).toEqual(upTo(5));
  const later = new VolumeHarness({ root, startUnixMs: START + 40 * DAY_MS });
  later.pass(6.1 * HOUR_S);
  later.close();
  expect(kept()).toEqual([]);
  await expectClean();
});

test('the floor goes on in the order of recording while the clock is in doubt', async () => {
  const GIB = 2 ** 30;
  const volume = new VolumeHarness({ root, startUnixMs: START, floorBytes: GIB });
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: 50 * GIB };
  volume.begin(MAIN);
  volume.record(120);
  volume.setClock(-400 * DAY_MS);
  volume.record(120);
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: GIB - 1 };
  volume.record(10);
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: 50 * GIB };
  const left = kept();
  expect(left.length).toBeLessThan(5);
  expect(left.at(-1)).toBe(4);
  expect(left).toEqual(upTo(5).slice(5 - left.length));
  volume.close();
  await expectClean();
});
