/** Where a fragment lies and what is in it, by those that `media` writes and by garbage. */
import { writeFragment } from '@matlang/media/mp4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTimeOf, mediaDataOf } from './parse-fragment.ts';

test('decode time and coded bytes are those that were written, with wall time in front and without', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1e6 }),
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.boolean(),
      (dtsTicks, data, prft) => {
        const sample = { dtsTicks, compositionOffsetTicks: 0, durationTicks: 3600, sizeBytes: data.length };
        const fragment = writeFragment({
          sequenceNumber: 1,
          wallStartUnixMs: 1_700_000_000_000,
          samples: [{ ...sample, sync: true, leading: false, disposable: false }],
          data: [data],
          prft,
        });
        expect(decodeTimeOf(fragment)).toBe(dtsTicks);
        expect(mediaDataOf(fragment)).toEqual(data);
        // Cut anywhere it is said or what is there is right.
        for (let end = 0; end < fragment.length; end += 7)
          expect([dtsTicks, null]).toContain(decodeTimeOf(fragment.subarray(0, end)));
      },
    ),
  );
});

test('garbage has no time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
      const found = decodeTimeOf(garbage);
      expect(found === null || Number.isFinite(found)).toBe(true);
    }),
  );
});

test('a box without content at the very end has no time', () => {
  const box = (type: string, ...inner: readonly number[]): readonly number[] => {
    const letters = Array.from(type, (letter) => letter.charCodeAt(0));
    return [0, 0, 0, 8 + inner.length, ...letters, ...inner];
  };
  expect(decodeTimeOf(Uint8Array.from(box('moof', ...box('traf', ...box('tfdt')))))).toBe(null);
});
