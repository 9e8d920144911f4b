import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GAP_CAUSES } from '../port/gap-cause.ts';
import { SEAM_TOLERANCE_MS } from '../segment/segment-limits.ts';
import { explainMissing } from './missing-spans.ts';

const gaps = fc
  .array(
    fc.record({
      startUnixMs: fc.integer({ min: -20_000, max: 60_000 }),
      lengthMs: fc.option(fc.integer({ min: 1, max: 30_000 }), { nil: null }),
      cause: fc.constantFrom(...GAP_CAUSES),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list
      .map(({ startUnixMs, lengthMs, cause }) => ({
        startUnixMs,
        endUnixMs: lengthMs === null ? null : startUnixMs + lengthMs,
        cause,
      }))
      .sort((a, b) => a.startUnixMs - b.startUnixMs),
  );

it('the pieces of a missing span cover it end to end, and each instant has a cause that was written down', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 40_000 }), (known, endUnixMs) => {
      const pieces = explainMissing({ startUnixMs: 0, endUnixMs }, known);
      expect(pieces.map((piece) => piece.startUnixMs)).toEqual([
        0,
        ...pieces.slice(0, -1).map((piece) => piece.endUnixMs),
      ]);
      expect(pieces.at(-1)?.endUnixMs).toBe(endUnixMs);
      for (const piece of pieces) {
        expect(piece.endUnixMs).toBeGreaterThan(piece.startUnixMs);
        const touching = known.filter(
          (gap) => gap.startUnixMs < piece.endUnixMs && (gap.endUnixMs ?? endUnixMs) > piece.startUnixMs,
        );
        if (piece.cause === null) expect(touching).toEqual([]);
        else {
          const own = touching.filter(({ cause }) => cause === piece.cause);
          expect(
            own.some(
              (gap) =>
                gap.startUnixMs - piece.startUnixMs <= SEAM_TOLERANCE_MS &&
                piece.endUnixMs - (gap.endUnixMs ?? endUnixMs) <= SEAM_TOLERANCE_MS,
            ),
          ).toBe(true);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
