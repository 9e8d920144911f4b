/** Each tolerance that the head comments list, named after its camera where one is known. */
import { describe, expect, test } from 'vitest';
import { type DepacketizedUnit, DepacketizerRefusal, type FaultKind, type MediaPacket } from './index.ts';
import { createForTest, drain, feed, nalsOf, packetOf } from './packets-for-tests.ts';

const base64 = (text: string) => [...Buffer.from(text, 'base64')];
/** Dahua, 704x480. */
const SPS = base64('Z2QAHqwsaoLA9puCgIKgAAADACAAAAMD0IAA');
const PPS = base64('aO4xshsA');
const OTHER_SPS = base64('Z2QAM6zoAoALWQ==');
const OTHER_PPS = base64('aO48MA==');
const SPROP = {
  'sprop-parameter-sets': `${Buffer.from(SPS).toString('base64')},${Buffer.from(PPS).toString('base64')}`,
};

/** First macroblock 0, I or P, PPS 0; then bits that differ from picture to picture. */
const idr = (n: number) => [0x65, 0x88, 0x80 + n, 0x40, 1, 2, 3];
const inter = (n: number) => [0x41, 0x9a, 0x20 + (n << 2), 0x40, 4, 5, n];
/** First macroblock 1, otherwise as the slice it follows: Exp-Golomb 010 in front instead of 1. */
const second = (slice: number[]) => [slice[0]!, ...shiftIn('010', slice.slice(1))];

function shiftIn(prefix: string, bytes: number[]): number[] {
  const bits =
    prefix +
    bytes
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(1);
  return (bits + '0'.repeat((8 - (bits.length % 8)) % 8))
    .match(/.{8}/g)!
    .map((byte) => Number.parseInt(byte, 2));
}

const H264 = () => createForTest('H264', SPROP);
const hex = (bytes: ArrayLike<number>) => Buffer.from(Array.from(bytes)).toString('hex');
const nalHex = (units: readonly DepacketizedUnit[]) => units.map((unit) => nalsOf(unit).map(hex));
const fuA = (nal: number[], flags: number, body: number[]) => [
  (nal[0]! & 0xe0) | 28,
  flags | (nal[0]! & 31),
  ...body,
];

function expectUnits(
  packets: readonly MediaPacket[],
  expected: readonly number[][][],
  faults: readonly FaultKind[],
): DepacketizedUnit[] {
  const depacketizer = H264();
  const units = feed(depacketizer, packets);
  expect(nalHex(units)).toEqual(expected.map((nals) => nals.map(hex)));
  expect(depacketizer.faults.list().map((fault) => fault.kind)).toEqual(faults);
  return units;
}

describe('picture boundaries', () => {
  test('no marker at all: the next picture or the flush ends a unit', () => {
    const depacketizer = H264();
    depacketizer.push(packetOf(idr(0)));
    expect(depacketizer.awaitsFlush).toBe(true);
    expect(drain(depacketizer)).toEqual([]);
    depacketizer.push(packetOf(inter(1), { ptsTicks: 3600 }));
    expect(drain(depacketizer).length).toBe(1);
    depacketizer.flush();
    expect(drain(depacketizer).length).toBe(1);
    expect(depacketizer.awaitsFlush).toBe(false);
    expect(depacketizer.faults.count('marker-missing')).toBe(1);
  });

  test('marker on each slice: one unit, and the marker is never believed again', () => {
    const first = idr(0);
    const next = inter(1);
    const packets = [first, second(first), next, second(next)].map((nal, i) =>
      packetOf(nal, { marker: true, ptsTicks: i < 2 ? 0 : 3600 }),
    );
    expectUnits(
      packets,
      [
        [first, second(first)],
        [next, second(next)],
      ],
      ['marker-early'],
    );
  });

  test('a slice behind a closed unit is dropped, once', () => {
    const depacketizer = H264();
    depacketizer.push(packetOf(idr(0), { marker: true }));
    depacketizer.push(packetOf(inter(1), { marker: true, ptsTicks: 3600 }));
    expect(drain(depacketizer).length).toBe(2);
    depacketizer.push(packetOf(second(inter(1)), { marker: true, ptsTicks: 3600 }));
    expect(drain(depacketizer)).toEqual([]);
    expect(depacketizer.faults.count('slice-after-unit')).toBe(1);
    const later = [inter(2), second(inter(2)), inter(3)].map((nal, i) =>
      packetOf(nal, { marker: true, ptsTicks: i < 2 ? 7200 : 10_800 }),
    );
    expect(nalHex(feed(depacketizer, later))).toEqual(
      [[inter(2), second(inter(2))], [inter(3)]].map((nals) => nals.map(hex)),
    );
  });

  test('Reolink RLC-822A: markers on SPS and PPS, under the time of the picture before', () => {
    const packets = [
      packetOf(SPS, { marker: true, ptsTicks: 0 }),
      packetOf(PPS, { ptsTicks: 0 }),
      packetOf(idr(0), { marker: true, ptsTicks: 3600 }),
      packetOf(inter(1), { marker: true, ptsTicks: 7200 }),
      packetOf(SPS, { marker: true, ptsTicks: 7200 }),
      packetOf(PPS, { ptsTicks: 7200 }),
      packetOf(idr(1), { marker: true, ptsTicks: 10_800 }),
    ];
    const units = expectUnits(packets, [[SPS, PPS, idr(0)], [inter(1)], [SPS, PPS, idr(1)]], []);
    expect(units.map((unit) => unit.ptsTicks)).toEqual([3600, 7200, 10_800]);
    expect(new Set(units.map((unit) => unit.format)).size).toBe(1);
  });

  test('times that differ inside a picture: the first counts', () => {
    const first = idr(0);
    const units = expectUnits(
      [packetOf(first), packetOf(second(first), { ptsTicks: 1 })],
      [[first, second(first)]],
      ['picture-time-changed'],
    );
    expect(units[0]?.ptsTicks).toBe(0);
  });
});

test('a slice header that makes no sense: time and first macroblock tell pictures apart', () => {
  const unknownPps = (n: number) => [0x41, 0x9a, 0x7f, 0x00, n];
  const endless = [0x41, 0x00, 0x00];
  const packets = [
    packetOf(idr(0)),
    packetOf(endless, { ptsTicks: 1 }),
    packetOf(unknownPps(1), { ptsTicks: 2 }),
  ];
  const depacketizer = H264();
  expect(feed(depacketizer, packets).map((unit) => unit.ptsTicks)).toEqual([0, 1, 2]);
  expect(depacketizer.faults.count('slice-header-invalid')).toBeGreaterThan(0);
});

describe('NAL units', () => {
  test('V380 HwV380E31_WF8_PTZ: SPS, PPS and IDR as an Annex B stream in one FU-A under the SPS header', () => {
    const start = [0, 0, 0, 1];
    const body = [...SPS.slice(1), ...start, ...PPS, ...start, ...idr(0)];
    const packets = [
      packetOf(fuA(SPS, 0x80, body.slice(0, 30))),
      packetOf(fuA(SPS, 0, body.slice(30, 40))),
      packetOf(fuA(SPS, 0x40, body.slice(40)), { marker: true }),
    ];
    // Zero bytes before a start code belong to it, so that sets lose those of their end.
    expectUnits(packets, [[SPS.slice(0, -1), PPS.slice(0, -1), idr(0)]], ['start-code-inside']);
  });

  test('a start code in front of a single NAL unit', () => {
    expectUnits(
      [packetOf([0, 0, 0, 1, ...idr(0)]), packetOf([0, 0, 1, ...inter(1)], { ptsTicks: 1 })],
      [[idr(0)], [inter(1)]],
      ['start-code-inside', 'marker-missing'],
    );
  });

  test('sprop-parameter-sets with start codes in it', () => {
    const coded = [SPS, PPS].map((set) => Buffer.from([0, 0, 0, 1, ...set]).toString('base64')).join(',');
    const depacketizer = createForTest('H264', { 'sprop-parameter-sets': coded });
    expect(depacketizer.currentFormat()).toMatchObject({ widthPixels: 704, heightPixels: 480 });
    expect(depacketizer.faults.list()).toEqual([
      { kind: 'start-code-inside', count: 2, firstSequenceNumber: null },
    ]);
  });

  test('VStarcam: sets in SDP that are none are left out; those in the stream are used', () => {
    const depacketizer = createForTest('H264', { 'sprop-parameter-sets': '6QEB,*,,Zw==' });
    expect(depacketizer.currentFormat()).toBeNull();
    const units = feed(depacketizer, [packetOf(inter(0)), packetOf(SPS), packetOf(PPS), packetOf(idr(0))]);
    expect(nalHex(units)).toEqual([[SPS, PPS, idr(0)].map(hex)]);
    expect(depacketizer.faults.count('parameter-set-invalid')).toBe(3);
    expect(depacketizer.faults.count('parameter-set-missing')).toBe(1);
  });

  test('empty, forbidden and unsupported ones are dropped', () => {
    const packets = [
      packetOf([]),
      packetOf([0xe5, 1, 2]),
      packetOf([0x79, 0, 0]),
      packetOf([0x7a, 0, 0]),
      packetOf([0x7d, 0x85, 0]),
      packetOf([0x7c]),
      packetOf([0x78, 0, 0, 0, idr(0).length, ...idr(0), 0, 9, 1]),
    ];
    expectUnits(
      packets,
      [[idr(0)]],
      [
        'payload-empty',
        'nal-forbidden-bit',
        'packet-type-unsupported',
        'payload-truncated',
        'nal-empty',
        'aggregation-truncated',
      ],
    );
  });

  test('zero bytes behind a NAL unit stay, and make no other format', () => {
    const depacketizer = H264();
    const announced = depacketizer.currentFormat();
    const units = feed(depacketizer, [
      packetOf([...SPS, 0, 0]),
      packetOf([...PPS, 0]),
      packetOf([...idr(0), 0, 0], { marker: true }),
    ]);
    expect(nalHex(units)).toEqual([
      [
        [...SPS, 0, 0],
        [...PPS, 0],
        [...idr(0), 0, 0],
      ].map(hex),
    ]);
    expect(units[0]?.format).toBe(announced);
  });
});

describe('fragments', () => {
  const nal = idr(0);
  test('CostarHD, OpenIPC: start and end in one', () => {
    expectUnits([packetOf(fuA(nal, 0xc0, nal.slice(1)), { marker: true })], [[nal]], ['fragment-single']);
  });

  test('no end before the next begins: whole, as nothing is missing', () => {
    const packets = [
      packetOf(fuA(nal, 0x80, nal.slice(1, 4))),
      packetOf(fuA(nal, 0, nal.slice(4)), { marker: true }),
      packetOf(inter(1), { ptsTicks: 3600, marker: true }),
    ];
    expectUnits(packets, [[nal], [inter(1)]], ['fragment-without-end']);
  });

  test('no start: dropped', () => {
    expectUnits(
      [packetOf(fuA(nal, 0, [1])), packetOf(fuA(nal, 0x40, [2])), packetOf(nal)],
      [[nal]],
      ['fragment-without-start'],
    );
  });

  test('goes on under another time or type: the start counts', () => {
    const packets = [
      packetOf(fuA(nal, 0x80, nal.slice(1, 4))),
      packetOf(fuA([0x61], 0x40, nal.slice(4)), { ptsTicks: 9, marker: true }),
    ];
    const units = expectUnits(packets, [[nal]], ['fragment-type-changed', 'fragment-time-changed']);
    expect(units[0]?.ptsTicks).toBe(0);
  });

  test('marker on every packet ends nothing inside a fragment', () => {
    const packets = [0x80, 0, 0x40].map((flags, i) =>
      packetOf(fuA(nal, flags, nal.slice(1 + 2 * i, 3 + 2 * i)), { marker: true }),
    );
    expectUnits(packets, [[nal]], []);
  });

  test('flush leaves an unfinished fragment alone', () => {
    const depacketizer = H264();
    depacketizer.push(packetOf(fuA(nal, 0x80, nal.slice(1, 4))));
    expect([depacketizer.awaitsFlush, depacketizer.holdsViews]).toEqual([false, true]);
    depacketizer.detach();
    expect(depacketizer.holdsViews).toBe(false);
    depacketizer.flush();
    expect(drain(depacketizer)).toEqual([]);
    depacketizer.push(packetOf(fuA(nal, 0x40, nal.slice(4))));
    depacketizer.flush();
    expect(nalHex(drain(depacketizer))).toEqual([[hex(nal)]]);
    expect(depacketizer.holdsViews).toBe(false);
  });
});

describe('formats', () => {
  test('other sets at a sync picture are another format, the same ones are not', () => {
    const depacketizer = H264();
    const sets = (...nals: number[][]) => nals.map((nal, i) => packetOf(nal, { ptsTicks: i }));
    const units = feed(depacketizer, [
      ...sets(SPS, PPS, idr(0)),
      ...sets(SPS, PPS, idr(1)),
      ...sets(OTHER_SPS, OTHER_PPS, idr(2)),
      packetOf(inter(3)),
    ]);
    expect(units.map((unit) => unit.format.kind === 'video' && unit.format.widthPixels)).toEqual([
      704, 704, 2560, 2560,
    ]);
    expect(units[0]!.format).toBe(units[1]!.format);
    expect(units[2]!.format).not.toBe(units[1]!.format);
    expect(units[3]!.format).toBe(units[2]!.format);
  });

  test('SDP and stream disagree: the stream is right', () => {
    const depacketizer = H264();
    expect(depacketizer.currentFormat()).toMatchObject({ widthPixels: 704 });
    const units = feed(depacketizer, [packetOf(OTHER_SPS), packetOf(OTHER_PPS), packetOf(idr(0))]);
    expect(units[0]!.format).toMatchObject({ widthPixels: 2560, heightPixels: 1440 });
    expect(depacketizer.currentFormat()).toBe(units[0]!.format);
  });
});

describe('loss', () => {
  test('a NAL unit with a hole is dropped, the rest of its unit stays, the count is exact', () => {
    const first = idr(0);
    const packets = [
      packetOf(first),
      packetOf(fuA(second(first), 0x80, [1])),
      packetOf(fuA(second(first), 0x40, [3]), { lostBefore: 2, marker: true }),
      packetOf(inter(1), { ptsTicks: 3600, marker: true }),
    ];
    const units = expectUnits(packets, [[first], [inter(1)]], []);
    expect(units.map((unit) => unit.lostPackets)).toEqual([2, 0]);
  });

  test('a picture that is gone altogether counts for the next', () => {
    const packets = [
      packetOf(idr(0), { marker: true }),
      packetOf(inter(1), { marker: true }),
      packetOf(inter(3), { lostBefore: 4, marker: true }),
    ];
    expect(feed(H264(), packets).map((unit) => unit.lostPackets)).toEqual([0, 0, 4]);
  });

  test('delimiter and SEI of a picture that is gone are not given to the next', () => {
    const delimiter = [0x09, 0x30];
    const sei = [0x06, 0x05, 0x01, 0x00, 0x80];
    const cut = fuA(inter(1), 0x40, [9]);
    const packets = [
      packetOf(idr(0), { marker: true }),
      packetOf(delimiter, { ptsTicks: 3600 }),
      packetOf(sei, { ptsTicks: 3600 }),
      packetOf(cut, { ptsTicks: 3600, lostBefore: 1, marker: true }),
      packetOf(delimiter, { ptsTicks: 7200 }),
      packetOf(inter(2), { ptsTicks: 7200, marker: true }),
      // Of this one the second slice came: what stood before it is its own.
      packetOf(delimiter, { ptsTicks: 10_800 }),
      packetOf(second(inter(3)), { ptsTicks: 10_800, lostBefore: 1, marker: true }),
    ];
    const units = expectUnits(packets, [[idr(0)], [delimiter, inter(2)], [delimiter, second(inter(3))]], []);
    expect(units.map((unit) => unit.lostPackets)).toEqual([0, 1, 1]);
  });
});

describe('sound and refusals', () => {
  const AAC = { mode: 'AAC-hbr', config: '1408', sizelength: '13', indexlength: '3', indexdeltalength: '3' };
  const au = (size: number) => [size >> 5, (size & 31) << 3];

  test('several AAC units a packet, a fragmented one, and loss inside it', () => {
    const depacketizer = createForTest('MPEG4-GENERIC', AAC);
    const packets = [
      packetOf([0, 32, ...au(2), ...au(3), 1, 2, 3, 4, 5], { marker: true }),
      packetOf([0, 16, ...au(4), 6, 7], { ptsTicks: 5000 }),
      packetOf([0, 16, ...au(4), 8, 9], { ptsTicks: 5000, marker: true }),
      packetOf([0, 16, ...au(4), 1, 1], { ptsTicks: 6000 }),
      packetOf([0, 16, ...au(4), 2], { ptsTicks: 6000, lostBefore: 1, marker: true }),
      packetOf([0, 16, ...au(1), 9], { ptsTicks: 7000, marker: true }),
    ];
    const units = feed(depacketizer, packets);
    expect(units.map((unit) => hex(unit.data))).toEqual(['0102', '030405', '06070809', '09']);
    // 1024 samples at 16 kHz under a clock of 8 kHz
    expect(units.map((unit) => [unit.ptsTicks, unit.durationTicks])).toEqual([
      [0, 512],
      [512, 512],
      [5000, 512],
      [7000, 512],
    ]);
    expect(units.map((unit) => unit.lostPackets)).toEqual([0, 0, 0, 1]);
    expect(depacketizer.faults.list()).toEqual([]);
  });

  test('bad AAC headers are counted', () => {
    const depacketizer = createForTest('MPEG4-GENERIC', AAC);
    const units = feed(depacketizer, [
      packetOf([]),
      packetOf([1]),
      packetOf([0, 0, 1]),
      packetOf([0, 32, ...au(1), ...au(9), 7]),
      packetOf([0, 16, ...au(1), 8, 8]),
    ]);
    expect(units.map((unit) => hex(unit.data))).toEqual(['07', '08']);
    expect(depacketizer.faults.list().map(({ kind, count }) => [kind, count])).toEqual([
      ['payload-empty', 1],
      ['au-header-invalid', 2],
      ['au-size-mismatch', 2],
    ]);
  });

  test('G.711: every packet is a unit of its own', () => {
    const units = feed(createForTest('PCMA'), [
      packetOf([1, 2, 3]),
      packetOf([]),
      packetOf([4], { ptsTicks: 9, lostBefore: 2 }),
    ]);
    expect(
      units.map((unit) => [unit.ptsTicks, unit.durationTicks, unit.lostPackets, hex(unit.data)]),
    ).toEqual([
      [0, 3, 0, '010203'],
      [9, 1, 2, '04'],
    ]);
  });

  test('what is not recorded is refused by name', () => {
    for (const name of ['MP4A-LATM', 'MP4V-ES', 'JPEG', 'opus']) {
      expect(() => createForTest(name)).toThrow(
        new DepacketizerRefusal('codec-unsupported', name, `codec ${name} isn't recorded`),
      );
    }
    expect(() => createForTest('MPEG4-GENERIC', { mode: 'CELP-cbr' })).toThrow('mode celp-cbr');
    expect(() => createForTest('MPEG4-GENERIC', { config: 'zz' })).toThrow('config');
  });
});
