import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReorderBuffer } from './reorder-buffer.ts';
import { RESTART_RUN } from './sequence-limits.ts';
import { SequenceTracker } from './sequence-tracker.ts';

const bytesOf = (sequenceNumber: number): Uint8Array =>
  Uint8Array.of(sequenceNumber >> 8, sequenceNumber & 255);
const numberOf = (bytes: Uint8Array): number => ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);

describe('a numbering that begins anew', () => {
  test('close behind the old one costs 63 packets, not all up to the old number', () => {
    const tracker = new SequenceTracker();
    for (let number = 5_000; number < 5_100; number += 1) tracker.accept(number);
    const verdicts = Array.from({ length: 2_200 }, (_, i) => tracker.accept(3_000 + i).kind);
    expect(verdicts.filter((kind) => kind === 'stale')).toHaveLength(RESTART_RUN - 1);
    expect(verdicts.indexOf('restart')).toBe(RESTART_RUN - 1);
    expect(tracker).toMatchObject({ restarts: 1, lost: 0 });
  });

  test('late packets in ones and doubled pictures are none', () => {
    const tracker = new SequenceTracker();
    for (let number = 0; number < 1_000; number += 1) tracker.accept(number);
    for (let number = 900; number < 950; number += 1) expect(tracker.accept(number).kind).toBe('stale');
    for (let number = 998; number > 0; number -= 2) expect(tracker.accept(number).kind).toBe('stale');
    expect(tracker.accept(1_000)).toEqual({ kind: 'next', lost: 0 });
    expect(tracker.restarts).toBe(0);
  });

  test('what reports tell never goes back, and expected is received and lost, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(65_535), { maxLength: 200 }), (numbers) => {
        const tracker = new SequenceTracker();
        let highest = 0;
        let expected = 0;
        for (const number of numbers) {
          tracker.accept(number);
          expect(tracker.extendedHighest).toBeGreaterThanOrEqual(highest);
          expect(tracker.expected).toBeGreaterThanOrEqual(expected);
          expect(tracker.expected).toBe(tracker.received + tracker.lost);
          highest = tracker.extendedHighest;
          expected = tracker.expected;
        }
        expect(tracker.received + tracker.stale).toBe(numbers.length);
      }),
    );
  });

  test.each([
    ['far behind', 20_000],
    ['far ahead', 15_000],
  ])('%s: reordering goes on with the new numbers', (_, first) => {
    const out: number[] = [];
    const buffer = new ReorderBuffer((bytes) => out.push(numberOf(bytes)));
    for (let i = 0; i < 10; i += 1) buffer.push((first + 32_000 + i) & 0xffff, bytesOf(0), 0);
    for (const number of [first, first + 2, first + 1, first + 3]) buffer.push(number, bytesOf(number), 1);
    expect(out.slice(-4)).toEqual([first, first + 1, first + 2, first + 3]);
    expect(buffer.heldCount).toBe(0);
  });

  test('close behind: the buffer and the tracker agree, and reordering works again', () => {
    const tracker = new SequenceTracker();
    const out: number[] = [];
    const buffer = new ReorderBuffer((bytes) => {
      if (tracker.accept(numberOf(bytes)).kind !== 'stale') out.push(numberOf(bytes));
    });
    for (let number = 5_000; number < 5_100; number += 1) buffer.push(number, bytesOf(number), 0);
    for (let number = 3_000; number < 3_100; number += 1) buffer.push(number, bytesOf(number), 1);
    for (const number of [3_101, 3_100, 3_102]) buffer.push(number, bytesOf(number), 2);
    expect(out.slice(100)).toEqual(Array.from({ length: 40 }, (_, i) => 3_063 + i));
    expect(tracker).toMatchObject({ restarts: 1, lost: 0, stale: RESTART_RUN - 1 });
  });
});
