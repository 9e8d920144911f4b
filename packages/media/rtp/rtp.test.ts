import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRtpPacket } from './packet.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { parseRtcp, writeReceiverReport } from './rtcp.ts';
import { SequenceTracker } from './sequence-tracker.ts';
import { TimestampUnwrapper } from './timestamp-unwrapper.ts';

const packet = (fields: {
  extension?: boolean;
  csrc?: number;
  padding?: number;
  payload: number[];
}): Uint8Array =>
  Uint8Array.from([
    0x80 | (fields.extension ? 0x10 : 0) | (fields.padding === undefined ? 0 : 0x20) | (fields.csrc ?? 0),
    0x80 | 96,
    0x12,
    0x34,
    0,
    0,
    1,
    0,
    0xde,
    0xad,
    0xbe,
    0xef,
    ...Array.from({ length: (fields.csrc ?? 0) * 4 }, () => 9),
    ...(fields.extension ? [0xab, 0xac, 0, 1, 7, 7, 7, 7] : []),
    ...fields.payload,
    ...(fields.padding ? [...Array.from({ length: fields.padding - 1 }, () => 0), fields.padding] : []),
  ]);

describe('packets', () => {
  test('contributing sources, extension and padding are not payload', () => {
    const parsed = parseRtpPacket(packet({ extension: true, csrc: 2, padding: 4, payload: [1, 2, 3] }));
    expect(parsed).toMatchObject({
      payloadType: 96,
      marker: true,
      sequenceNumber: 0x1234,
      timestamp: 256,
      ssrc: 0xdeadbeef,
    });
    expect(typeof parsed === 'object' && [...parsed.payload]).toEqual([1, 2, 3]);
  });

  test('each way of being no packet has its name', () => {
    expect(parseRtpPacket(new Uint8Array(11))).toBe('too-short');
    expect(parseRtpPacket(new Uint8Array(12))).toBe('wrong-version');
    expect(parseRtpPacket(packet({ payload: [], csrc: 0 }).map((byte, i) => (i === 0 ? 0x9f : byte)))).toBe(
      'bad-extension',
    );
    const padded = packet({ payload: [200] });
    padded[0] = 0xa0;
    expect(parseRtpPacket(padded)).toBe('bad-padding');
  });
});

describe('sequence numbers', () => {
  test('loss over the wrap is counted exactly', () => {
    const tracker = new SequenceTracker();
    tracker.accept(65534);
    expect(tracker.accept(2)).toEqual({ kind: 'next', lost: 3 });
    expect(tracker.accept(1)).toEqual({ kind: 'stale' });
    expect(tracker).toMatchObject({ lost: 3, received: 2, stale: 1, expected: 5, extendedHighest: 65538 });
  });

  test('a jump of half the numbers is a restart, not loss', () => {
    const tracker = new SequenceTracker();
    tracker.accept(100);
    expect(tracker.accept(40_000)).toEqual({ kind: 'restart' });
    expect(tracker.lost).toBe(0);
    expect(tracker.accept(40_001)).toEqual({ kind: 'next', lost: 0 });
  });

  test('behind a reorder buffer: whatever is shuffled within its window comes out whole, what is missing is counted', () => {
    fc.assert(
      fc.property(
        fc.nat(65535),
        fc.array(fc.record({ drop: fc.boolean(), late: fc.nat(20) }), { minLength: 50, maxLength: 300 }),
        (first, fates) => {
          const tracker = new SequenceTracker();
          const out: number[] = [];
          const buffer = new ReorderBuffer((bytes) => {
            const number = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
            if (tracker.accept(number).kind === 'next') out.push(number);
          });
          // The first and last packet come in any case, so that every hole lies between two packets.
          const kept = fates.map((fate, i) => ({
            i,
            at: i === 0 ? -1 : i + fate.late,
            drop: fate.drop && i > 0 && i < fates.length - 1,
          }));
          const sent = kept.filter(({ drop }) => !drop).toSorted((a, b) => a.at - b.at);
          for (const [order, { i }] of sent.entries()) {
            const number = (first + i) & 0xffff;
            buffer.push(number, Uint8Array.of(number >> 8, number & 255), order * 0.1);
          }
          buffer.flush();
          expect(out).toEqual(kept.filter(({ drop }) => !drop).map(({ i }) => (first + i) & 0xffff));
          expect(tracker.lost).toBe(kept.filter(({ drop }) => drop).length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a hole is given up after 60 ms and the buffer never holds more than its bound', () => {
    const out: number[] = [];
    const buffer = new ReorderBuffer((bytes) => out.push(bytes[0] ?? 0));
    buffer.push(10, Uint8Array.of(10), 0);
    buffer.push(12, Uint8Array.of(12), 1);
    buffer.expire(60);
    expect(out).toEqual([10]);
    buffer.expire(62);
    expect(out).toEqual([10, 12]);
    for (let i = 0; i < 1000; i += 1) buffer.push((14 + i * 2) & 0xffff, Uint8Array.of(1), 70);
    expect(buffer.heldCount).toBeLessThanOrEqual(128);
  });
});

test('whatever a camera counts, decode times keep their room above zero', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 200 }), (timestamps) => {
      const unwrapper = new TimestampUnwrapper();
      return timestamps.every((timestamp) => {
        const ticks = unwrapper.unwrap(timestamp);
        return ticks >= 2 ** 31 && ticks % 2 ** 32 === timestamp;
      });
    }),
  );
  // Seen as an attack: key frames half a wrap back each time, with a deep reorder buffer in front of each run.
  const unwrapper = new TimestampUnwrapper();
  for (const timestamp of [0, 2 ** 31 + 5, 10, 2 ** 31 + 15, 20]) {
    expect(unwrapper.unwrap(timestamp)).toBeGreaterThanOrEqual(2 ** 31);
  }
});

test('timestamps run on over the wrap and back over it for B-frames', () => {
  const unwrapper = new TimestampUnwrapper();
  const base = unwrapper.unwrap(0xffff_f000);
  expect(unwrapper.unwrap(0x0000_0800) - base).toBe(0x1800);
  expect(unwrapper.unwrap(0xffff_f800) - base).toBe(0x800);
  expect(unwrapper.unwrap(0x0000_1000) - base).toBe(0x2000);
});

describe('rtcp', () => {
  test('a sender report gives the camera’s clock', () => {
    const bytes = new Uint8Array(28);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x80c8_0006);
    view.setUint32(4, 77);
    view.setUint32(8, 2_208_988_800 + 1_700_000_000);
    view.setUint32(12, 2 ** 31);
    view.setUint32(16, 123_456);
    expect(parseRtcp(bytes)).toEqual([
      {
        kind: 'sender-report',
        ssrc: 77,
        ntpUnixMs: 1_700_000_000_500,
        ntpMiddle: (((2_208_988_800 + 1_700_000_000) & 0xffff) * 65536 + 0x8000) >>> 0,
        rtpTimestamp: 123_456,
      },
    ]);
    view.setUint32(8, 5);
    expect(parseRtcp(bytes)).toMatchObject([{ ntpUnixMs: null }]);
  });

  test('a receiver report is a well-formed compound with negative loss clamped into 24 bits', () => {
    const bytes = writeReceiverReport(1, {
      senderSsrc: 2,
      fractionLost: 0.5,
      cumulativeLost: -1,
      extendedHighestSequenceNumber: 70_000,
      jitterTicks: 3.4,
      lastSenderReport: 9,
      delaySinceLastSenderReport: 10,
    });
    expect(bytes.length % 4).toBe(0);
    expect([...bytes.subarray(0, 16)]).toEqual([
      0x81, 0xc9, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 128, 0xff, 0xff, 0xff,
    ]);
    const view = new DataView(bytes.buffer);
    expect(32 + 4 * (view.getUint16(34) + 1)).toBe(bytes.length);
    expect(parseRtcp(bytes)).toEqual([]);
  });
});
