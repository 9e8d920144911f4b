import { describe, expect, test } from 'vitest';
import { createForTest, feed, nalsOf, packetOf } from '../packets-for-tests.ts';

const base64 = (text: string) => [...Buffer.from(text, 'base64')];
/** Dahua, 704x480. */
const SPS = base64('QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE=');
const PPS = base64('RAHA8saNA7NA');
const VPS = base64('QAEMAf//AWAAAAMAsAAAAwAAAwBarAwAAAMABAAAAwAyqA==');
const IDR = [0x26, 1, 0xaf, 9, 8, 7];
const TRAIL = [0x02, 1, 0xd0, 0x18, 0x20, 5];
const hex = (bytes: ArrayLike<number>) => Buffer.from(Array.from(bytes)).toString('hex');
const sized = (nal: number[]) => [nal.length >> 8, nal.length & 255, ...nal];
const fu = (nal: number[], flags: number, body: number[]) => [
  (nal[0]! & 0x81) | (49 << 1),
  nal[1]!,
  flags | (nal[0]! >> 1),
  ...body,
];

describe('decoding order numbers', () => {
  test('are skipped in single NAL units, aggregation packets and the first fragment', () => {
    const depacketizer = createForTest('H265', { 'sprop-max-don-diff': '1' });
    const donl = [0, 7];
    const units = feed(depacketizer, [
      packetOf([48 << 1, 1, ...donl, ...sized(VPS), 0, ...sized(SPS), 0, ...sized(PPS)]),
      packetOf([...IDR.slice(0, 2), ...donl, ...IDR.slice(2)], { marker: true }),
      packetOf(fu(TRAIL, 0x80, [...donl, ...TRAIL.slice(2, 4)]), { ptsTicks: 3600 }),
      packetOf(fu(TRAIL, 0x40, TRAIL.slice(4)), { ptsTicks: 3600, marker: true }),
    ]);
    expect(units.map((unit) => nalsOf(unit).map(hex))).toEqual([[VPS, SPS, PPS, IDR].map(hex), [hex(TRAIL)]]);
    expect(depacketizer.faults.list()).toEqual([]);
  });
});

describe('tolerated', () => {
  test('what ends early, is empty, forbidden or unsupported', () => {
    const depacketizer = createForTest('H265');
    const units = feed(depacketizer, [
      packetOf([48 << 1, 1, ...sized(VPS), 0, 0, ...sized(SPS), ...sized(PPS), ...sized(IDR), 0, 99, 1]),
      packetOf([]),
      packetOf([49 << 1, 1]),
      packetOf([50 << 1, 1, 0]),
      packetOf([0xa6, 1, 0]),
    ]);
    expect(units.map((unit) => nalsOf(unit).map(hex))).toEqual([[VPS, SPS, PPS, IDR].map(hex)]);
    expect(units[0]).toMatchObject({
      sync: true,
      startsOrder: true,
      format: { codecString: 'hvc1.1.6.L90.B0', reorderDepth: 0 },
    });
    expect(depacketizer.faults.list().map((fault) => fault.kind)).toEqual([
      'nal-empty',
      'aggregation-truncated',
      'payload-empty',
      'payload-truncated',
      'packet-type-unsupported',
      'nal-forbidden-bit',
    ]);
  });

  test('sets only in SDP', () => {
    const sprop = { 'sprop-vps': VPS, 'sprop-sps': SPS, 'sprop-pps': PPS };
    const parameters = Object.fromEntries(
      Object.entries(sprop).map(([name, set]) => [name, Buffer.from(set).toString('base64')]),
    );
    const depacketizer = createForTest('H265', parameters);
    const announced = depacketizer.currentFormat();
    expect(announced).toMatchObject({ widthPixels: 704, heightPixels: 480 });
    expect(
      feed(depacketizer, [packetOf(IDR), packetOf(VPS), packetOf(SPS), packetOf(PPS), packetOf(IDR)]).map(
        (unit) => unit.format,
      ),
    ).toEqual([announced, announced]);
  });
});
