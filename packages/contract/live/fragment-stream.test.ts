/** Recorded fragments as one answer: what is written is what is read, and nothing else is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFragmentStream, encodeMessageLength } from './fragment-stream.ts';
import { encodeLiveFragmentFields, encodeLiveInit, type LiveFragment, type LiveInit } from './live-bytes.ts';

const facts = {
  codec: 'h264',
  codecString: 'avc1.42c01f',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: null,
  sampleRateHz: null,
  channels: null,
};
const bytes = fc.uint8Array({ maxLength: 60 });
const message: fc.Arbitrary<LiveInit | LiveFragment> = fc.oneof(
  bytes.map((init): LiveInit => ({ kind: 'init', channel: 0, facts, init })),
  fc.record({
    kind: fc.constant('fragment' as const),
    channel: fc.constant(0),
    sync: fc.boolean(),
    cached: fc.boolean(),
    leading: fc.boolean(),
    wallStartUnixMs: fc.double({ min: 0, max: 4e12, noNaN: true }),
    bytes,
  }),
);

function written(messages: readonly (LiveInit | LiveFragment)[]): Uint8Array {
  const parts = messages.flatMap((one) => {
    const own = one.kind === 'init' ? [encodeLiveInit(one)] : [encodeLiveFragmentFields(one), one.bytes];
    return [encodeMessageLength(own.reduce((sum, { length }) => sum + length, 0)), ...own];
  });
  const answer = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    answer.set(part, at);
    at += part.length;
  }
  return answer;
}

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
      expect(decodeFragmentStream(written(messages))).toEqual(messages);
    }),
  );
});

test('an answer that broke off anywhere but between two messages is refused', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), fc.nat(), (messages, place) => {
      const answer = written(messages);
      const cut = place % answer.length;
      const ends = messages.map((_, index) => written(messages.slice(0, index + 1)).length);
      const read = (): unknown => decodeFragmentStream(answer.subarray(0, cut));
      if (cut === 0 || ends.includes(cut)) expect(read).not.toThrow();
      else expect(read).toThrow(/breaks off/);
    }),
  );
});

test('garbage is refused or read, and never read beyond its end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
      try {
        for (const one of decodeFragmentStream(garbage))
          expect(one.kind === 'init' ? one.init.length : one.bytes.length).toBeLessThanOrEqual(
            garbage.length,
          );
      } catch (error) {
        expect(String(error)).toMatch(/breaks off|makes no sense/);
      }
    }),
  );
});
