/** Blocks are used again, and never under anybody who still reads them: what is given back is overwritten here at once. */
import type { RecordedFragment } from '@matlang/archive';
import type { DepacketizedUnit } from '@matlang/media/depacketizer';
import type { StreamFormat } from '@matlang/media/stream';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { MediaStream } from './media-stream.ts';
import { BlockPool, PictureMemory } from './picture-memory.ts';

const POISON = 0xee;

class PoisoningPool extends BlockPool {
  override give(block: SharedArrayBuffer): void {
    new Uint8Array(block).fill(POISON);
    super.give(block);
  }
}

describe('blocks', () => {
  test('whatever is held keeps its bytes, in any order of holding and letting go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ sizeBytes: fc.integer({ min: 1, max: 400_000 }), holdFor: fc.nat(12) }), {
          maxLength: 60,
        }),
        (pictures) => {
          const memory = new PictureMemory(new PoisoningPool());
          const held: { data: Uint8Array; mark: number; until: number }[] = [];
          for (const [at, { sizeBytes, holdFor }] of pictures.entries()) {
            const data = memory.allocate(sizeBytes);
            const mark = at % 200;
            data.fill(mark);
            if (holdFor > 0) {
              memory.retain(data);
              held.push({ data, mark, until: at + holdFor });
            }
            memory.sweep();
            for (const { data: kept, mark: expected } of held) {
              if (kept.some((byte) => byte !== expected)) return false;
            }
            for (const done of held.filter(({ until }) => until <= at)) {
              memory.release(done.data);
              held.splice(held.indexOf(done), 1);
            }
          }
          for (const { data } of held) memory.release(data);
          memory.sweep();
          return memory.sizeBytes <= 512 * 1024;
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a block is used again; those that nobody needed for a whole turn are let go of', () => {
    const pool = new BlockPool();
    const blocks = [1, 2, 3, 4].map(() => pool.take(1));
    for (const block of blocks) pool.give(block);
    pool.trim();
    expect(pool.freeBytes).toBe(4 * 256 * 1024);
    const again = [pool.take(100), pool.take(256 * 1024), pool.take(5)];
    expect(again.every((block) => blocks.includes(block))).toBe(true);
    for (const block of again) pool.give(block);
    pool.trim();
    expect(pool.freeBytes).toBe(3 * 256 * 1024);
    pool.trim();
    expect(pool.freeBytes).toBe(0);
    expect(pool.take(300_000).byteLength).toBe(512 * 1024);
  });

  test('what has memory of its own is no affair of the blocks', () => {
    const memory = new PictureMemory(new BlockPool());
    const sound = new Uint8Array(160);
    memory.retain(sound);
    memory.release(sound);
    expect(memory.sizeBytes).toBe(0);
  });
});

/** Lets go of each fragment when so many came behind it; looks at its bytes only then, as a slow disk does. */
class SlowArchive extends MemoryArchive {
  /** Of each fragment, what stands behind its head. */
  readonly written: Uint8Array[] = [];
  readonly #queue: RecordedFragment[] = [];
  readonly #depth: number;

  constructor(depth: number) {
    super();
    this.#depth = depth;
  }

  override beginRun(start: Parameters<MemoryArchive['beginRun']>[0]): ReturnType<MemoryArchive['beginRun']> {
    return {
      append: (fragment) => {
        if (!this.accepts) {
          fragment.release?.();
          return false;
        }
        this.#queue.push(fragment);
        if (this.#queue.length > this.#depth) this.#write();
        return true;
      },
      end: () => {
        while (this.#queue.length > 0) this.#write();
        expect(start.init.length).toBeGreaterThan(0);
      },
    };
  }

  #write(): void {
    const fragment = this.#queue.shift();
    if (fragment === undefined) return;
    this.written.push(Buffer.concat(fragment.parts.slice(1)));
    fragment.release?.();
  }
}

const FRAME_MS = 40;
/** A real SPS and PPS, as the sample entry wants them. */
const FORMAT: StreamFormat = {
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: 480,
  pixelAspect: null,
  codecString: 'avc1.42c01e',
  parameterSets: {
    vps: [],
    sps: [Uint8Array.from(Buffer.from('6742c01eda02802d8bc04040405000000300100000030320f162ea', 'hex'))],
    pps: [Uint8Array.from(Buffer.from('68ce0fc8', 'hex'))],
  },
  reorderDepth: 0,
  declaredFrameTicks: null,
};

describe('a stream over it', () => {
  const setUp = (depth: number) => {
    const time = { monotonicMs: 1000, systemUnixMs: Date.UTC(2026, 10, 26) };
    const archive = new SlowArchive(depth);
    const stream = new MediaStream({
      stream: { cameraId: '01990000-0000-7000-8000-000000000001', kind: 'main' },
      volumeId: 'main',
      cameraName: () => 'Cổng chợ',
      record: true,
      archive,
      siteClock: new SiteClock({
        monotonicMs: () => time.monotonicMs,
        systemUnixMs: () => time.systemUnixMs,
      }),
      pool: new PoisoningPool(),
      onState: () => undefined,
      onViewers: () => undefined,
    });
    let frame = 0;
    const mostBytes = { value: 0 };
    const play = (frames: number, gop: number, sizeBytes: number): void => {
      for (let played = 0; played < frames; played += 1, frame += 1) {
        const data = stream.memory.allocate(sizeBytes);
        data.fill(frame % 200);
        const unit: DepacketizedUnit = {
          ptsTicks: frame * 3600,
          data,
          sync: frame % gop === 0,
          leading: false,
          disposable: false,
          durationTicks: null,
          lostPackets: 0,
          arrivalMonotonicMs: time.monotonicMs,
          format: FORMAT,
          pictureOrderCount: null,
          startsOrder: frame % gop === 0,
          leadingMayFollow: false,
        };
        stream.push(unit);
        stream.memory.sweep();
        time.monotonicMs += FRAME_MS;
        time.systemUnixMs += FRAME_MS;
        stream.tick(time.monotonicMs);
        mostBytes.value = Math.max(mostBytes.value, stream.memory.sizeBytes);
      }
    };
    return { archive, stream, play, mostBytes };
  };

  test('every picture is written as it came, behind a disk that is three fragments late', () => {
    const { archive, stream, play, mostBytes } = setUp(3);
    play(1000, 50, 15_000);
    stream.endRun('reconnect');
    const pictures = Buffer.concat(archive.written);
    expect(pictures.length).toBe(1000 * 15_000);
    for (let frame = 0; frame < 1000; frame += 1) {
      const picture = pictures.subarray(frame * 15_000, (frame + 1) * 15_000);
      expect(picture.every((byte) => byte === frame % 200)).toBe(true);
    }
    // A GOP of 2 s in the cache, four fragments of 1 s that wait, what has begun: 7 x 375 kB.
    expect(mostBytes.value).toBeLessThan(3_500_000);
    stream.memory.sweep();
    expect(stream.memory.sizeBytes).toBeLessThanOrEqual(256 * 1024);
  });

  test('who joins late gets the GOP as it came', () => {
    const { stream, play } = setUp(0);
    play(130, 50, 15_000);
    const marks: number[] = [];
    stream.addViewer({
      onInit: () => undefined,
      onFragment: ({ unit: { data: picture } }) => {
        expect(picture.length).toBe(15_000);
        expect(picture.every((byte) => byte === picture[0])).toBe(true);
        marks.push(picture[0] ?? -1);
      },
      onGopTooLong: () => undefined,
      onRunEnd: () => undefined,
    });
    expect(marks).toEqual(Array.from({ length: 30 }, (_, at) => 100 + at));
  });

  test('what a full queue drops is let go of as well', () => {
    const { archive, stream, play } = setUp(0);
    play(60, 50, 15_000);
    archive.accepts = false;
    play(500, 50, 15_000);
    stream.endRun('reconnect');
    stream.memory.sweep();
    expect(stream.memory.sizeBytes).toBeLessThanOrEqual(256 * 1024);
  });
});
