/** Where the footage lies that is nearest to an instant: for what shows a camera that has no picture then. */
import type { TimelineAnswer } from '@matlang/contract';
import { ask } from '../api/client.ts';
import { MOST_VIEW_MS } from '../timeline/time-scale.ts';

/** Each question covers a month, and follows a gap that reaches further: retention keeps a year at most. */
const MOST_QUESTIONS = 13;

/** Of one camera. */
export interface RecordedStream {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
}

/** A stretch of time that was recorded, the end excluded; Unix ms. */
export interface Recorded {
  readonly start: number;
  readonly end: number;
}

type CameraPart = Pick<TimelineAnswer['cameras'][number], 'spans' | 'gaps'>;

/** Nearest before (-1): the last stretch that ends then or before; behind (1): the first that begins later. Null: there is none. */
export function nearestOf(spans: readonly Recorded[], atUnixMs: number, direction: 1 | -1): Recorded | null {
  let nearest: Recorded | null = null;
  for (const span of spans) {
    // Stretches come in the order recorded, which is not that of time where the clock was set back.
    if (direction === 1 && span.start > atUnixMs && (nearest === null || span.start < nearest.start))
      nearest = span;
    if (direction === -1 && span.end <= atUnixMs && (nearest === null || span.end > nearest.end))
      nearest = span;
  }
  return nearest;
}

/**
 * Asks the archive's index, once where the footage is not more than a month away.
 * @returns null: there is none @throws RefusedError, ServerAwayError, and the reason of `signal`
 */
export async function findNearestFootage(
  { cameraId, stream }: RecordedStream,
  atUnixMs: number,
  direction: 1 | -1,
  nowUnixMs: number,
  signal?: AbortSignal,
): Promise<Recorded | null> {
  const at = Math.floor(atUnixMs);
  // Stretches are cut off at the ends of what is asked: with a millisecond more the one that goes on over the instant is no nearest one.
  let edge: number | null = direction === 1 ? at : at + 1;
  for (let asked = 0; asked < MOST_QUESTIONS && edge !== null; asked += 1) {
    const from: number = direction === 1 ? edge : Math.max(0, edge - MOST_VIEW_MS);
    const to: number = direction === 1 ? Math.min(Math.ceil(nowUnixMs), edge + MOST_VIEW_MS) : edge;
    if (to <= from) return null;
    const query = { cameras: cameraId, from: String(from), to: String(to), maxPoints: '0' };
    const { cameras } = await ask('getTimeline', { query, ...(signal === undefined ? {} : { signal }) });
    const [camera] = cameras;
    if (camera === undefined) return null;
    const own: CameraPart = {
      spans: camera.spans.filter((span) => span.stream === stream),
      gaps: camera.gaps.filter((gap) => gap.stream === stream),
    };
    const found = nearestOf(own.spans, at, direction);
    if (found !== null) return found;
    edge = direction === 1 ? laterEdge(own.gaps, to) : earlierEdge(own.gaps, from);
  }
  return null;
}

/** Gaps are not cut off at the ends of what was asked: where one begins or ends the footage may go on. */
function earlierEdge(gaps: CameraPart['gaps'], fromUnixMs: number): number | null {
  const starts = gaps.map(({ start }) => start).filter((start) => start < fromUnixMs);
  return starts.length === 0 ? null : Math.min(...starts);
}

function laterEdge(gaps: CameraPart['gaps'], toUnixMs: number): number | null {
  const ends = gaps.map(({ end }) => end).filter((end) => end !== null && end > toUnixMs);
  return ends.length === 0 ? null : Math.max(...ends.map((end) => end ?? toUnixMs));
}
