/** A disk that fills up, turns read-only or breaks: the gap says why, and recording goes on by itself. */
import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-volume-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const check = () => checkArchive({ volumes: [{ id: 'v1', path: root }], deep: true, nowUnixMs: START });

function ledger() {
  const index = IndexReader.open(root);
  const row = index.stream(MAIN)!;
  const gaps = index.gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER);
  const runs = index.runs(row.id).map((run) => run.reason);
  const segments = index.segmentsFrom(row.id, 0, 100);
  const events = index.events(0, Number.MAX_SAFE_INTEGER).map((event) => event.kind);
  index.close();
  return {
    gaps: gaps.map((gap) => [
      gap.cause,
      gap.startUnixMs - START,
      gap.endUnixMs === null ? null : gap.endUnixMs - START,
    ]),
    runs,
    segments,
    events,
  };
}

describe.each([
  ['ENOSPC', 'disk-full', 'full'],
  ['EROFS', 'disk-error', 'read-only'],
  ['EIO', 'disk-error', 'failed'],
] as const)('%s', (code, cause, state) => {
  test('while appending: a torn write, 20 s down, and back without anybody', async () => {
    const volume = new VolumeHarness({ root, startUnixMs: START });
    volume.begin(MAIN, { fragmentsPerGop: 2 });
    volume.record(30);
    volume.storage.fault = (call) => (call === 'read' || call === 'open' ? null : code);
    volume.record(20);
    volume.do({ type: 'event', atUnixMs: START + 40_000, event: 'clock-step', detail: {} });
    expect(volume.condition).toMatchObject({ state });
    volume.storage.fault = () => null;
    volume.record(30);
    expect(volume.condition).toMatchObject({ state: 'recording' });
    volume.close();
    const { gaps, runs, events } = ledger();
    // Up to 3 s until the next attempt, 2 s until the next sync sample.
    expect(gaps[0]?.slice(0, 2)).toEqual([cause, 30_000]);
    expect(gaps[0]?.[2]).toBeGreaterThanOrEqual(49_000);
    expect(gaps.filter(([, , end]) => end !== null).at(-1)?.[2]).toBeLessThanOrEqual(55_000);
    expect(runs).toEqual(['start', 'disk']);
    expect(events).toEqual(['clock-step']);
    expect((await check()).findings).toEqual([]);
    expect(volume.warnings.length).toBeLessThan(6);
  });
});

test('a sync that fails loses nothing that was written', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(10);
  volume.storage.fault = (call, path) => (call === 'sync-data' && path.endsWith('.mp4') ? 'EIO' : null);
  volume.record(3);
  volume.storage.fault = () => null;
  volume.record(10);
  volume.close();
  expect(ledger().segments).toHaveLength(2);
  expect((await check()).findings).toEqual([]);
});

test.each(['at the end of a run', 'between two segments'])(
  'a journal without room %s: the segment is closed once, whatever was opened meanwhile stays open',
  async (when) => {
    const volume = new VolumeHarness({ root, startUnixMs: START });
    volume.begin(MAIN);
    volume.record(when === 'at the end of a run' ? 30 : 60);
    // As the thread of another volume would open it: the number that was just closed is the lowest free one.
    const others: number[] = [];
    volume.storage.fault = (call, path) => {
      if (call !== 'append' || !path.includes('/journal/')) return null;
      others.push(openSync(import.meta.filename, 'r'));
      return 'ENOSPC';
    };
    if (when === 'at the end of a run') volume.do({ type: 'end-run', token: 1 });
    else volume.record(2);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) {
      expect(fstatSync(other).isFile()).toBe(true);
      closeSync(other);
    }
    volume.storage.fault = () => null;
    volume.record(10);
    volume.close();
    expect(volume.storage.strayCloses).toEqual([]);
    expect((await check()).findings).toEqual([]);
  },
);

test('a volume that is missing at the start is taken as soon as it is mounted', async () => {
  const path = join(root, 'disk');
  const volume = new VolumeHarness({ root: path, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(10);
  expect(volume.condition).toMatchObject({ state: 'failed' });
  expect(volume.hold({ id: 'h', startUnixMs: 0, endUnixMs: 1 })).toMatchObject({
    refusal: { code: 'volume-failed' },
  });
  mkdirSync(path);
  volume.record(10);
  volume.close();
  root = path;
  const { gaps } = ledger();
  expect(gaps[0]?.slice(0, 2)).toEqual(['disk-error', 0]);
  expect((await check()).clean).toBe(true);
});

test('fragments that are no fragments are refused one by one, and recording goes on', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(5);
  volume.do({ type: 'append', token: 1, parts: [new Uint8Array(100)], wallStartUnixMs: 0, wallEndUnixMs: 0 });
  volume.record(5);
  volume.close();
  expect(volume.warnings[0]).toContain('malformed');
  expect(ledger().segments).toMatchObject([{ state: 'complete', endUnixMs: START + 10_000 }]);
  expect((await check()).findings).toEqual([]);
});

test('an index that SQLite cannot read is put aside: recording goes on, numbers and chain too, and rebuild brings all back', async () => {
  const first = new VolumeHarness({ root, startUnixMs: START });
  first.begin(MAIN);
  first.record(130);
  first.close();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(root, 'index.sqlite'), Buffer.alloc(8192, 0x41));
  const second = new VolumeHarness({ root, startUnixMs: START + 200_000 });
  second.begin(MAIN);
  second.record(70);
  second.close();
  expect(second.warnings.join()).toContain('put aside');
  expect(ledger().segments.map((segment) => segment.seq)).toEqual([3, 4]);
  expect((await check()).clean).toBe(false);
  const rebuilt = await checkArchive({
    volumes: [{ id: 'v1', path: root }],
    deep: true,
    rebuild: true,
    nowUnixMs: START,
  });
  expect(rebuilt.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  expect(ledger().segments.map((segment) => [segment.seq, segment.state])).toEqual(
    [0, 1, 2, 3, 4].map((seq) => [seq, 'complete']),
  );
});
