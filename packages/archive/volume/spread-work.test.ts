/** What would stop a volume's thread for all streams at once is spread: ends of segments, and syncs. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IndexReader } from '../index/index-reader.ts';
import type { SegmentRow } from '../index/index-rows.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
let root: string;
beforeEach(() => {
  // In memory where that is: some hundred segments are ended.
  root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-spread-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const streamOf = (camera: number) => ({ cameraId: `camera-${camera}`, kind: 'main' }) as const;

function segmentsOf(cameras: number): SegmentRow[][] {
  const index = IndexReader.open(root);
  try {
    return Array.from({ length: cameras }, (_, camera) => {
      const row = index.stream(streamOf(camera))!;
      return index.segmentsFrom(row.id, 0, 100);
    });
  } finally {
    index.close();
  }
}

test('cameras that begin together end their segments apart, at sync samples, and stay apart', () => {
  const cameras = 40;
  const harness = new VolumeHarness({ root, startUnixMs: START });
  for (let camera = 0; camera < cameras; camera += 1)
    harness.begin(streamOf(camera), { fragmentsPerGop: 2, seed: camera });
  harness.record(210);
  harness.close();
  const streams = segmentsOf(cameras);
  for (const round of [1, 2]) {
    const cutsAt = new Map<number, number>();
    for (const segments of streams) {
      const at = segments[round]!.startUnixMs;
      cutsAt.set(at, (cutsAt.get(at) ?? 0) + 1);
    }
    expect(Math.max(...cutsAt.values()), `round ${round}`).toBeLessThanOrEqual(18);
    expect(cutsAt.size).toBeGreaterThan(2);
  }
  for (const [first, second] of streams.map((segments) => segments as [SegmentRow, SegmentRow])) {
    expect(second.startUnixMs - first.startUnixMs).toBeGreaterThanOrEqual(60_000);
    expect(second.startUnixMs - first.startUnixMs).toBeLessThanOrEqual(75_000);
    expect(second.syncSeq).toBe(second.seq);
  }
});

test('a few streams never wait, and where no other sync sample comes in time none is let pass', () => {
  const harness = new VolumeHarness({ root, startUnixMs: START });
  for (let camera = 0; camera < 8; camera += 1) harness.begin(streamOf(camera), { seed: camera });
  for (let camera = 8; camera < 40; camera += 1)
    harness.begin(streamOf(camera), { fragmentsPerGop: 20, seed: camera });
  harness.record(70);
  harness.close();
  const lasts = segmentsOf(40).map(([first, second]) => second!.startUnixMs - first!.startUnixMs);
  expect(new Set(lasts)).toEqual(new Set([60_000]));
});

test('a stream that delivers is synced with its fragments; a tick finds only what stands still', () => {
  const harness = new VolumeHarness({ root, startUnixMs: START });
  const syncs: { tick: boolean; atUnixMs: number }[] = [];
  let tick = false;
  const syncData = harness.storage.syncData.bind(harness.storage);
  harness.storage.syncData = (file) => {
    syncs.push({ tick, atUnixMs: harness.nowUnixMs });
    syncData(file);
  };
  const handle = harness.service.handle.bind(harness.service);
  harness.service.handle = (command, time) => {
    tick = command.type === 'tick';
    handle(command, time);
  };
  harness.begin(streamOf(0));
  harness.record(30);
  const whileDelivering = syncs.splice(0);
  expect(whileDelivering.filter((sync) => sync.tick)).toEqual([]);
  expect(whileDelivering.length).toBeGreaterThan(6);
  // Nothing comes any more: what was written last is synced all the same, 3.5 s after it came at most.
  const stoppedUnixMs = harness.nowUnixMs;
  for (let i = 0; i < 10; i += 1) {
    harness.nowUnixMs += 500;
    harness.do({ type: 'tick' });
  }
  expect(syncs.length).toBeLessThanOrEqual(1);
  expect(syncs[0]?.atUnixMs ?? stoppedUnixMs).toBeLessThanOrEqual(stoppedUnixMs + 3500);
  harness.close();
});
