/** The address of the review page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseReviewSearch, RATES, searchOfState, stateOfSearch } from './review-address.ts';

const NOW = 1.8e12;
const KNOWN = ['a', 'b', 'c', 'd'];
const instant = fc.integer({ min: 1.5e12, max: NOW });
const mark = fc.option(instant);

test('an address reproduces what was shown', () => {
  const state = fc.record({
    cameras: fc.shuffledSubarray(KNOWN, { minLength: 1 }),
    atUnixMs: instant.map((at) => at + 0.5),
    view: fc
      .record({ from: instant, length: fc.integer({ min: 1000, max: 31 * 86_400_000 }) })
      .map(({ from, length }) => ({ fromUnixMs: from, toUnixMs: from + length })),
    rate: fc.constantFrom(...RATES, -1, -4, -16),
    marks: fc.record({ fromUnixMs: mark, toUnixMs: mark }),
    pass: fc.constantFrom('first' as const, 'last' as const),
  });
  fc.assert(
    fc.property(state, (shown) => {
      const search: unknown = JSON.parse(JSON.stringify(searchOfState(shown)));
      const again = stateOfSearch(parseReviewSearch(search as Record<string, unknown>), KNOWN, NOW + 1);
      expect(again).toEqual(shown);
    }),
  );
});

test('whatever stands in an address makes a page', () => {
  const keys = ['cameras', 'at', 'length', 'from', 'speed', 'in', 'out', 'pass'];
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
