/** What lies at an instant of a row. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapAt, gapJump, isRepeatedAt, repeatedStretches, type TimelineRow } from './timeline-row.ts';

function row(spans: readonly [number, number][], gaps: readonly [number, number | null][] = []): TimelineRow {
  return {
    cameraId: 'c',
    name: 'Cổng chợ',
    stream: 'main',
    bookmarks: [],
    data: {
      cameraId: 'c',
      spans: spans.map(([start, end]) => ({ start, end, stream: 'main' as const })),
      gaps: gaps.map(([start, end]) => ({ start, end, stream: 'main' as const, cause: 'offline' as const })),
      activity: [],
      holds: [],
    },
  };
}

test('an hour that exists twice is found by spans that lie over each other', () => {
  const twice = row([
    [0, 7_200_000],
    [3_600_000, 9_000_000],
  ]);
  expect(repeatedStretches(twice)).toEqual([{ start: 3_600_000, end: 7_200_000 }]);
  expect(isRepeatedAt([twice], 3_600_000)).toBe(true);
  expect(isRepeatedAt([twice], 7_200_000)).toBe(false);
  // A seam of a reconnection, where estimates overlap a little, is none.
  expect(
    repeatedStretches(
      row([
        [0, 1000],
        [900, 2000],
      ]),
    ),
  ).toEqual([]);
});

test('from gap to gap: within one to its end, else to where the next begins; back to where one began', () => {
  const gaps = row(
    [],
    [
      [10, 20],
      [30, null],
    ],
  ).data!.gaps;
  expect(gapJump(gaps, 5, 1)).toBe(10);
  expect(gapJump(gaps, 10, 1)).toBe(20);
  expect(gapJump(gaps, 20, 1)).toBe(30);
  expect(gapJump(gaps, 30, 1)).toBe(null);
  expect(gapJump(gaps, 40, -1)).toBe(30);
  expect(gapJump(gaps, 30, -1)).toBe(10);
  expect(gapJump(gaps, 10, -1)).toBe(null);
});

test('each jump goes on, and ends outside of a gap or where one begins', () => {
  const some = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })), { maxLength: 10 })
    .map((steps) => {
      let at = 0;
      return steps.map(([wait, length]): [number, number] => {
        const start = at + wait;
        at = start + length;
        return [start, at];
      });
    });
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 2500 }), (gaps, from) => {
      const made = row([], gaps);
      const next = gapJump(made.data!.gaps, from, 1);
      if (next !== null) {
        expect(next).toBeGreaterThan(from);
        expect(gapAt(made, next) === null || gaps.some(([start]) => start === next)).toBe(true);
      }
      const before = gapJump(made.data!.gaps, from, -1);
      if (before !== null) expect(before).toBeLessThan(from);
    }),
  );
});
