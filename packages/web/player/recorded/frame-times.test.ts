/** Frame times against the plain rule, and times out of fragments. */
import { writeFragment } from '@matlang/media/mp4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameTimes, presentationTicksOf } from './frame-times.ts';

/** 5 ms apart and more: as far as any camera's pictures are. */
const times = fc
  .array(fc.integer({ min: 5, max: 400 }), { minLength: 1, maxLength: 40 })
  .map((steps) => steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 1000) + step], []));

test('the picture on show, the one before and the one behind are what the plain rule says', () => {
  fc.assert(
    fc.property(
      times,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 900, max: 18_000 }),
      (known, order, at) => {
        const frames = new FrameTimes();
        const shuffled = known
          .map((time) => ({ time, place: order.next().value ?? 0 }))
          .toSorted((a, b) => a.place - b.place);
        for (const { time } of shuffled) frames.add(time);
        // What is fetched again counts once, an estimate's breadth apart as well.
        for (const { time } of shuffled) frames.add(time + 0.4);
        expect(frames.length).toBe(known.length);
        const shown = known.findLastIndex((time) => time <= at + 1);
        expect(frames.at(at)).toBe(shown < 0 ? null : known[shown]);
        expect(frames.after(at)).toBe(known[shown + 1] ?? null);
        expect(frames.before(at)).toBe(shown < 1 ? null : known[shown - 1]);
      },
    ),
  );
});

test('steps forward and back come to the same pictures', () => {
  fc.assert(
    fc.property(times, (known) => {
      const frames = new FrameTimes();
      for (const time of known) frames.add(time);
      const forward: number[] = [];
      for (let at = frames.at(known[0]!); at !== null; at = frames.after(at)) forward.push(at);
      const back: number[] = [];
      for (let at = frames.at(known.at(-1)!); at !== null; at = frames.before(at)) back.push(at);
      expect(forward).toEqual(known);
      expect(back.toReversed()).toEqual(known);
    }),
  );
});

test('what was played is forgotten', () => {
  const frames = new FrameTimes();
  for (let at = 0; at < 1000; at += 40) frames.add(at);
  expect(frames.intervalMs()).toBe(40);
  frames.dropBefore(500);
  expect(frames.at(500)).toBe(null);
  expect(frames.at(520)).toBe(520);
});

test('reordered pictures lie where they are shown', () => {
  const sample = { durationTicks: 3600, sizeBytes: 4, leading: false, disposable: false };
  const fragment = writeFragment({
    sequenceNumber: 1,
    wallStartUnixMs: 1,
    samples: [
      { ...sample, dtsTicks: 7200, compositionOffsetTicks: 3600, sync: true },
      { ...sample, dtsTicks: 10_800, compositionOffsetTicks: 7200, sync: false },
      { ...sample, dtsTicks: 14_400, compositionOffsetTicks: 0, sync: false },
    ],
    data: [new Uint8Array(4), new Uint8Array(4), new Uint8Array(4)],
  });
  expect(presentationTicksOf(fragment)).toEqual({
    startTicks: 7200,
    endTicks: 18_000,
    pictures: [10_800, 14_400, 18_000],
  });
  expect(presentationTicksOf(fragment.subarray(0, 60))).toBe(null);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
      expect(presentationTicksOf(garbage)).toBe(null);
    }),
  );
});
