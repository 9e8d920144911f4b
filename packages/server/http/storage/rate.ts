/** How much a day adds, by what the last day did. */
import type { StreamUsage } from '@matlang/archive/reading';

/** Less says nothing about a day. */
const LEAST_COVERED_MS = 60_000;
const DAY_MS = 86_400_000;

/** Of one stream; null where less than a minute of the last 24 h was recorded. A camera of today is counted as if it went on so. */
export function bytesPerDay({ lastDay }: StreamUsage): number | null {
  return lastDay.coveredMs < LEAST_COVERED_MS
    ? null
    : Math.round((lastDay.bytes * DAY_MS) / lastDay.coveredMs);
}
