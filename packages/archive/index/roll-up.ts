/** Seconds of activity gathered into rows of 10 s an hour and 10 min a day: the greatest counts. */
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import type { ActivityRow, ActivityStepMs } from './index-rows.ts';

/** One row of a roll-up and what must be merged into it. */
export interface RollUpPatch {
  readonly stepMs: ActivityStepMs;
  /** Of the row: a whole hour or UTC day. */
  readonly rowStartUnixMs: number;
  /** As long as the row; 0 where nothing is added. */
  readonly values: Uint8Array;
}

/** The steps of activity above the second, and what one row of each spans. */
export const ROLL_UPS = [
  { stepMs: 10_000, rowMs: 3_600_000 },
  { stepMs: 600_000, rowMs: 86_400_000 },
] as const satisfies readonly { readonly stepMs: ActivityStepMs; readonly rowMs: number }[];

/** What a row may span: of the seconds one segment, and the second that it begins in. */
export function activityRowMs(stepMs: ActivityStepMs): number {
  return ROLL_UPS.find((step) => step.stepMs === stepMs)?.rowMs ?? MAX_SEGMENT_SPAN_MS + 1000;
}

/** Few: a segment lies in one or two hours. */
export function rollUp(seconds: ActivityRow): RollUpPatch[] {
  const patches: RollUpPatch[] = [];
  for (const { stepMs, rowMs } of ROLL_UPS) {
    let patch: RollUpPatch | null = null;
    for (const [index, value] of seconds.values.entries()) {
      if (value === 0) continue;
      const atUnixMs = seconds.startUnixMs + index * 1000;
      const rowStartUnixMs = Math.floor(atUnixMs / rowMs) * rowMs;
      if (patch === null || patch.rowStartUnixMs !== rowStartUnixMs) {
        patch = { stepMs, rowStartUnixMs, values: new Uint8Array(rowMs / stepMs) };
        patches.push(patch);
      }
      const at = Math.floor((atUnixMs - rowStartUnixMs) / stepMs);
      patch.values[at] = Math.max(patch.values[at] ?? 0, value);
    }
  }
  return patches;
}

/** The greater of both at each place, as long as the longer. */
export function mergeActivity(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const merged = long.slice();
  for (const [index, value] of short.entries()) {
    if (value > (merged[index] ?? 0)) merged[index] = value;
  }
  return merged;
}
