/** Looks for the next gap of a camera, also where the time line does not show it. */
import { ask } from '../../api/client.ts';
import { MOST_VIEW_MS } from '../../timeline/time-scale.ts';
import { gapJump, type TimelineRow } from '../../timeline/timeline-row.ts';

/** @returns where to jump; null: there is no gap within a month. @throws RefusedError, ServerAwayError */
export async function findGap(
  { cameraId, stream }: Pick<TimelineRow, 'cameraId' | 'stream'>,
  atUnixMs: number,
  direction: 1 | -1,
  nowUnixMs: number,
): Promise<number | null> {
  const at = Math.floor(atUnixMs);
  const from = direction === 1 ? at : Math.max(0, at - MOST_VIEW_MS);
  const to = direction === 1 ? Math.min(Math.ceil(nowUnixMs), at + MOST_VIEW_MS) : at;
  if (to <= from) return null;
  const query = { cameras: cameraId, from: String(from), to: String(to), maxPoints: '0' };
  const { cameras } = await ask('getTimeline', { query });
  const gaps = cameras[0]?.gaps.filter((gap) => gap.stream === stream) ?? [];
  return gapJump(gaps, atUnixMs, direction);
}
