import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFragmentTable, encodeFragmentTable, FRAGMENT_ENTRY_BYTES } from './fragment-table.ts';
import { isCameraId, parseSegmentPath, segmentPath } from './segment-path.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const origin = { startUnixMs: 1_800_000_000_000, startTicks: 2 ** 40 };
const entry = fc.record({
  offsetBytes: u32,
  sizeBytes: u32,
  tableBytes: u32,
  wallStartUnixMs: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((ms) => origin.startUnixMs + ms),
  startTicks: u32.map((ticks) => origin.startTicks + ticks),
  durationTicks: u32,
  sampleCount: fc.integer({ min: 0, max: 0xff_ffff }),
  startsOnSync: fc.boolean(),
  hasSync: fc.boolean(),
});

test('entries survive the table', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 80 }), (entries) => {
      const table = encodeFragmentTable(entries, origin);
      expect(table.length).toBe(entries.length * FRAGMENT_ENTRY_BYTES);
      expect(decodeFragmentTable(table, origin)).toEqual(entries);
    }),
  );
});

test('what does not fit is refused, and so is a table cut short', () => {
  const one = { ...fc.sample(entry, 1)[0]!, offsetBytes: 2 ** 32 };
  expect(() => encodeFragmentTable([one], origin)).toThrow(TypeError);
  expect(() => decodeFragmentTable(new Uint8Array(29), origin)).toThrow('29 bytes');
});

test('paths of segments say what they name, and nothing else is one', () => {
  const name = {
    stream: { cameraId: '01939f2e-0000-7000-8000-000000000001', kind: 'sub' },
    startUnixMs: 1_795_478_400_000,
    seq: 12,
  } as const;
  const path = '01939f2e-0000-7000-8000-000000000001/sub/2026-11-24/1795478400000-12.mp4';
  expect(segmentPath(name)).toBe(path);
  expect(parseSegmentPath(path)).toEqual(name);
  for (const wrong of [
    path.replace('11-24', '11-25'),
    path.replace('/sub/', '/side/'),
    path.replace('-12', '-012'),
    `${path}.tmp`,
    `../${path}`,
    path.replace('01939f2e-0000-7000-8000-000000000001', '..'),
  ]) {
    expect(parseSegmentPath(wrong)).toBe(null);
  }
  expect(['journal', '', '..', 'a/b', '.hidden', 'x'.repeat(65)].filter(isCameraId)).toEqual([]);
});
