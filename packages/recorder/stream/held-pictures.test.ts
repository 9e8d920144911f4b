/** A stream's pictures reach the disk and late viewers as they came, though their memory is used again: what is given back is overwritten here at once. */
import type { RecordedFragment } from '@matlang/archive';
import type { DepacketizedUnit } from '@matlang/media/depacketizer';
import { BlockPool } from '@matlang/media/memory';
import type { StreamFormat } from '@matlang/media/stream';
import { describe, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { MediaStream } from './media-stream.ts';

const POISON = 0xee;

class PoisoningPool extends BlockPool {
  override give(block: SharedArrayBuffer): void {
    new Uint8Array(block).fill(POISON);
    super.give(block);
  }
}

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

describe('a stream over blocks', () => {
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
