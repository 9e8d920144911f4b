/** Gaps of one stream over all volumes: what was written down of why nothing was recorded. */
import type { GapRow } from '../index/index-rows.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { OpenVolume } from '../reading/volume-set.ts';

export interface RecordedGap {
  readonly startUnixMs: number;
  /** Null while it lasts. */
  readonly endUnixMs: number | null;
  readonly cause: GapCause;
}

/** Those that touch the span, by start; not clipped. */
export function recordedGaps(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): RecordedGap[] {
  const gaps: RecordedGap[] = [];
  for (const volume of volumes) {
    const streamRow = volume.index.stream(stream);
    if (streamRow === null) continue;
    for (const gap of volume.index.gapsOverlapping(streamRow.id, fromUnixMs, toUnixMs)) {
      const endUnixMs = gap.endUnixMs ?? endElsewhere(volumes, volume, stream, gap);
      if (endUnixMs !== null && endUnixMs <= fromUnixMs) continue;
      gaps.push({ startUnixMs: gap.startUnixMs, endUnixMs, cause: gap.cause });
    }
  }
  return volumes.length === 1 ? gaps : gaps.sort((a, b) => a.startUnixMs - b.startUnixMs);
}

/** A camera that moved to another volume ends the gap that it left open on the old one. */
function endElsewhere(
  volumes: readonly OpenVolume[],
  own: OpenVolume,
  stream: StreamKey,
  gap: GapRow,
): number | null {
  let earliest: number | null = null;
  for (const volume of volumes) {
    const streamRow = volume === own ? null : volume.index.stream(stream);
    const next =
      streamRow === null ? null : volume.index.firstSegmentStartingAt(streamRow.id, gap.startUnixMs);
    if (next !== null && (earliest === null || next.startUnixMs < earliest)) earliest = next.startUnixMs;
  }
  return earliest;
}
