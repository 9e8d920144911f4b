import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { defaultFloorBytes } from './space-floor.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const OTHER = { cameraId: 'camera-2', kind: 'main' } as const;
const GIB = 2 ** 30;
let root: string;
let volume: VolumeHarness;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-retention-'));
  volume = new VolumeHarness({ root, startUnixMs: START, floorBytes: GIB });
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: 50 * GIB };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function look(stream: typeof MAIN | typeof OTHER) {
  const index = IndexReader.open(root);
  const row = index.stream(stream)!;
  const gaps = index.gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER);
  const seconds = { start: (ms: number) => (ms - START) / 1000 };
  const found = {
    starts: index.segmentsFrom(row.id, 0, 1000).map((segment) => seconds.start(segment.startUnixMs)),
    gaps: gaps.map((gap) => [
      gap.cause,
      seconds.start(gap.startUnixMs),
      gap.endUnixMs === null ? null : seconds.start(gap.endUnixMs),
    ]),
    stones: index.tombstonesFrom(row.id, 0, 1000).map((stone) => [stone.seq, stone.reason]),
    files: index
      .segmentsFrom(row.id, 0, 1000)
      .map((segment) => existsSync(join(root, segmentPath({ ...segment, stream })))),
    runs: index.runs(row.id).length,
  };
  index.close();
  return found;
}

const clean = async () => {
  const report = await checkArchive({ volumes: [{ id: 'v1', path: root }], deep: true, nowUnixMs: START });
  expect(report.findings).toEqual([]);
};

test('footage older than its days goes, held footage stays, the gap is one row a stretch', async () => {
  volume.begin(MAIN);
  volume.begin(OTHER, { seed: 2 });
  volume.record(300);
  expect(volume.hold({ id: 'h1', startUnixMs: START + 70_000, endUnixMs: START + 75_000 })).toMatchObject({
    type: 'answer',
  });
  volume.do({ type: 'retention', cameraId: 'camera-1', days: 100 / 86_400 });
  volume.record(300);
  volume.close();
  const main = look(MAIN);
  expect(main.starts).toEqual([60, 480, 540]);
  expect(main.files).toEqual([true, true, true]);
  expect(main.gaps).toEqual([
    ['retention', 0, 60],
    ['retention', 120, 480],
    ['stopped', 600, null],
  ]);
  expect(main.stones.every(([, reason]) => reason === 'retention')).toBe(true);
  expect(look(OTHER).starts).toHaveLength(10);
  await clean();
});

test('below the floor the oldest of all streams goes first, across streams', async () => {
  volume.begin(MAIN);
  volume.record(120);
  volume.begin(OTHER, { seed: 2 });
  volume.record(120);
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: GIB - 1 };
  const before = look(MAIN).starts.length;
  volume.record(0.5); // not due yet
  volume.record(10);
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: 2 * GIB };
  volume.close();
  expect(look(MAIN).starts.length).toBeLessThan(before);
  expect(look(MAIN).stones[0]).toEqual([0, 'space']);
  await clean();
});

test('only held footage left at the floor: recording stops as disk-full, nothing held goes; with room it goes on', async () => {
  volume.begin(MAIN, { fragmentsPerGop: 3 });
  volume.record(130);
  volume.hold({ id: 'h1', startUnixMs: START, endUnixMs: START + 10_000_000, byAdministrator: true });
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: GIB / 2 };
  volume.record(30);
  expect(volume.condition).toMatchObject({ state: 'full' });
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: 2 * GIB };
  volume.record(60);
  expect(volume.condition).toMatchObject({ state: 'recording' });
  volume.close();
  const main = look(MAIN);
  expect(main.stones).toEqual([]);
  expect(main.starts.slice(0, 3)).toEqual([0, 60, 120]);
  expect(main.gaps[0]?.[0]).toBe('disk-full');
  expect(main.runs).toBe(2);
  await clean();
});

test('from 60 % of the volume only an administrator holds more; unknown holds and other ones of the same id are refused, the same once more is not', () => {
  volume.begin(MAIN);
  volume.record(130);
  volume.storage.spaceOverride = { totalBytes: 50_000, freeBytes: 2 * GIB };
  const span = { startUnixMs: START, endUnixMs: START + 130_000 };
  expect(volume.hold({ id: 'h1', ...span })).toMatchObject({ refusal: { code: 'hold-limit' } });
  expect(volume.hold({ id: 'h1', ...span, byAdministrator: true })).toMatchObject({ type: 'answer' });
  expect(volume.hold({ id: 'h1', ...span })).toMatchObject({ answer: { placed: false } });
  expect(volume.hold({ id: 'h1', ...span, endUnixMs: span.endUnixMs + 1 })).toMatchObject({
    refusal: { code: 'hold-exists' },
  });
  expect(volume.hold({ id: 'h2', startUnixMs: 5, endUnixMs: 5 })).toMatchObject({
    refusal: { code: 'hold-invalid' },
  });
  expect(volume.request({ type: 'lift', id: 'h9', by: 'u' })).toMatchObject({
    refusal: { code: 'hold-unknown' },
  });
  expect(volume.condition?.heldBytes).toBe(0);
  volume.record(1);
  expect(volume.condition?.heldBytes).toBeGreaterThan(30_000);
  expect(volume.request({ type: 'lift', id: 'h1', by: 'u' })).toMatchObject({ type: 'answer' });
  volume.record(1);
  expect(volume.condition?.heldBytes).toBe(0);
  expect(volume.hold({ id: 'h1', ...span, byAdministrator: true })).toMatchObject({
    refusal: { code: 'hold-lifted' },
  });
  volume.close();
});

test('a camera’s footage is deleted on request, but for what is held or leased', async () => {
  volume.begin(MAIN);
  volume.begin(OTHER, { seed: 2 });
  volume.record(200);
  volume.hold({ id: 'h1', startUnixMs: START + 61_000, endUnixMs: START + 62_000 });
  volume.request({
    type: 'lease',
    id: 'l1',
    cameraId: 'camera-1',
    startUnixMs: START + 125_000,
    endUnixMs: START + 126_000,
    expiresUnixMs: START + 1e9,
  });
  const answer = volume.request({ type: 'delete-footage', cameraId: 'camera-1', reason: 'moved away' });
  expect(answer).toMatchObject({ type: 'answer' });
  volume.close();
  expect(look(MAIN).starts).toEqual([60, 120]);
  expect(look(OTHER).starts).toEqual([0, 60, 120, 180]);
  await clean();
});

test('a hold keeps the segment with the key frame that its first picture needs', async () => {
  volume.begin(MAIN, { fragmentsPerGop: 100 });
  volume.record(290);
  // Cut at 75 s without a key frame: the second segment points back to the first.
  volume.hold({ id: 'h1', startUnixMs: START + 80_000, endUnixMs: START + 81_000 });
  volume.do({ type: 'retention', cameraId: 'camera-1', days: 10 / 86_400 });
  volume.record(20);
  volume.close();
  expect(look(MAIN).starts.slice(0, 2)).toEqual([0, 75]);
  await clean();
});

test('the floor unless told otherwise', () => {
  expect(defaultFloorBytes(10 * GIB)).toBe(2 * GIB);
  expect(defaultFloorBytes(200 * GIB)).toBe(10 * GIB);
  expect(defaultFloorBytes(4000 * GIB)).toBe(20 * GIB);
});
