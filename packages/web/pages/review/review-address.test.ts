/** The address of the review page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded } from '../../picture/zoom.ts';
import {
  parseReviewSearch,
  RATES,
  type ReviewState,
  searchOfState,
  stateOfSearch,
} from './review-address.ts';

const NOW = 1.8e12;
const KNOWN = ['a', 'b', 'c', 'd'];
const instant = fc.integer({ min: 1.5e12, max: NOW });
const mark = fc.option(instant);
/** As finely as an address tells it. */
const zoom = fc
  .record({ scale: fc.integer({ min: 101, max: 1000 }), x: fc.nat(), y: fc.nat() })
  .map(({ scale, x, y }) => {
    const most = (scale - 100) * 5;
    const moved = (by: number): number => ((by % (2 * most + 1)) - most) / 1000;
    return bounded({ scale: scale / 100, x: moved(x), y: moved(y) });
  });

test('an address reproduces what was shown', () => {
  const cameras = fc.shuffledSubarray(KNOWN, { minLength: 1 }).chain((shown) =>
    fc.record({
      cameras: fc.constant(shown),
      focus: fc.constantFrom(null, ...shown.slice(1)),
      zooms: fc.dictionary(fc.constantFrom(...shown), zoom, { noNullPrototype: true }),
    }),
  );
  const rest = fc.record({
    atUnixMs: instant.map((at) => at + 0.5),
    view: fc
      .record({ from: instant, length: fc.integer({ min: 1000, max: 31 * 86_400_000 }) })
      .map(({ from, length }) => ({ fromUnixMs: from, toUnixMs: from + length })),
    rate: fc.constantFrom(...RATES, -1, -4, -16),
    marks: fc.record({ fromUnixMs: mark, toUnixMs: mark }),
    pass: fc.constantFrom('first' as const, 'last' as const),
  });
  const state = fc.tuple(cameras, rest).map((parts) => Object.assign({}, ...parts) as ReviewState);
  fc.assert(
    fc.property(state, (shown) => {
      const search: unknown = JSON.parse(JSON.stringify(searchOfState(shown)));
      const again = stateOfSearch(parseReviewSearch(search as Record<string, unknown>), KNOWN, NOW + 1);
      expect(again).toEqual(shown);
    }),
  );
});

test('whatever stands in an address makes a page', () => {
  const keys = ['cameras', 'at', 'length', 'from', 'speed', 'in', 'out', 'pass', 'focus', 'zoom'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (search) => {
      const state = stateOfSearch(parseReviewSearch(search), KNOWN, NOW);
      expect(state.cameras.length).toBeGreaterThan(0);
      expect(state.atUnixMs).toBeLessThanOrEqual(NOW);
      const length = state.view.toUnixMs - state.view.fromUnixMs;
      expect(length).toBeGreaterThan(0);
      expect(Number.isFinite(length) && state.rate !== 0).toBe(true);
    }),
  );
});

test('a zoom or a camera that makes no sense is left out, and none goes to another camera', () => {
  const shown = (search: Record<string, unknown>): ReviewState =>
    stateOfSearch(parseReviewSearch({ cameras: 'b,gone,c', ...search }), KNOWN, NOW);
  expect(shown({ focus: 2, zoom: '2_250_100_-30~0_99_0_0~1_300_0_0~x~7_300_0_0' })).toMatchObject({
    focus: 'c',
    zooms: { c: { scale: 2.5, x: 0.1, y: -0.03 } },
  });
  // Never larger than a hand makes it, and never beside its frame.
  expect(shown({ zoom: '0_9999_9999_-9999' }).zooms).toEqual({ b: { scale: 10, x: 4.5, y: -4.5 } });
  for (const focus of [0, 1, 3, -1, 0.5, '2']) expect(shown({ focus }).focus).toBe(null);
});
