/** For whoever may see nothing of before an instant: a player gets the GOP in which its span begins, and here not even that. */
import type { StreamFragment } from '@matlang/archive/reading';
import type { ReplayFrame } from '../../live/analyst-link.ts';

/**
 * `fragments` without those that begin before the instant. What follows them begins anew, at a sync sample.
 * @param earliestUnixMs -Infinity: all
 */
export async function* recentFragments(
  fragments: AsyncIterable<StreamFragment>,
  earliestUnixMs: number,
): AsyncGenerator<StreamFragment> {
  let run: StreamFragment['discontinuity'] = null;
  let leftOut = false;
  for await (const fragment of fragments) {
    run = fragment.discontinuity ?? run;
    if (fragment.wallStartUnixMs < earliestUnixMs || (leftOut && !fragment.startsOnSync)) {
      leftOut = true;
      continue;
    }
    yield leftOut ? { ...fragment, discontinuity: run } : fragment;
    leftOut = false;
  }
}

/** The same of what the analyst codes anew. */
export async function* recentFrames(
  frames: AsyncIterable<ReplayFrame>,
  earliestUnixMs: number,
): AsyncGenerator<ReplayFrame> {
  let leftOut = false;
  for await (const frame of frames) {
    if (frame.type !== 'channel-init') {
      leftOut = frame.wallStartUnixMs < earliestUnixMs || (leftOut && !frame.sync);
      if (leftOut) continue;
    }
    yield frame;
  }
}
