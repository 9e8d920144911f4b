/** Tells what of a question is sent, while it is sent. */
import type { StreamFragment } from '@matlang/archive/reading';
import type { Span } from '@matlang/domain';
import type { Viewing } from '../../jobs/footage-views.ts';
import type { ReplayFrame } from '../../live/analyst-link.ts';

/** Key frames of so short a span are asked for while a pointer looks for something: single pictures. */
const STILL_SPAN_MS = 1000;
/** Nobody says how long the last fragment that was coded anew is; most are so long. */
const LAST_FRAGMENT_MS = 1000;

/** What was asked for; a fragment begins with the key frame before, which is not shown. */
export interface AskedSpan extends Span {
  readonly keyFrames: boolean;
}

/** Hands the fragments on as they are taken. */
export async function* viewedFragments(
  fragments: AsyncIterable<StreamFragment>,
  asked: AskedSpan,
  viewing: Viewing,
): AsyncGenerator<StreamFragment> {
  for await (const fragment of fragments) {
    tell(fragment.wallStartUnixMs, fragment.wallEndUnixMs, asked, viewing);
    yield fragment;
  }
}

/** The same of what the analyst coded anew. */
export async function* viewedFrames(
  frames: AsyncIterable<ReplayFrame>,
  asked: AskedSpan,
  viewing: Viewing,
): AsyncGenerator<ReplayFrame> {
  for await (const frame of frames) {
    if (frame.type === 'channel-fragment') {
      const { wallStartUnixMs } = frame;
      tell(wallStartUnixMs, wallStartUnixMs + LAST_FRAGMENT_MS, asked, viewing);
    }
    yield frame;
  }
}

function tell(startUnixMs: number, endUnixMs: number, asked: AskedSpan, viewing: Viewing): void {
  if (asked.keyFrames && asked.endUnixMs - asked.startUnixMs <= STILL_SPAN_MS) viewing.still(startUnixMs);
  else viewing.played(Math.max(startUnixMs, asked.startUnixMs), Math.min(endUnixMs, asked.endUnixMs));
}
