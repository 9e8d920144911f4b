/** Looking up and reading back, from files alone. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FragmentScanner, readAtBytes, readInitSegment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamKey } from '../port/stream-key.ts';
import { type ArchiveReader, openArchiveReader, type StreamFragment } from '../reading.ts';
import { type TestFragment, VolumeForTests } from './volume-for-tests.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';
const MAIN: StreamKey = { cameraId: CAMERA, kind: 'main' };
const T0 = Date.UTC(2026, 1, 3, 23, 59, 0);

const FORMAT: VideoFormat = {
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: 320,
  heightPixels: 180,
  pixelAspect: null,
  codecString: 'avc1.42c00d',
  parameterSets: {
    vps: [],
    sps: [Uint8Array.from([0x67, 0x42, 0xc0, 0x0d, 0xd9, 0x01, 0x41, 0xf9, 0xf0, 0x11, 0, 0, 3, 0, 1])],
    pps: [Uint8Array.from([0x68, 0xcb, 0x83, 0xcb, 0x20])],
  },
  reorderDepth: 0,
  declaredFrameTicks: null,
};

/** One fragment a second with 10 samples; a sync sample every `gopSeconds`. */
function seconds(from: number, to: number, gopSeconds: number, shiftMs = 0): TestFragment[] {
  return Array.from({ length: to - from }, (_, index) => {
    const second = from + index;
    return {
      wallStartUnixMs: T0 + second * 1000 + shiftMs,
      samples: Array.from({ length: 10 }, (__, i) => {
        const data = new Uint8Array(50 + i).fill(second);
        const sync = i === 0 && second % gopSeconds === 0;
        return {
          data,
          sample: {
            dtsTicks: second * 90_000 + i * 9000,
            compositionOffsetTicks: 0,
            durationTicks: 9000,
            sizeBytes: data.length,
            sync,
            leading: false,
            disposable: false,
          },
        };
      }),
    };
  });
}

describe('reading', () => {
  let folder = '';
  let volume: VolumeForTests;
  let reader: ArchiveReader;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-reading-'));
    volume = new VolumeForTests(join(folder, 'a'));
    reader = openArchiveReader({ volumes: [{ id: 'a', path: volume.path }] });
  });
  afterEach(() => {
    reader.close();
    volume.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const secondsIn = (bytes: Uint8Array): number[] => {
    const init = readInitSegment(bytes);
    const scanner = new FragmentScanner(readAtBytes(bytes), init.sizeBytes);
    const found: number[] = [];
    for (let next = scanner.next(); next !== null; next = scanner.next())
      found.push(next.startTicks / 90_000);
    expect(scanner.end?.reason).toBe('end');
    return found;
  };
  const gather = async (from: number, to: number): Promise<StreamFragment[]> => {
    const fragments: StreamFragment[] = [];
    for await (const fragment of reader.streamFragments(MAIN, T0 + from, T0 + to)) fragments.push(fragment);
    return fragments;
  };

  it('finds the GOP of an instant when fragments are cut by time within it', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    volume.addSegment(run, seconds(0, 12, 4));
    const gop = (await reader.locate(MAIN, T0 + 6500))!;
    expect(gop).toMatchObject({ startUnixMs: T0 + 4000, endUnixMs: T0 + 8000, ticks: 585_000 });
    expect(gop.toInstant).toHaveLength(1);
    expect(gop.whole[0]!.sizeBytes).toBeGreaterThan(gop.toInstant[0]!.sizeBytes);
    expect(secondsIn(await reader.readGop(gop))).toEqual([4, 5, 6, 7]);
    expect(await reader.locate(MAIN, T0 + 12_000)).toBeNull();
    expect(await reader.locate(MAIN, T0 - 1)).toBeNull();
  });

  it('hands out nothing that a link or a pipe leads to', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    const closed = volume.addSegment(run, seconds(0, 5, 5));
    const open = volume.addSegment(run, seconds(5, 10, 5), true);
    const read = async (seq: number): Promise<Uint8Array> => {
      const file = await reader.openSegmentFile({ volumeId: 'a', stream: MAIN, seq });
      const parts: Uint8Array[] = [];
      try {
        for await (const part of file.read(0, file.sizeBytes)) parts.push(part);
      } finally {
        await file.close();
      }
      return Buffer.concat(parts);
    };
    const refused = async (): Promise<void> => {
      await expect(read(closed.seq)).rejects.toMatchObject({ code: 'unreadable' });
      await expect(read(open.seq)).rejects.toMatchObject({ code: 'unreadable' });
    };
    expect(await read(closed.seq)).toEqual(Buffer.from(closed.bytes));
    const secret = join(folder, 'node.ed25519');
    writeFileSync(secret, closed.bytes);
    for (const { file } of [closed, open]) {
      unlinkSync(file);
      symlinkSync(secret, file);
    }
    await refused();
    for (const { file } of [closed, open]) {
      unlinkSync(file);
      execFileSync('mkfifo', [file]);
    }
    await refused();
    for (const { file, bytes } of [closed, open]) {
      unlinkSync(file);
      writeFileSync(file, bytes);
    }
    for (let directory = dirname(closed.file); directory !== volume.path; directory = dirname(directory)) {
      const elsewhere = join(folder, 'elsewhere');
      renameSync(directory, elsewhere);
      symlinkSync(elsewhere, directory);
      await refused();
      unlinkSync(directory);
      renameSync(elsewhere, directory);
    }
    // The volume itself may be one.
    const elsewhere = join(folder, 'elsewhere');
    renameSync(volume.path, elsewhere);
    symlinkSync(elsewhere, volume.path);
    expect(await read(closed.seq)).toEqual(Buffer.from(closed.bytes));
  });

  it('finds a GOP that lies across three files', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    volume.addSegment(run, seconds(0, 5, 20));
    volume.addSegment(run, seconds(5, 10, 20));
    volume.addSegment(run, seconds(10, 15, 20));
    volume.addSegment(run, seconds(15, 25, 20));
    const gop = (await reader.locate(MAIN, T0 + 12_999))!;
    expect(gop.segment.seq).toBe(0);
    expect(gop.toInstant.map((piece) => piece.segment.seq)).toEqual([0, 1, 2]);
    expect(gop.whole.map((piece) => piece.segment.seq)).toEqual([0, 1, 2, 3]);
    expect(gop.endUnixMs).toBe(T0 + 20_000);
    expect(secondsIn(await reader.readGop(gop))).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('streams in order, with the run-up to the first picture, and says where decoding begins anew', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    volume.addSegment(run, seconds(0, 10, 4));
    volume.addSegment(run, seconds(10, 20, 4));
    const again = volume.beginRun(MAIN, FORMAT, T0 + 25_000, 'reconnect');
    volume.addSegment(again, seconds(0, 10, 4, 25_000));
    const fragments = await gather(10_500, 27_500);
    expect(fragments.map((fragment) => (fragment.wallStartUnixMs - T0) / 1000)).toEqual([
      8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 25, 26, 27,
    ]);
    expect(fragments.flatMap((fragment, i) => (fragment.discontinuity === null ? [] : [i]))).toEqual([0, 12]);
    expect(fragments[12]!.discontinuity!.reason).toBe('reconnect');
    expect(Buffer.from(fragments[0]!.discontinuity!.init).equals(run.init)).toBe(true);
  });

  it('leaves out what can not be decoded because its sync sample is gone', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    const lost = volume.addSegment(run, seconds(0, 10, 4));
    volume.addSegment(run, seconds(10, 20, 4));
    volume.database.exec(
      'DELETE FROM segment_fragments WHERE segment_id = 1; DELETE FROM segment WHERE seq = 0',
    );
    rmSync(lost.file);
    const fragments = await gather(0, 20_000);
    expect(fragments[0]).toMatchObject({ wallStartUnixMs: T0 + 12_000, startsOnSync: true });
    expect(await reader.locate(MAIN, T0 + 10_500)).toBeNull();
  });

  it('reads an open segment as it grows, byte by byte, never more than is complete', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    const { file, bytes } = volume.addSegment(run, seconds(0, 4, 2), true);
    truncateSync(file, run.init.length);
    const scanner = new FragmentScanner(readAtBytes(bytes), run.init.length);
    const ends: number[] = [];
    for (let next = scanner.next(); next !== null; next = scanner.next())
      ends.push(next.offsetBytes + next.sizeBytes);
    const reference = { volumeId: 'a', stream: MAIN, seq: 0 };
    for (let size = run.init.length; size < bytes.length; ) {
      const step = Math.min(97, bytes.length - size);
      appendFileSync(file, bytes.subarray(size, size + step));
      size += step;
      const complete = ends.filter((end) => end <= size).length;
      const opened = await reader.openSegmentFile(reference);
      expect(opened.complete).toBe(false);
      expect(opened.sizeBytes).toBe(complete === 0 ? run.init.length : ends[complete - 1]);
      await opened.close();
      const line = await reader.timeline({
        cameraIds: [CAMERA],
        fromUnixMs: T0,
        toUnixMs: T0 + 60_000,
        maxPoints: 0,
      });
      expect(line.cameras[0]!.spans).toEqual(
        complete === 0 ? [] : [{ start: T0, end: T0 + complete * 1000, stream: 'main' }],
      );
    }
    expect((await reader.streams()).streams).toMatchObject([
      { stream: MAIN, volumeIds: ['a'], firstUnixMs: T0, lastUnixMs: T0 + 4000, codecString: 'avc1.42c00d' },
    ]);
  });

  it('hands out ranges of a file, and nothing that is not in the index', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    const { bytes } = volume.addSegment(run, seconds(0, 4, 2));
    const file = await reader.openSegmentFile({ volumeId: 'a', stream: MAIN, seq: 0 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.read(100, 900)) chunks.push(chunk);
    expect(Buffer.compare(Buffer.concat(chunks), bytes.subarray(100, 900))).toBe(0);
    expect(() => file.read(0, bytes.length + 1)).toThrow(TypeError);
    await file.close();
    const hostile: StreamKey = { cameraId: '../../etc', kind: 'main' };
    await expect(reader.openSegmentFile({ volumeId: 'a', stream: hostile, seq: 0 })).rejects.toMatchObject({
      code: 'segment-gone',
    });
    await expect(reader.openSegmentFile({ volumeId: 'b', stream: MAIN, seq: 0 })).rejects.toMatchObject({
      code: 'volume-missing',
    });
  });

  it('follows a camera that moved to another volume, and goes on when one is pulled out', async () => {
    const run = volume.beginRun(MAIN, FORMAT, T0);
    volume.addSegment(run, seconds(0, 10, 2));
    volume.addGap(MAIN, T0 + 10_000, null, 'stopped');
    const other = new VolumeForTests(join(folder, 'b'));
    const there = other.beginRun(MAIN, FORMAT, T0 + 12_000);
    other.addSegment(there, seconds(12, 20, 2));
    other.close();
    const both = openArchiveReader({
      volumes: [
        { id: 'b', path: other.path },
        { id: 'a', path: volume.path },
      ],
    });
    const ask = () =>
      both.timeline({ cameraIds: [CAMERA], fromUnixMs: T0, toUnixMs: T0 + 60_000, maxPoints: 0 });
    const line = await ask();
    expect(line.cameras[0]!.spans).toEqual([
      { start: T0, end: T0 + 10_000, stream: 'main' },
      { start: T0 + 12_000, end: T0 + 20_000, stream: 'main' },
    ]);
    expect(line.cameras[0]!.gaps).toEqual([
      { start: T0 + 10_000, end: T0 + 12_000, stream: 'main', cause: 'stopped' },
    ]);
    expect((await both.locate(MAIN, T0 + 13_000))!.segment).toMatchObject({ volumeId: 'b', seq: 0 });
    rmSync(other.path, { recursive: true });
    const half = await ask();
    expect(half.cameras[0]!.spans).toHaveLength(1);
    expect(half.volumes[0]).toMatchObject({ id: 'b', state: 'missing' });
    both.close();
    await expect(ask()).rejects.toMatchObject({ code: 'closed' });
  });

  it('says that an index can not be read instead of failing', async () => {
    const path = join(folder, 'broken');
    new VolumeForTests(path).close();
    writeFileSync(join(path, 'index.sqlite'), readFileSync(join(path, 'index.sqlite')).fill(7, 0, 200));
    const broken = openArchiveReader({ volumes: [{ id: 'x', path }] });
    expect(await broken.volumes()).toMatchObject([{ id: 'x', state: 'unreadable' }]);
    expect((await broken.streams()).streams).toEqual([]);
    broken.close();
  });
});
