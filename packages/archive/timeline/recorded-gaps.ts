/** Gaps of one stream over all volumes: what was written down of why nothing was recorded. */
import type { GapRow } from '../index/index-rows.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamOnVolume } from './streams-on-volumes.ts';

/** A gap as it was written down, the end excluded. */
export interface RecordedGap {
  readonly startUnixMs: number;
  /** Null while it lasts. */
  readonly endUnixMs: number | null;
  readonly cause: GapCause;
}

/** Those that touch the span, by start; not clipped. `places`: of one stream. */
export function recordedGaps(
  places: readonly StreamOnVolume[],
  fromUnixMs: number,
  toUnixMs: number,
): RecordedGap[] {
  const gaps: RecordedGap[] = [];
  for (const place of places) {
    for (const gap of place.volume.index.gapsOverlapping(place.streamId, fromUnixMs, toUnixMs)) {
      const endUnixMs = gap.endUnixMs ?? endElsewhere(places, place, gap);
      if (endUnixMs !== null && endUnixMs <= fromUnixMs) continue;
      gaps.push({ startUnixMs: gap.startUnixMs, endUnixMs, cause: gap.cause });
    }
  }
  return places.length === 1 ? gaps : gaps.sort((a, b) => a.startUnixMs - b.startUnixMs);
}

/** A camera that moved to another volume ends the gap that it left open on the old one. */
function endElsewhere(places: readonly StreamOnVolume[], own: StreamOnVolume, gap: GapRow): number | null {
  let earliest: number | null = null;
  for (const place of places) {
    if (place === own) continue;
    const next = place.volume.index.firstSegmentStartingAt(place.streamId, gap.startUnixMs);
    if (next !== null && (earliest === null || next.startUnixMs < earliest)) earliest = next.startUnixMs;
  }
  return earliest;
}
