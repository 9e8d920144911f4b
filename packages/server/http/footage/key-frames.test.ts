/** Key frames out of recorded fragments, and the first of two passes, on fragments made by hand. */
import type { StreamFragment } from '@matlang/archive/reading';
import { readFragment, writeFragment } from '@matlang/media/mp4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstPassOf } from './first-pass.ts';
import { keyFramesOf } from './key-frames.ts';

const START = 1_700_000_000_000;
const TICKS = 9000;
const TIMESCALE = 90_000;

interface Made {
  readonly startTicks: number;
  readonly wallStartUnixMs: number;
  /** One letter a picture: K a key frame, p any other. */
  readonly pictures: string;
  readonly begins?: boolean;
}

function made({ startTicks, wallStartUnixMs, pictures, begins = false }: Made): StreamFragment {
  const data = Array.from(pictures).map((_, index) =>
    Uint8Array.of(0, 0, 0, 2, (startTicks / TICKS + index) & 0xff, 1),
  );
  const samples = Array.from(pictures).map((letter, index) => ({
    dtsTicks: startTicks + index * TICKS,
    compositionOffsetTicks: 0,
    durationTicks: TICKS,
    sizeBytes: 6,
    sync: letter === 'K',
    leading: false,
    disposable: false,
  }));
  return {
    segment: { volumeId: 'a', stream: { cameraId: 'c', kind: 'main' }, seq: 0 },
    discontinuity: begins ? { init: new Uint8Array(1), codecString: 'avc1.42c00d', reason: 'start' } : null,
    wallStartUnixMs,
    wallEndUnixMs: wallStartUnixMs + pictures.length * 100,
    startTicks,
    durationTicks: pictures.length * TICKS,
    timescale: TIMESCALE,
    startsOnSync: pictures.startsWith('K'),
    bytes: writeFragment({ sequenceNumber: 1, wallStartUnixMs, samples, data }),
  };
}

async function* each(fragments: readonly StreamFragment[]): AsyncGenerator<StreamFragment> {
  for (const fragment of fragments) yield await Promise.resolve(fragment);
}

async function all(fragments: AsyncIterable<StreamFragment>): Promise<readonly StreamFragment[]> {
  const found: StreamFragment[] = [];
  for await (const fragment of fragments) found.push(fragment);
  return found;
}

/** Fragments one behind the other from letters, a run each. */
function runsOf(runs: readonly (readonly string[])[]): readonly StreamFragment[] {
  const fragments: StreamFragment[] = [];
  let wallStartUnixMs = START;
  for (const run of runs) {
    let startTicks = 0;
    for (const [index, pictures] of run.entries()) {
      fragments.push(made({ startTicks, wallStartUnixMs, pictures, begins: index === 0 }));
      startTicks += pictures.length * TICKS;
      wallStartUnixMs += pictures.length * 100;
    }
    wallStartUnixMs += 60_000;
  }
  return fragments;
}

test('each key frame lies where it was taken, has its own bytes and lasts until the next', async () => {
  const runs = fc.array(
    fc.array(
      fc.array(fc.constantFrom('K', 'p'), { minLength: 1, maxLength: 6 }).map((one) => one.join('')),
      { minLength: 1, maxLength: 5 },
    ),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(runs, async (letters) => {
      const source = runsOf(letters);
      const keys = await all(keyFramesOf(each(source)));
      const pictures = source.flatMap((fragment) =>
        readFragment(fragment.bytes).samples.map((sample, index) => ({
          sync: sample.sync,
          ticks: sample.dtsTicks,
          unixMs: fragment.wallStartUnixMs + index * 100,
        })),
      );
      expect(keys.map(({ startTicks, wallStartUnixMs }) => [startTicks, wallStartUnixMs])).toEqual(
        pictures.filter(({ sync }) => sync).map(({ ticks, unixMs }) => [ticks, unixMs]),
      );
      for (const key of keys) {
        const { samples, mdatPayloadOffsetBytes } = readFragment(key.bytes);
        expect(samples).toHaveLength(1);
        expect(samples[0]).toMatchObject({ dtsTicks: key.startTicks, sync: true });
        expect(key.bytes[mdatPayloadOffsetBytes + 4]).toBe((key.startTicks / TICKS) & 0xff);
      }
      // Within a run nothing is left between them, and each run begins anew once.
      for (const [index, key] of keys.entries()) {
        const next = keys[index + 1];
        if (next !== undefined && next.discontinuity === null)
          expect(key.startTicks + key.durationTicks).toBe(next.startTicks);
      }
      const withKeys = letters.filter((run) => run.join('').includes('K')).length;
      expect(keys.filter(({ discontinuity }) => discontinuity !== null)).toHaveLength(withKeys);
    }),
    { numRuns: 200 },
  );
});

test('the last key frame lasts as long as what was recorded of it', async () => {
  const [key] = await all(keyFramesOf(each(runsOf([['Kpp', 'pppp']]))));
  expect(key?.durationTicks).toBe(7 * TICKS);
});

test('of an hour that exists twice the first pass has each instant once and begins anew behind it', async () => {
  const first = ['Kp', 'Kp', 'Kp'].map((pictures, index) =>
    made({
      startTicks: index * 2 * TICKS,
      wallStartUnixMs: START + index * 1000,
      pictures,
      begins: index === 0,
    }),
  );
  // The clock went back by 2 s: two of these were there before, the second of the others begins on no key frame.
  const second = ['Kp', 'Kp', 'pp', 'Kp', 'Kp'].map((pictures, index) =>
    made({
      startTicks: index * 2 * TICKS,
      wallStartUnixMs: START + 500 + index * 1000,
      pictures,
      begins: index === 0,
    }),
  );
  const kept = await all(firstPassOf(each([...first, ...second])));
  expect(kept.map(({ wallStartUnixMs }) => wallStartUnixMs - START)).toEqual([0, 1000, 2000, 3500, 4500]);
  expect(kept.map(({ discontinuity }) => discontinuity !== null)).toEqual([true, false, false, true, false]);
});
