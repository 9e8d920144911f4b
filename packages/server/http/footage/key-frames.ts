/** From recorded fragments to the key frames in them, each a fragment of its own: what is played fast, backwards and while scrubbing. */
import type { StreamFragment } from '@matlang/archive/reading';
import { readFragment, writeFragment } from '@matlang/media/mp4';

/** A duration has 32 bits; at 90 kHz that is 13 hours, longer than any GOP. */
const MAX_DURATION_TICKS = 0xffff_ffff;

interface KeyFrame {
  readonly fragment: StreamFragment;
  readonly discontinuity: StreamFragment['discontinuity'];
  readonly sample: ReturnType<typeof readFragment>['samples'][number];
  /** A view of the fragment's bytes. */
  readonly data: Uint8Array;
}

/**
 * The sync samples of `fragments` at the instants at which they were taken. Each lasts until the next, so that a player that stands
 * between two shows the earlier one; the last of a series lasts as long as what was recorded of it. Nothing is taken from
 * `fragments` before it is asked for.
 * @throws Mp4Error for a fragment that is no fragment
 */
export async function* keyFramesOf(fragments: AsyncIterable<StreamFragment>): AsyncGenerator<StreamFragment> {
  let held: KeyFrame | null = null;
  let discontinuity: StreamFragment['discontinuity'] = null;
  let endTicks = 0;
  for await (const fragment of fragments) {
    if (fragment.discontinuity !== null) {
      if (held !== null) yield lasting(held, endTicks);
      held = null;
      ({ discontinuity } = fragment);
    }
    endTicks = fragment.startTicks + fragment.durationTicks;
    for (const { sample, data } of syncSamplesOf(fragment.bytes)) {
      if (held !== null) yield lasting(held, sample.dtsTicks);
      held = { fragment, discontinuity, sample, data };
      discontinuity = null;
    }
  }
  if (held !== null) yield lasting(held, endTicks);
}

function syncSamplesOf(bytes: Uint8Array): readonly Pick<KeyFrame, 'sample' | 'data'>[] {
  const { samples, mdatPayloadOffsetBytes } = readFragment(bytes);
  const found: Pick<KeyFrame, 'sample' | 'data'>[] = [];
  let at = mdatPayloadOffsetBytes;
  for (const sample of samples) {
    if (sample.sync) found.push({ sample, data: bytes.subarray(at, at + sample.sizeBytes) });
    at += sample.sizeBytes;
  }
  return found;
}

function lasting({ fragment, discontinuity, sample, data }: KeyFrame, endTicks: number): StreamFragment {
  const { timescale, startTicks } = fragment;
  const durationTicks = Math.min(MAX_DURATION_TICKS, Math.max(1, endTicks - sample.dtsTicks));
  const wallStartUnixMs =
    fragment.wallStartUnixMs + Math.round(((sample.dtsTicks - startTicks) * 1000) / timescale);
  return {
    segment: fragment.segment,
    discontinuity,
    wallStartUnixMs,
    wallEndUnixMs: wallStartUnixMs + Math.round((durationTicks * 1000) / timescale),
    startTicks: sample.dtsTicks,
    durationTicks,
    timescale,
    startsOnSync: true,
    bytes: writeFragment({
      sequenceNumber: 1,
      wallStartUnixMs,
      samples: [{ ...sample, durationTicks }],
      data: [data],
    }),
  };
}
