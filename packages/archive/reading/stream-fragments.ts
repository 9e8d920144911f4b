/** Fragments with their bytes, in order, for a player. */
import type { StreamKey } from '../port/stream-key.ts';
import { referenceOf, wallEndOf } from './loaded-segment.ts';
import { openFound, readExactly, unfilled } from './segment-bytes.ts';
import type { StreamFragment } from './stream-fragment.ts';
import type { OpenVolume } from './volume-set.ts';
import { type WalkedSegment, walkSegments } from './walk-segments.ts';

/**
 * Each fragment of the span when it is asked for, from the sync sample that leads there on; its bytes belong to the
 * caller. The file that is being read is closed when the caller stops early.
 */
export async function* streamFragmentsOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): AsyncGenerator<StreamFragment> {
  for await (const walked of walkSegments(volumes, stream, fromUnixMs, toUnixMs)) yield* fragmentsOf(walked);
}

async function* fragmentsOf(walked: WalkedSegment): AsyncGenerator<StreamFragment> {
  const { segment, fragments } = walked;
  const { run } = segment;
  const reference = referenceOf(segment);
  const file = await openFound(segment);
  let begins = !walked.continues;
  try {
    for (const fragment of fragments) {
      const bytes = unfilled(fragment.sizeBytes);
      await readExactly(file, bytes, fragment.offsetBytes, reference);
      yield {
        segment: reference,
        discontinuity: begins ? { init: run.init, codecString: run.codecString, reason: run.reason } : null,
        wallStartUnixMs: fragment.wallStartUnixMs,
        wallEndUnixMs: wallEndOf(fragment, run.timescale),
        startTicks: fragment.startTicks,
        durationTicks: fragment.durationTicks,
        timescale: run.timescale,
        startsOnSync: fragment.startsOnSync,
        bytes,
      };
      begins = false;
    }
  } finally {
    await file.close();
  }
}
