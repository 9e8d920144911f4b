/** Which fragments of a doubled time are played, by their wall times. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { writeFragment } from '@matlang/media/mp4';
import { expect, test } from 'vitest';
import { lastPassOf } from './last-pass.ts';

const T0 = Date.UTC(2026, 1, 15, 7);
const SECOND = 90_000;

const init: LiveInit = {
  kind: 'init',
  channel: 0,
  facts: {
    codec: '',
    codecString: 'avc1.64001e',
    timescale: SECOND,
    widthPixels: null,
    heightPixels: null,
    sampleRateHz: null,
    channels: null,
  },
  init: new Uint8Array(),
};

/** A second of pictures; a GOP is two of them, from an even second on unless told. */
function fragment(atMs: number, sync = atMs % 2000 === 0): LiveFragment {
  const sample = { compositionOffsetTicks: 0, sizeBytes: 1, leading: false, disposable: false };
  const samples = Array.from({ length: 10 }, (_, at) => ({
    ...sample,
    dtsTicks: at * 9000,
    durationTicks: 9000,
    sync: sync && at === 0,
  }));
  const bytes = new Uint8Array(
    writeFragment({
      sequenceNumber: 1,
      wallStartUnixMs: T0 + atMs,
      samples,
      data: samples.map(() => new Uint8Array(1)),
    }),
  );
  return {
    kind: 'fragment',
    channel: 0,
    sync,
    cached: false,
    leading: false,
    wallStartUnixMs: T0 + atMs,
    bytes,
  };
}

const played = (messages: readonly (LiveInit | LiveFragment)[], fromMs: number) =>
  lastPassOf(messages, T0 + fromMs).map((one) => (one.kind === 'init' ? 'init' : one.wallStartUnixMs - T0));
const run = (...atMs: readonly number[]) => [init, ...atMs.map((at) => fragment(at))];

test('what was recorded once is played as it comes, whatever its estimates of wall time', () => {
  const messages = [...run(0, 1000, 2000), fragment(2900, false), ...run(6000, 7000)];
  expect(lastPassOf(messages, T0)).toEqual(messages);
});

test('of a doubled time the later recording alone, the rest of the earlier one from a sync sample on', () => {
  expect(played([...run(0, 1000, 2000, 3000), ...run(2000, 3000, 4000)], 0)).toEqual([
    'init',
    0,
    1000,
    'init',
    2000,
    3000,
    4000,
  ]);
  // The later one ended in the middle: a picture of the earlier one behind it that needs those before is none.
  expect(played([...run(0, 1000, 2000, 3000, 4000, 5000), ...run(0, 1000, 2000)], 0)).toEqual([
    'init',
    4000,
    5000,
    'init',
    0,
    1000,
    2000,
  ]);
});

test('a piece that begins within the doubled time: what leads to it in the earlier recording is no part of it', () => {
  // The earlier one needs a GOP from before the later one's: it would lie over what is played already.
  const later = [init, fragment(1000, true), fragment(2000, false)];
  expect(played([...run(0, 1000, 2000), ...later], 1500)).toEqual(['init', 'init', 1000, 2000]);
  // A later recording that begins behind the piece's start leaves what is before to the earlier one.
  expect(played([...run(0, 1000, 2000), ...later], 500)).toEqual(['init', 0, 'init', 1000, 2000]);
});

test('a piece that has a second of each, over the very same time', () => {
  expect(played([...run(0), ...run(0)], 0)).toEqual(['init', 'init', 0]);
  expect(played([...run(0), init, fragment(-300, true)], 0)).toEqual(['init', 0, 'init', -300]);
});

test('where the later recording begins or ends within a fragment both stay', () => {
  expect(played([...run(0, 1000), init, fragment(300, true)], 0)).toEqual(['init', 0, 1000, 'init', 300]);
});

test('a clock that was set back twice', () => {
  expect(played([...run(0, 1000, 2000), ...run(0, 1000, 2000), ...run(0, 1000)], 0)).toEqual([
    'init',
    'init',
    2000,
    'init',
    0,
    1000,
  ]);
});
