/** Where the clock went back, an hour was recorded twice: this leaves out the second time. */
import type { StreamFragment } from '@matlang/archive/reading';

/** Wall times of neighbours are estimates; a clock that was set moves further. */
const ESTIMATE_MS = 500;

/**
 * `fragments`, in the order recorded, without those of a time that was recorded before. What follows them begins anew, at a sync
 * sample.
 */
export async function* firstPassOf(fragments: AsyncIterable<StreamFragment>): AsyncGenerator<StreamFragment> {
  let run: StreamFragment['discontinuity'] = null;
  let seenToUnixMs = Number.NEGATIVE_INFINITY;
  let leftOut = false;
  for await (const fragment of fragments) {
    run = fragment.discontinuity ?? run;
    const isAgain = fragment.wallStartUnixMs < seenToUnixMs - ESTIMATE_MS;
    if (isAgain || (leftOut && !fragment.startsOnSync)) {
      leftOut = true;
      continue;
    }
    seenToUnixMs = Math.max(seenToUnixMs, fragment.wallEndUnixMs);
    yield leftOut ? { ...fragment, discontinuity: run } : fragment;
    leftOut = false;
  }
}
