/** A gap begins where the footage ends, not when somebody notices: no instant is left of which nothing is said. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VolumeHarness } from '../../testkit/storage/index.ts';
import { IndexReader } from '../index/index-reader.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const GIB = 2 ** 30;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-gap-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function gaps() {
  const index = IndexReader.open(root);
  const found = index.gapsOverlapping(index.stream(MAIN)!.id, 0, Number.MAX_SAFE_INTEGER);
  index.close();
  return found.map(({ cause, startUnixMs, endUnixMs }) => [
    cause,
    startUnixMs - START,
    endUnixMs === null ? null : endUnixMs - START,
  ]);
}

test('a stop in the middle of a second', () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(10);
  volume.nowUnixMs += 700;
  volume.close();
  expect(gaps()).toEqual([['stopped', 10_000, null]]);
});

test('a stop while the camera is away leaves the cause that was known before', () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(10);
  volume.do({ type: 'gap', stream: MAIN, cause: 'offline', startUnixMs: START + 10_000, detail: null });
  volume.nowUnixMs += 5000;
  volume.close();
  expect(gaps()).toEqual([
    ['offline', 10_000, 15_000],
    ['stopped', 15_000, null],
  ]);
});

test('a disk at its floor, noticed between two fragments', () => {
  const volume = new VolumeHarness({ root, startUnixMs: START, floorBytes: GIB });
  volume.begin(MAIN);
  volume.record(13);
  volume.hold({ id: 'h1', startUnixMs: 0, endUnixMs: START + 10_000_000, byAdministrator: true });
  volume.storage.spaceOverride = { totalBytes: 100 * GIB, freeBytes: GIB / 2 };
  volume.nowUnixMs += 400;
  volume.record(17);
  expect(volume.condition).toMatchObject({ state: 'full' });
  volume.close();
  const index = IndexReader.open(root);
  const endUnixMs = index.segmentsFrom(index.stream(MAIN)!.id, 0, 10).at(-1)!.endUnixMs - START;
  index.close();
  const [full, stopped] = gaps();
  expect(full?.slice(0, 2)).toEqual(['disk-full', endUnixMs]);
  expect(stopped).toEqual(['stopped', 30_400, null]);
});
