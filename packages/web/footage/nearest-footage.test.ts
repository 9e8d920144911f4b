/** Where somebody is led who stands where nothing was recorded. */
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { findNearestFootage, nearestOf, type Recorded } from './nearest-footage.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);
const CAMERA = { cameraId: '0192f0c4-7a10-7000-8000-000000000003', stream: 'main' } as const;

afterEach(() => vi.unstubAllGlobals());

interface Written {
  readonly spans: readonly Recorded[];
  readonly gaps: readonly { readonly start: number; readonly end: number | null }[];
}

/** An archive that answers as the server does: spans cut off at the ends of what was asked, gaps whole. @returns what was asked */
function answerFrom({ spans, gaps }: Written): { readonly from: number; readonly to: number }[] {
  const asked: { from: number; to: number }[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const query = new URL(address, 'http://127.0.0.1').searchParams;
    const from = Number(query.get('from'));
    const to = Number(query.get('to'));
    asked.push({ from, to });
    const touches = (start: number, end: number | null): boolean => start < to && (end ?? Infinity) > from;
    const camera = {
      cameraId: CAMERA.cameraId,
      spans: spans
        .filter(({ start, end }) => touches(start, end))
        .map(({ start, end }) => ({
          start: Math.max(start, from),
          end: Math.min(end, to),
          stream: 'main',
        })),
      gaps: gaps
        .filter(({ start, end }) => touches(start, end))
        .map((gap) => ({ ...gap, stream: 'main', cause: 'offline' })),
      activity: [],
      holds: [],
    };
    return Response.json({ cameras: [camera], events: [], missingVolumes: [] });
  });
  return asked;
}

test('before: the latest end; behind: the earliest beginning, whatever the order recorded', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ start: fc.integer({ min: 0, max: 100 }), length: fc.integer({ min: 1, max: 20 }) }),
      ),
      fc.integer({ min: 0, max: 120 }),
      (found, at) => {
        const spans = found.map(({ start, length }) => ({ start, end: start + length }));
        const before = spans.filter(({ end }) => end <= at).map(({ end }) => end);
        const behind = spans.filter(({ start }) => start > at).map(({ start }) => start);
        expect(nearestOf(spans, at, -1)?.end ?? -1).toBe(Math.max(-1, ...before));
        expect(nearestOf(spans, at, 1)?.start ?? 1e9).toBe(Math.min(1e9, ...behind));
      },
    ),
  );
});

test('one question finds what lies within a month, from within footage and from where there is none', async () => {
  const spans = [
    { start: NOW - 20 * DAY_MS, end: NOW - 19 * DAY_MS },
    { start: NOW - 10 * DAY_MS, end: NOW - 9 * DAY_MS },
  ];
  const asked = answerFrom({ spans, gaps: [] });
  const find = (at: number, direction: 1 | -1) => findNearestFootage(CAMERA, at, direction, NOW);
  expect((await find(NOW, -1))?.end).toBe(NOW - 9 * DAY_MS);
  expect((await find(NOW - 9 * DAY_MS, -1))?.end).toBe(NOW - 9 * DAY_MS);
  // Where something is recorded, that is not what is looked for.
  expect((await find(NOW - 9.5 * DAY_MS, -1))?.end).toBe(NOW - 19 * DAY_MS);
  expect((await find(NOW - 19.5 * DAY_MS, 1))?.start).toBe(NOW - 10 * DAY_MS);
  expect((await find(NOW - 15 * DAY_MS, 1))?.start).toBe(NOW - 10 * DAY_MS);
  expect(asked).toHaveLength(5);
  expect(await find(NOW - 9 * DAY_MS, 1)).toBe(null);
  expect(asked.every(({ from, to }) => to <= NOW + 1 && to - from <= 31 * DAY_MS + 1)).toBe(true);
});

test('a gap that reaches out of the month is followed; where nobody wrote anything down it ends', async () => {
  const spans = [
    { start: NOW - 200 * DAY_MS, end: NOW - 190 * DAY_MS },
    { start: NOW - 40 * DAY_MS, end: NOW - 39 * DAY_MS },
  ];
  const asked = answerFrom({
    spans,
    gaps: [
      { start: NOW - 190 * DAY_MS, end: NOW - 40 * DAY_MS },
      { start: NOW - 39 * DAY_MS, end: null },
    ],
  });
  expect((await findNearestFootage(CAMERA, NOW, -1, NOW))?.end).toBe(NOW - 39 * DAY_MS);
  expect(asked).toHaveLength(2);
  expect((await findNearestFootage(CAMERA, NOW - 41 * DAY_MS, -1, NOW))?.end).toBe(NOW - 190 * DAY_MS);
  expect((await findNearestFootage(CAMERA, NOW - 180 * DAY_MS, 1, NOW))?.start).toBe(NOW - 40 * DAY_MS);
  asked.length = 0;
  expect(await findNearestFootage(CAMERA, NOW - 250 * DAY_MS, -1, NOW)).toBe(null);
  expect(await findNearestFootage({ ...CAMERA, stream: 'sub' }, NOW, -1, NOW)).toBe(null);
  expect(asked).toHaveLength(2);
});
