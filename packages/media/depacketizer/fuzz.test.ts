import { fuzzShortly } from '@matlang/testkit';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEPACKETIZER_FUZZ_TARGETS } from './fuzz-targets.ts';
import { createDepacketizer, FAULT_KINDS } from './index.ts';

/** Packets whose first bytes are likely to mean something: types of single, aggregate and fragment in both codecs. */
const header = fc.constantFrom(
  0x65,
  0x41,
  0x01,
  0x67,
  0x68,
  0x06,
  0x78,
  0x7c,
  0x5c,
  0x26,
  0x02,
  0x40,
  0x42,
  0x44,
  0x60,
  0x62,
  0x00,
);
const packet = fc
  .tuple(
    fc.integer({ min: 0, max: 255 }),
    header,
    fc.constantFrom(0x85, 0x81, 0x45, 0x41, 0x05, 0x01, 0xc5, 0x93, 0x53, 0x13, 0x00),
    fc.uint8Array({ maxLength: 24 }),
  )
  .map(([flags, first, second, rest]) => [flags, rest.length + 2, first, second, ...rest]);
const input = fc.array(packet, { maxLength: 12 }).map((packets) => Uint8Array.from(packets.flat()));

test.each(DEPACKETIZER_FUZZ_TARGETS)('$name returns on 10,000 inputs made of packets', (target) => {
  fc.assert(
    fc.property(input, (bytes) => target.run(bytes)),
    { numRuns: 10_000 },
  );
});

test.each(DEPACKETIZER_FUZZ_TARGETS)('$name returns on 20,000 inputs', (target) => fuzzShortly(target));

test('hostile streams of one kind stay bounded', () => {
  const kinds: Uint8Array[] = [
    Uint8Array.of(0x06, 0x05, 0x01), // SEI for ever
    Uint8Array.of(0x7c, 0x05, 0x01), // fragments without end
    Uint8Array.of(0x41, 0x00), // slices that never start a picture
    new Uint8Array(60_000).fill(0x41),
    Uint8Array.of(0x67, 0x4d),
  ];
  for (const payload of kinds) {
    const depacketizer = createDepacketizer({
      encodingName: 'H264',
      clockRateHz: 90_000,
      channels: null,
      formatParameters: new Map(),
    });
    for (let i = 0; i < 20_000; i += 1) {
      const start = i === 0 && payload[0] === 0x7c ? Uint8Array.of(0x7c, 0x85, 1) : payload;
      depacketizer.push({
        payload: start,
        ptsTicks: 0,
        sequenceNumber: i & 0xffff,
        marker: false,
        lostBefore: 0,
        arrivalMonotonicMs: i,
      });
      while (depacketizer.pull() !== null);
    }
    expect(depacketizer.faults.list().length).toBeLessThanOrEqual(FAULT_KINDS.length);
    expect(depacketizer.faults.list().length).toBeGreaterThan(0);
  }
});
