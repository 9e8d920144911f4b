import { createDepacketizer } from '@matlang/media/depacketizer';
import type { Codec } from '@matlang/media/stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClip, createSyntheticH264 } from '../index.ts';
import { packetizeUnit } from './packetize-unit.ts';
import { PACKET_HEAD_BYTES, type PacketizedUnit, packetEnd } from './packetized-unit.ts';

interface Seen {
  readonly payload: Uint8Array;
  readonly marker: boolean;
}

function packetsOf(unit: PacketizedUnit): readonly Seen[] {
  return Array.from(unit.offsets, (offset, i) => ({
    payload: unit.bytes.subarray(offset + PACKET_HEAD_BYTES, packetEnd(unit, i)),
    marker: (unit.bytes[offset + 5]! & 0x80) !== 0,
  }));
}

const options = (codec: Codec, maxPayloadBytes: number): Parameters<typeof packetizeUnit>[1] => ({
  codec,
  payloadType: 96,
  maxPayloadBytes,
  aggregate: true,
});

/** What any receiver does, by the letter of RFC 6184 and RFC 7798. */
function reassemble(codec: 'h264' | 'h265', packets: readonly Seen[]): readonly number[][] {
  const headerBytes = codec === 'h264' ? 1 : 2;
  const nals: number[][] = [];
  for (const { payload } of packets) {
    const first = payload[0]!;
    const type = codec === 'h264' ? first & 31 : (first >> 1) & 63;
    if (type === (codec === 'h264' ? 24 : 48)) {
      for (let at = headerBytes; at < payload.length; ) {
        const size = (payload[at]! << 8) | payload[at + 1]!;
        nals.push([...payload.subarray(at + 2, at + 2 + size)]);
        at += 2 + size;
      }
    } else if (type === (codec === 'h264' ? 28 : 49)) {
      const flags = payload[headerBytes]!;
      if ((flags & 0x80) !== 0) {
        nals.push(
          codec === 'h264'
            ? [(first & 0xe0) | (flags & 31)]
            : [(first & 0x81) | ((flags & 63) << 1), payload[1]!],
        );
      }
      nals.at(-1)!.push(...payload.subarray(headerBytes + 1));
    } else nals.push([...payload]);
  }
  return nals;
}

/** Headers of NAL units that stand for themselves: not those of packets. */
const nal = (codec: 'h264' | 'h265'): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(1, 5, 6, 7, 8), fc.uint8Array({ minLength: 3, maxLength: 900 }))
    .map(([type, body]) =>
      codec === 'h264' ? Uint8Array.of(0x60 | type, ...body) : Uint8Array.of(type << 1, 1, ...body),
    );

describe('NAL units come out of their packets as they went in', () => {
  for (const codec of ['h264', 'h265'] as const) {
    test(codec, () => {
      fc.assert(
        fc.property(
          fc.array(nal(codec), { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 16, max: 1400 }),
          (nals, most) => {
            const packets = packetsOf(packetizeUnit(nals, options(codec, most)));
            expect(reassemble(codec, packets)).toEqual(nals.map((unit) => [...unit]));
            expect(packets.every(({ payload }) => payload.length <= most)).toBe(true);
            expect(packets.map(({ marker }) => marker)).toEqual(
              packets.map((_, i) => i === packets.length - 1),
            );
          },
        ),
        { numRuns: 200 },
      );
    });
  }
});

test('the project depacketizes what the simulator packetizes, at any size of packet', () => {
  for (const maxPayloadBytes of [64, 500, 1400]) {
    const track = createSyntheticH264({
      frames: 6,
      framesPerSecond: 25,
      gopFrames: 3,
      width: 64,
      height: 64,
      strip: false,
    });
    const [prepared] = createClip([track], { maxPayloadBytes }).tracks;
    const depacketizer = createDepacketizer({
      encodingName: 'H264',
      clockRateHz: 90_000,
      channels: null,
      formatParameters: new Map(),
    });
    const pulled: number[] = [];
    let sequenceNumber = 0;
    for (const [index, unit] of prepared!.units.entries()) {
      for (const { payload, marker } of packetsOf(prepared!.packetsOf(index))) {
        depacketizer.push({
          payload,
          marker,
          ptsTicks: unit.ptsTicks,
          sequenceNumber,
          lostBefore: 0,
          arrivalMonotonicMs: 0,
        });
        sequenceNumber += 1;
      }
      depacketizer.flush();
      for (let out = depacketizer.pull(); out !== null; out = depacketizer.pull()) {
        pulled.push(out.ptsTicks);
        expect(out.data.length).toBe(unit.parts.reduce((sum, part) => sum + 4 + part.length, 0));
        expect(out.sync).toBe(unit.sync);
      }
    }
    expect(pulled).toEqual([0, 3600, 7200, 10_800, 14_400, 18_000]);
  }
});

test('AAC tells the size of its frame in 13 bits, also in pieces', () => {
  const frame = Uint8Array.from({ length: 3000 }, (_, i) => i & 0xff);
  const packets = packetsOf(packetizeUnit([frame], options('aac', 1400)));
  expect(packets.length).toBe(3);
  for (const { payload } of packets) expect(((payload[2]! << 8) | payload[3]!) >> 3).toBe(3000);
  expect(packets.flatMap(({ payload }) => [...payload.subarray(4)])).toEqual([...frame]);
});

test('packets too small for their headers are refused', () => {
  expect(() => packetizeUnit([Uint8Array.of(1)], options('h264', 8))).toThrow(/maxPayloadBytes: 8/);
});
