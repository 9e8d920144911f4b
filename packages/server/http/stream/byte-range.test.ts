import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectRange } from './byte-range.ts';

describe('selectRange', () => {
  test.each([
    [undefined, 'whole'],
    ['bytes=0-', [0, 100]],
    ['bytes=0-0', [0, 1]],
    ['bytes=99-200', [99, 100]],
    ['bytes= 1 - 2 ', [1, 3]],
    ['bytes=-1', [99, 100]],
    ['bytes=-1000', [0, 100]],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=-', 'whole'],
    ['bytes=2-1', 'whole'],
    ['bytes=1-2,4-5', 'whole'],
    ['bytes=a-b', 'whole'],
    ['items=1-2', 'whole'],
    ['bytes=99999999999999999-', 'whole'],
  ])('%s', (range, expected) => {
    const answer = selectRange(range, undefined, '"e"', 100);
    expect(answer.kind === 'part' ? [answer.startByte, answer.endByte] : answer.kind).toEqual(expected);
  });

  test('If-Range: only the same strong validator lets a part through', () => {
    expect(selectRange('bytes=1-', '"e"', '"e"', 9).kind).toBe('part');
    for (const other of ['"f"', 'W/"e"', 'e', 'Sun, 15 Feb 2026 07:30:00 GMT']) {
      expect(selectRange('bytes=1-', other, '"e"', 9).kind).toBe('whole');
    }
  });

  test('a part lies inside the bytes that there are', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, sizeBytes) => {
        for (const range of [text, `bytes=${text}`]) {
          const answer = selectRange(range, undefined, '"e"', sizeBytes);
          if (answer.kind !== 'part') continue;
          expect(answer.startByte).toBeGreaterThanOrEqual(0);
          expect(answer.endByte).toBeGreaterThan(answer.startByte);
          expect(answer.endByte).toBeLessThanOrEqual(sizeBytes);
        }
      }),
    );
  });
});
