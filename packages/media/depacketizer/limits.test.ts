/** What is held at most, and that a stream goes on behind it. */
import { expect, test } from 'vitest';
import { createForTest, feed, nalsOf, packetOf } from './packets-for-tests.ts';
import { MAX_UNIT_NALS } from './video/limits.ts';
import { MAX_WAITING_UNITS } from './waiting-units.ts';

const SPROP = { 'sprop-parameter-sets': 'Z2QAHqwsaoLA9puCgIKgAAADACAAAAMD0IAA,aO4xshsA' };
const IDR = [0x65, 0x88, 0x80, 0x40, 1];

test('SEI without end leaves room for the picture that follows', () => {
  const depacketizer = createForTest('H264', SPROP);
  const sei = Array.from({ length: 2 * MAX_UNIT_NALS }, () => packetOf([6, 5, 1, 0]));
  const units = feed(depacketizer, [...sei, packetOf(IDR)]);
  expect(units.length).toBe(1);
  expect(nalsOf(units[0]!).length).toBeLessThanOrEqual(MAX_UNIT_NALS);
  expect(depacketizer.faults.count('unit-too-many-nals')).toBeGreaterThan(0);
});

test('a NAL unit and a unit beyond 8 MiB are dropped, the next picture comes', () => {
  const depacketizer = createForTest('H264', SPROP);
  const part = new Uint8Array(65_000).fill(0x55);
  const fragment = (flags: number) => packetOf([0x7c, flags | 5, ...part]);
  const tooLarge = [fragment(0x80), ...Array.from({ length: 130 }, () => fragment(0)), fragment(0x40)];
  const large = [
    packetOf([0x7c, 0x85, ...IDR.slice(1), ...part]),
    ...Array.from({ length: 99 }, () => fragment(0)),
    packetOf([0x7c, 0x45]),
  ];
  // First macroblock 1 and the rest as in IDR: a second slice of the same size.
  const secondSlice = [packetOf([0x7c, 0x85, 0x42, 0x20, 0x10, 0x00, ...part]), ...large.slice(1)];
  const units = feed(depacketizer, [
    ...tooLarge,
    ...large,
    ...secondSlice,
    packetOf([0x41, 0x9a, 0x24, 0x40], { ptsTicks: 3600 }),
  ]);
  expect(units.map((unit) => nalsOf(unit).length)).toEqual([1, 1]);
  expect(units[1]?.ptsTicks).toBe(3600);
  expect(depacketizer.faults.count('nal-too-large')).toBe(1);
  expect(depacketizer.faults.count('unit-too-large')).toBe(1);
});

test('a caller that never pulls is told', () => {
  const depacketizer = createForTest('PCMA');
  const push = () => {
    for (let i = 0; i <= MAX_WAITING_UNITS; i += 1) depacketizer.push(packetOf([1]));
  };
  expect(push).toThrow(TypeError);
});
