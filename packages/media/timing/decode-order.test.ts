import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeOrder, type OrderedUnit, type Placed, type Placement, SampleSequencer } from './index.ts';

const FRAME = 3600;

interface Pattern {
  readonly bPictures: number;
  readonly pyramid: boolean;
  readonly openGop: boolean;
}

/** Two GOPs of four mini GOPs each, in decoding order: output positions as an encoder would send them. */
function decodingOrder({ bPictures, pyramid, openGop }: Pattern): {
  positions: number[];
  depth: number;
  starts: Set<number>;
} {
  const positions: number[] = [];
  const starts = new Set<number>();
  const betweenOrder = (from: number): number[] => {
    const list = Array.from({ length: bPictures }, (_, i) => from + i);
    if (!pyramid || bPictures < 3) return list;
    const middle = from + 1;
    return [middle, ...list.filter((position) => position !== middle)];
  };
  let next = 0;
  for (let gop = 0; gop < 2; gop += 1) {
    // Open: the key picture is preceded in output by B pictures that follow it in decoding order.
    const lead = openGop ? bPictures : 0;
    starts.add(positions.length);
    positions.push(next + lead, ...(lead > 0 ? betweenOrder(next) : []));
    next += lead + 1;
    for (let mini = 0; mini < 4; mini += 1) {
      positions.push(next + bPictures, ...betweenOrder(next));
      next += bPictures + 1;
    }
  }
  const depth = bPictures === 0 ? 0 : pyramid && bPictures >= 3 ? 2 : 1;
  return { positions, depth, starts };
}

function placeAll(
  units: readonly OrderedUnit[],
  reorderDepth: number | null,
  declaredFrameTicks: number | null = FRAME,
) {
  const order = new DecodeOrder({ timescale: 90_000, reorderDepth, declaredFrameTicks });
  return units.map((unit) => order.place(unit));
}

function requirePlaced(placement: Placement | undefined): Placed {
  if (placement?.kind !== 'placed') throw new Error(`not placed: ${placement?.reason}`);
  return placement;
}

function expectOrdered(units: readonly OrderedUnit[], placements: ReturnType<typeof placeAll>): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, placement] of placements.entries()) {
    const { dtsTicks, compositionOffsetTicks, movedTicks } = requirePlaced(placement);
    expect(dtsTicks).toBeGreaterThan(last);
    expect(compositionOffsetTicks).toBeGreaterThanOrEqual(0);
    expect(dtsTicks + compositionOffsetTicks).toBe(units[i]!.ptsTicks);
    expect(movedTicks).toBe(0);
    last = dtsTicks;
  }
}

describe('decode times of 0 to 3 B pictures', () => {
  for (const bPictures of [0, 1, 2, 3]) {
    for (const pyramid of bPictures === 3 ? [false, true] : [false]) {
      for (const openGop of [false, true]) {
        const pattern = { bPictures, pyramid, openGop };
        const { positions, depth } = decodingOrder(pattern);
        const units = positions.map((position) => ({ ptsTicks: 1_000_000 + position * FRAME }));

        test(`${bPictures} B${pyramid ? ' pyramid' : ''}, ${openGop ? 'open' : 'closed'} GOP: times of the pictures, delayed`, () => {
          const placements = placeAll(units, depth);
          expectOrdered(units, placements);
          const sorted = units.map((unit) => unit.ptsTicks).sort((a, b) => a - b);
          const dts = placements.map((placement) => requirePlaced(placement).dtsTicks);
          expect(dts.slice(depth)).toEqual(sorted.slice(0, sorted.length - depth));
        });

        test(`${bPictures} B${pyramid ? ' pyramid' : ''}, ${openGop ? 'open' : 'closed'} GOP: the depth is learned once`, () => {
          const withOrder = positions.map((position, i) => ({
            ptsTicks: units[i]!.ptsTicks,
            pictureOrderCount: 2 * position,
            startsOrder: i === 0,
          }));
          const asked = placeAll(withOrder, null).find((placement) => placement.kind === 'new-run');
          if (depth === 0) expect(asked).toBeUndefined();
          else {
            expect(asked).toEqual({ kind: 'new-run', reason: 'reorder-depth-raised', reorderDepth: 2 });
            expectOrdered(withOrder, placeAll(withOrder, 2));
          }
        });
      }
    }
  }

  test('any order with a true depth, any distances', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.record({ step: fc.integer({ min: 1, max: 50_000 }), pick: fc.nat() }), {
          minLength: 1,
          maxLength: 60,
        }),
        (depth, steps) => {
          let pts = 500_000;
          const output = steps.map(({ step }) => (pts += step));
          // A picture may be sent as long as at most `depth` sent ones still wait behind the earliest unsent one.
          const unsent = [...output];
          const units: OrderedUnit[] = [];
          let ahead = 0;
          for (const { pick } of steps) {
            const choice = units.length === 0 ? 0 : ahead >= depth ? 0 : pick % Math.min(3, unsent.length);
            const [chosen] = unsent.splice(choice, 1);
            units.push({ ptsTicks: chosen! });
            ahead = units.filter((unit) => unit.ptsTicks > (unsent[0] ?? Number.POSITIVE_INFINITY)).length;
          }
          expectOrdered(units, placeAll(units, depth));
        },
      ),
    );
  });
});

describe('cameras that do not keep time', () => {
  const place = (times: readonly number[], orders?: readonly number[]) =>
    placeAll(
      times.map((ptsTicks, i) => ({
        ptsTicks,
        pictureOrderCount: orders?.[i] ?? null,
        startsOrder: i === 0,
      })),
      orders ? null : 0,
    );

  test('equal and slightly backward times are moved a tick on, and said', () => {
    const placements = place([1000, 4600, 4600, 4000, 8200]).map(requirePlaced);
    expect(placements.map((p) => [p.dtsTicks, p.compositionOffsetTicks, p.movedTicks])).toEqual([
      [1000, 0, 0],
      [4600, 0, 0],
      [4601, 0, 1],
      [4602, 0, 602],
      [8200, 0, 0],
    ]);
  });

  test('order counts tell a wrong clock from a passed picture', () => {
    expect(place([1000, 4600, 4000], [0, 2, 4]).at(-1)).toMatchObject({ kind: 'placed', movedTicks: 601 });
    expect(place([1000, 8200, 4600], [0, 4, 2]).at(-1)).toMatchObject({
      kind: 'new-run',
      reason: 'reorder-depth-raised',
    });
  });

  test('counts that fall while times rise tell of a lost key picture, not of passed ones', () => {
    for (const depth of [0, 2, null]) {
      const units = [0, 2, 4, 6, 8, 10].map((count, i) => ({
        ptsTicks: i * FRAME,
        pictureOrderCount: count,
        startsOrder: i === 0,
      }));
      // The picture with count 0 was lost; of what follows, one is a B picture.
      const after = [4, 2, 6].map((count) => ({
        ptsTicks: (6 + count / 2) * FRAME,
        pictureOrderCount: count,
        startsOrder: false,
      }));
      const placements = placeAll([...units, ...after], depth);
      const kinds = placements.map(({ kind }) => kind);
      if (depth === 2) expect(new Set(kinds)).toEqual(new Set(['placed']));
      // Only the real B picture raises a depth that was too low.
      else
        expect(placements[7]).toMatchObject({
          kind: 'new-run',
          reason: 'reorder-depth-raised',
          reorderDepth: 2,
        });
      expect(kinds.slice(0, 7)).toEqual(Array(7).fill('placed'));
    }
  });

  test('without order counts and with an unknown depth a step back is a passed picture', () => {
    expect(placeAll([{ ptsTicks: 0 }, { ptsTicks: 7200 }, { ptsTicks: 3600 }], null).at(-1)).toEqual({
      kind: 'new-run',
      reason: 'reorder-depth-raised',
      reorderDepth: 2,
    });
  });

  test('a hole over 10 s and a jump back over 1 s ask for a new run', () => {
    expect(place([0, 900_000]).at(-1)?.kind).toBe('placed');
    expect(place([0, 900_001]).at(-1)).toEqual({
      kind: 'new-run',
      reason: 'time-jumped-ahead',
      reorderDepth: 0,
    });
    expect(place([200_000, 110_001]).at(-1)).toMatchObject({ kind: 'placed' });
    expect(place([200_000, 110_000]).at(-1)).toEqual({
      kind: 'new-run',
      reason: 'time-jumped-back',
      reorderDepth: 0,
    });
    expect(place([90_000_000, 0]).at(-1)).toMatchObject({ reason: 'time-jumped-back' });
  });

  test('whatever comes, placed decode times rise and never exceed presentation', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
        fc.array(
          fc.record({
            ptsTicks: fc.integer({ min: 0, max: 400_000 }),
            pictureOrderCount: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
          }),
          { maxLength: 40 },
        ),
        (depth, units) => {
          let last = Number.NEGATIVE_INFINITY;
          for (const placement of placeAll(units, depth)) {
            if (placement.kind === 'new-run') break;
            expect(placement.dtsTicks).toBeGreaterThan(last);
            expect(placement.compositionOffsetTicks).toBeGreaterThanOrEqual(0);
            last = placement.dtsTicks;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('misuse is named', () => {
    expect(() => new DecodeOrder({ timescale: 90_000, reorderDepth: 17, declaredFrameTicks: null })).toThrow(
      'reorderDepth',
    );
    expect(() => placeAll([{ ptsTicks: 0.5 }], 0)).toThrow('ptsTicks');
  });
});

describe('SampleSequencer', () => {
  test('each prediction is the last distance between decode times', () => {
    const sequencer = new SampleSequencer({ timescale: 90_000, reorderDepth: 0, declaredFrameTicks: null });
    expect(sequencer.lastDurationTicks()).toBeNull();
    const seen = [0, 3600, 7200, 16_200].map((ptsTicks) => sequencer.push({ ptsTicks, durationTicks: null }));
    expect(seen.map((s) => s.kind === 'placed' && [s.dtsTicks, s.predictedDurationTicks])).toEqual([
      [0, 6000],
      [3600, 3600],
      [7200, 3600],
      [16_200, 9000],
    ]);
    expect(sequencer.lastDurationTicks()).toBe(9000);
  });

  test('sound keeps its own duration as the prediction', () => {
    const sequencer = new SampleSequencer({ timescale: 16_000, reorderDepth: 0, declaredFrameTicks: null });
    sequencer.push({ ptsTicks: 0, durationTicks: 1024 });
    expect(sequencer.push({ ptsTicks: 2048, durationTicks: 1024 })).toMatchObject({
      dtsTicks: 2048,
      predictedDurationTicks: 1024,
    });
  });

  test('predictions are a frame, with B pictures too', () => {
    const { positions, depth } = decodingOrder({ bPictures: 3, pyramid: true, openGop: true });
    const sequencer = new SampleSequencer({
      timescale: 90_000,
      reorderDepth: depth,
      declaredFrameTicks: FRAME,
    });
    const samples = positions.map((position) =>
      sequencer.push({ ptsTicks: position * FRAME, durationTicks: null }),
    );
    for (const sample of samples) {
      if (sample.kind !== 'placed') throw new Error('not placed');
      expect(sample.predictedDurationTicks).toBe(FRAME);
    }
    expect(sequencer.lastDurationTicks()).toBe(FRAME);
  });
});
