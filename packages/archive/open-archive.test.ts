import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SyntheticStream } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from './check/index.ts';
import { IndexReader } from './index/index-reader.ts';
import { ArchiveError, openArchive } from './index.ts';
import { toHex } from './proof/digest.ts';
import { decodeFragmentTable } from './segment/fragment-table.ts';
import { scanSegment } from './segment/scan-segment.ts';
import { segmentPath } from './segment/segment-path.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const CAMERA = '01939f2e-0000-7000-8000-000000000001';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-archive-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const optionsOf = (path: string) => ({
  volumes: [{ id: 'v1', path, floorBytes: 0 }],
  bootId: 'boot-1',
  now: () => ({ unixMs: START + 200_000, monotonicMs: performance.now() }),
  signer: { keyId: 'k1', sign: () => new Uint8Array(64).fill(7) },
  onWarning: (_id: string, text: string) => {
    throw new Error(text);
  },
});

/** The bytes in two parts, cut after `cut`. */
function inSharedMemory(bytes: Uint8Array, cut: number): Uint8Array[] {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.length));
  memory.set(bytes);
  return [memory.subarray(0, cut), memory.subarray(cut)];
}

test('a minute and a half of fragments become two segments, their rows, journal lines and signed heads', async () => {
  const archive = await openArchive(optionsOf(root));
  const stream = { cameraId: CAMERA, kind: 'main' } as const;
  const source = new SyntheticStream({ startUnixMs: START });
  const sizes: number[] = [];
  archive.onAppended((announcement) => sizes.push(announcement.fileSizeBytes));
  const told: string[] = [];
  archive.onHeadsSigned((volumeId, heads) => {
    for (const { seq, chain } of heads) told.push(`${volumeId} ${seq} ${chain}`);
  });
  const run = archive.beginRun({
    stream,
    volumeId: 'v1',
    format: source.format,
    init: source.init,
    reason: 'start',
    startUnixMs: START,
  });
  const sent: Uint8Array[] = [];
  let released = 0;
  for (let i = 0; i < 90; i += 1) {
    const fragment = source.next();
    sent.push(fragment.bytes.slice());
    const parts = i % 3 === 0 ? fragment.parts : inSharedMemory(fragment.bytes, 37 + i);
    const release = (): void => {
      released += 1;
      // Somebody else's bytes from here on.
      for (const part of parts) part.fill(0xee);
    };
    expect(run.append({ ...fragment, parts, release })).toBe(true);
  }
  run.end(source.wallUnixMs);
  await archive.signHeads(CAMERA);
  expect(sizes).toHaveLength(90);
  expect(archive.statistics()[0]).toMatchObject({ state: 'recording', queuedBytes: 0 });
  await archive.close(source.wallUnixMs);
  expect(released).toBe(90);

  const index = IndexReader.open(root);
  const row = index.stream(stream)!;
  expect(row.nextSeq).toBe(2);
  expect(told).toEqual([`v1 1 ${toHex(row.chain)}`]);
  const segments = index.segmentsFrom(row.id, 0, 10);
  expect(
    segments.map((s) => [s.seq, s.state, s.startUnixMs - START, s.endUnixMs - START, s.syncSeq]),
  ).toEqual([
    [0, 'complete', 0, 60_000, 0],
    [1, 'complete', 60_000, 90_000, 1],
  ]);
  const files = segments.map((s) => readFileSync(join(root, segmentPath({ ...s, stream }))));
  expect(Buffer.concat(files.map((file) => file.subarray(source.init.length)))).toEqual(Buffer.concat(sent));
  for (const [at, segment] of segments.entries()) {
    const kept = index.segmentFragments(segment.id)!;
    const scan = scanSegment(files[at]!, segment.startUnixMs);
    expect(scan.fault).toBe(null);
    expect(segment.sizeBytes).toBe(files[at]!.length);
    expect(decodeFragmentTable(kept.fragments, segment)).toEqual(scan.content!.entries);
    expect(Buffer.from(kept.hash)).toEqual(Buffer.from(scan.content!.summary().hash));
  }
  expect(index.heads(row.id).map((head) => [head.seq, head.keyId])).toEqual([[1, 'k1']]);
  expect(index.activity(row.id, 1000, START, START + 90_000).map((a) => a.values.length)).toEqual([60, 30]);
  expect(index.gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER)).toMatchObject([
    { cause: 'stopped', startUnixMs: START + 90_000, endUnixMs: null },
  ]);
  index.close();
  expect(readdirSync(join(root, 'journal'))).toEqual(['2026-11-24']);
});

const HOLD = {
  id: 'h1',
  cameraId: CAMERA,
  startUnixMs: START,
  endUnixMs: START + 60_000,
  reason: 'theft',
  owner: 'u1',
  reviewUnixMs: 0,
  byAdministrator: true,
};

/** Of `h1`, by volume: in force, or by whom it was lifted. */
function holdOn(path: string): string | null | undefined {
  const index = IndexReader.open(path);
  const hold = index.hold(HOLD.id);
  index.close();
  return hold === null ? undefined : hold.liftedBy;
}

test('a hold that one of two volumes has already, as a recorder that was killed leaves it, is placed on the other and stays', async () => {
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  mkdirSync(a);
  mkdirSync(b);
  const both = {
    ...optionsOf(root),
    volumes: [
      { id: 'a', path: a, floorBytes: 0 },
      { id: 'b', path: b, floorBytes: 0 },
    ],
  };
  const alone = await openArchive(optionsOf(a));
  await alone.hold(HOLD);
  await alone.close(START);
  const archive = await openArchive(both);
  await archive.hold(HOLD);
  expect([holdOn(a), holdOn(b)]).toEqual([null, null]);
  await archive.hold(HOLD);
  expect(await archive.hold({ ...HOLD, cameraId: 'another' }).catch((error: unknown) => error)).toMatchObject(
    { code: 'hold-exists' },
  );
  expect([holdOn(a), holdOn(b)]).toEqual([null, null]);
  await archive.liftHold('h1', 'u1', START);
  expect(await archive.hold(HOLD).catch((error: unknown) => error)).toMatchObject({ code: 'hold-lifted' });
  await archive.close(START);
});

test('a hold that one volume refuses is on none, but where it was before; placed once more it is on all', async () => {
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  mkdirSync(a);
  mkdirSync(b);
  const onB = await openArchive(optionsOf(b));
  await onB.hold({ ...HOLD, cameraId: 'another' });
  await onB.close(START);
  const both = {
    ...optionsOf(root),
    volumes: [
      { id: 'a', path: a, floorBytes: 0 },
      { id: 'b', path: b, floorBytes: 0 },
    ],
  };
  const archive = await openArchive(both);
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await archive.hold(HOLD).catch((error: unknown) => error)).toMatchObject({ code: 'hold-exists' });
    expect(holdOn(a)).toBe('refused');
  }
  await archive.close(START);
  rmSync(b, { recursive: true });
  mkdirSync(b);
  const later = await openArchive(both);
  await later.hold(HOLD);
  expect([holdOn(a), holdOn(b)]).toEqual([null, null]);
  await later.close(START);
  const { findings } = await checkArchive({ volumes: both.volumes, deep: true, nowUnixMs: START });
  expect(findings).toEqual([]);
});

test('two recorders never write one archive', async () => {
  const first = await openArchive(optionsOf(root));
  const refusal = await openArchive(optionsOf(root)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ArchiveError);
  expect(refusal).toMatchObject({ code: 'archive-locked' });
  await first.close(START);
  const second = await openArchive(optionsOf(root));
  await second.close(START);
});
