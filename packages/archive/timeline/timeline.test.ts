import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentExtent } from '../index/span-index.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { VolumeForTests } from '../reading/volume-for-tests.ts';
import { type ArchiveReader, openArchiveReader } from '../reading.ts';
import { chooseActivityGrid, foldActivity } from './activity-steps.ts';
import { SPAN_TOUCH_MS, SpanMerger } from './span-merge.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000003';
const MAIN: StreamKey = { cameraId: CAMERA, kind: 'main' };
const T0 = Date.UTC(2026, 1, 3, 0, 0, 0);

/** Segments of runs that follow each other with gaps, lost segments, and clocks that go back. */
const history = fc
  .array(
    fc.record({
      gapMs: fc.oneof(fc.integer({ min: -300, max: 600 }), fc.integer({ min: -90_000, max: 90_000 })),
      segments: fc.array(
        fc.record({
          lengthMs: fc.integer({ min: 1, max: 70_000 }),
          jitterMs: fc.integer({ min: 0, max: 20 }),
          lost: fc.integer({ min: 0, max: 9 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((runs) => {
    const extents: SegmentExtent[] = [];
    let wall = 1_000_000;
    for (const [runKey, run] of runs.entries()) {
      wall += run.gapMs;
      let ticks = 5000;
      for (const { lengthMs, jitterMs, lost } of run.segments) {
        const durationTicks = lengthMs * 90;
        if (lost !== 0) {
          extents.push({
            runKey,
            startUnixMs: wall + jitterMs,
            endUnixMs: wall + jitterMs + lengthMs,
            startTicks: ticks,
            durationTicks,
          });
        }
        wall += lengthMs;
        ticks += durationTicks;
      }
    }
    return extents;
  });

/** The rule said plainly: cut the list wherever two neighbours belong apart, take the ends of each piece, clip. */
function naiveSpans(extents: readonly SegmentExtent[], from: number, to: number): [number, number][] {
  const pieces: SegmentExtent[][] = [];
  for (const [at, extent] of extents.entries()) {
    const before = extents[at - 1];
    const together =
      before !== undefined &&
      ((before.runKey === extent.runKey && before.startTicks + before.durationTicks === extent.startTicks) ||
        Math.abs(extent.startUnixMs - before.endUnixMs) <= SPAN_TOUCH_MS);
    if (together) pieces.at(-1)!.push(extent);
    else pieces.push([extent]);
  }
  return pieces
    .map((piece): [number, number] => {
      const inside = piece.filter((extent) => extent.endUnixMs > from && extent.startUnixMs < to);
      return [
        Math.max(from, inside[0]?.startUnixMs ?? to),
        Math.min(to, Math.max(...inside.map((extent) => extent.endUnixMs))),
      ];
    })
    .filter(([start, end]) => start < end);
}

describe('spans', () => {
  it('are what the plain rule says', () => {
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: 900_000, max: 1_200_000 }),
        fc.integer({ min: 1, max: 400_000 }),
        (extents, from, length) => {
          const merger = new SpanMerger(from, from + length);
          for (const extent of extents) merger.push(extent);
          expect(merger.spans.map((span) => [span.startUnixMs, span.endUnixMs])).toEqual(
            naiveSpans(extents, from, from + length),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('activity', () => {
  it('keeps the greatest value of each step, never more points than asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 31 * 86_400_000 }),
        fc.integer({ min: 2, max: 3000 }),
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.integer({ min: -50, max: 50 }),
        (from, length, maxPoints, values, shift) => {
          const grid = chooseActivityGrid(from, from + length, maxPoints);
          expect(grid.count).toBeLessThanOrEqual(maxPoints);
          expect(grid.startUnixMs).toBeLessThanOrEqual(from);
          expect(grid.startUnixMs + grid.count * grid.stepMs).toBeGreaterThanOrEqual(from + length);
          const row = { startUnixMs: grid.startUnixMs + shift * grid.storedStepMs, values };
          const folded = new Uint8Array(grid.count);
          foldActivity(grid, [row], folded);
          const naive = new Uint8Array(grid.count);
          for (const [i, value] of values.entries()) {
            const at = row.startUnixMs + i * grid.storedStepMs - grid.startUnixMs;
            const cell = Math.floor(at / grid.stepMs);
            if (cell >= 0 && cell < grid.count) naive[cell] = Math.max(naive[cell]!, value);
          }
          expect(folded).toEqual(naive);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('time line', () => {
  let folder = '';
  let volume: VolumeForTests;
  let reader: ArchiveReader;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-timeline-'));
    volume = new VolumeForTests(join(folder, 'one'));
    reader = openArchiveReader({
      volumes: [
        { id: 'one', path: volume.path },
        { id: 'unplugged', path: join(folder, 'unplugged') },
      ],
    });
  });
  afterAll(() => {
    reader.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists an hour that exists twice twice, clips spans, says where gaps truly begin and end, and says what is not there', async () => {
    const id = volume.streamId(MAIN);
    const insertRun = volume.database.prepare(
      "INSERT INTO run VALUES (?, ?, ?, ?, 'h264', 'avc1.4d001f', 1, 1, 90000, x'00')",
    );
    const insert = volume.database.prepare('INSERT INTO segment VALUES (NULL, ?, ?, ?, 1, ?, ?, ?, ?, 1, ?)');
    let seq = 0;
    const record = (runId: number, startMinute: number, minutes: number) => {
      insertRun.run(runId, id, T0 + startMinute * 60_000, 'clock-step');
      for (let minute = 0; minute < minutes; minute += 1) {
        const start = T0 + (startMinute + minute) * 60_000;
        insert.run(id, seq, runId, start, start + 60_000, minute * 5_400_000, 5_400_000, seq);
        seq += 1;
      }
    };
    record(1, 0, 120);
    record(2, 60, 90);
    volume.addGap(MAIN, T0 + 150 * 60_000, null, 'offline');
    volume.addGap(MAIN, T0 - 60_000, T0 + 10 * 60_000, 'no-key-frame');
    volume.addActivity(
      MAIN,
      10_000,
      T0,
      new Uint8Array(360).map((_, i) => i % 251),
    );
    const answer = await reader.timeline({
      cameraIds: [CAMERA, 'nobody'],
      fromUnixMs: T0 + 5 * 60_000,
      toUnixMs: T0 + 180 * 60_000,
      maxPoints: 200,
    });
    const [camera, nobody] = answer.cameras;
    expect(camera!.spans).toEqual([
      { start: T0 + 5 * 60_000, end: T0 + 120 * 60_000, stream: 'main' },
      { start: T0 + 60 * 60_000, end: T0 + 150 * 60_000, stream: 'main' },
    ]);
    expect(camera!.gaps).toEqual([
      { start: T0 - 60_000, end: T0 + 10 * 60_000, stream: 'main', cause: 'no-key-frame' },
      { start: T0 + 150 * 60_000, end: null, stream: 'main', cause: 'offline' },
    ]);
    expect(camera!.activity).toMatchObject([{ stream: 'main', start: T0 + 5 * 60_000, stepMs: 60_000 }]);
    expect(camera!.activity[0]!.values.slice(0, 2)).toEqual([35, 41]);
    expect(nobody!.spans).toEqual([]);
    expect(answer.volumes.map((state) => state.state)).toEqual(['ready', 'missing']);
  });

  it('sees an index that was rebuilt, and a volume that came', async () => {
    volume.close();
    volume = new VolumeForTests(join(folder, 'one'));
    const other = new VolumeForTests(join(folder, 'unplugged'));
    other.close();
    const answer = await reader.timeline({
      cameraIds: [CAMERA],
      fromUnixMs: T0,
      toUnixMs: T0 + 1,
      maxPoints: 0,
    });
    expect(answer.cameras[0]!.spans).toEqual([]);
    expect(answer.volumes.map((state) => state.state)).toEqual(['ready', 'ready']);
  });

  it('refuses what can not be', async () => {
    const query = { cameraIds: [CAMERA], fromUnixMs: T0, toUnixMs: T0 + 1, maxPoints: 10 };
    await expect(reader.timeline({ ...query, toUnixMs: T0 - 1 })).rejects.toThrow(TypeError);
    await expect(reader.timeline({ ...query, maxPoints: 1e9 })).rejects.toThrow(TypeError);
  });
});
