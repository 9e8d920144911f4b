/** Answers time line questions from the indexes of all volumes. */
import { setImmediate } from 'node:timers/promises';
import type { EventRow, HoldRow } from '../index/index-rows.ts';
import type { RecordedExtent } from '../index/span-index.ts';
import { STREAM_KINDS, type StreamKey } from '../port/stream-key.ts';
import { loadSegment } from '../reading/loaded-segment.ts';
import { mergeInOrder } from '../reading/merge-in-order.ts';
import type { OpenVolume, VolumesNow } from '../reading/volume-set.ts';
import { type ActivityGrid, chooseActivityGrid, foldActivity } from './activity-steps.ts';
import { recordedGaps } from './recorded-gaps.ts';
import { SpanMerger } from './span-merge.ts';
import {
  type CameraTimeline,
  MAX_TIMELINE_POINTS,
  type Timeline,
  type TimelineActivity,
  type TimelineEvent,
  type TimelineGap,
  type TimelineHold,
  type TimelineQuery,
  type TimelineSpan,
} from './timeline.ts';

/** Cameras of one question: a large site's wall. */
const MAX_TIMELINE_CAMERAS = 256;

/** @throws TypeError for a span that ends before it begins, too many points or cameras */
export async function readTimeline({ open, states }: VolumesNow, query: TimelineQuery): Promise<Timeline> {
  const { cameraIds, fromUnixMs, toUnixMs, maxPoints } = query;
  if (!Number.isSafeInteger(fromUnixMs)) throw new TypeError(`fromUnixMs: ${fromUnixMs}`);
  if (!Number.isSafeInteger(toUnixMs) || toUnixMs < fromUnixMs) throw new TypeError(`toUnixMs: ${toUnixMs}`);
  if (!Number.isInteger(maxPoints) || maxPoints < 0 || maxPoints > MAX_TIMELINE_POINTS) {
    throw new TypeError(`maxPoints: ${maxPoints}`);
  }
  if (cameraIds.length > MAX_TIMELINE_CAMERAS) throw new TypeError(`cameraIds: ${cameraIds.length} of them`);
  const grid = maxPoints === 0 ? null : chooseActivityGrid(fromUnixMs, toUnixMs, maxPoints);
  const cameras: CameraTimeline[] = [];
  for (const cameraId of cameraIds) {
    cameras.push(await readCamera(open, cameraId, fromUnixMs, toUnixMs, grid));
    // One camera's statements at a time: whoever else is served meanwhile waits for no more.
    await setImmediate();
  }
  return { cameras, events: eventsOf(open, fromUnixMs, toUnixMs), volumes: states };
}

async function readCamera(
  volumes: readonly OpenVolume[],
  cameraId: string,
  fromUnixMs: number,
  toUnixMs: number,
  grid: ActivityGrid | null,
): Promise<CameraTimeline> {
  const spans: TimelineSpan[] = [];
  const gaps: TimelineGap[] = [];
  const activity: TimelineActivity[] = [];
  for (const kind of STREAM_KINDS) {
    const stream: StreamKey = { cameraId, kind };
    for (const span of await spansOf(volumes, stream, fromUnixMs, toUnixMs)) spans.push(span);
    for (const gap of gapsOf(volumes, stream, fromUnixMs, toUnixMs)) gaps.push(gap);
    const values = grid === null ? null : activityOf(volumes, stream, grid, toUnixMs);
    if (grid !== null && values !== null) {
      activity.push({ stream: kind, start: grid.startUnixMs, stepMs: grid.stepMs, values });
    }
  }
  return { cameraId, spans, gaps, activity, holds: holdsOf(volumes, cameraId, fromUnixMs, toUnixMs) };
}

async function spansOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): Promise<TimelineSpan[]> {
  const merger = new SpanMerger(fromUnixMs, toUnixMs);
  for (const { volume, streamId, extent } of extentsOf(volumes, stream, fromUnixMs, toUnixMs)) {
    const known = extent.open ? await readOpen(volume, stream, streamId, extent) : extent;
    if (known !== null) merger.push({ ...known, runKey: `${volume.id}/${known.runKey}` });
  }
  return merger.spans.map((span) => ({ start: span.startUnixMs, end: span.endUnixMs, stream: stream.kind }));
}

interface FoundExtent {
  readonly volume: OpenVolume;
  readonly streamId: number;
  readonly extent: RecordedExtent;
}

function extentsOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): FoundExtent[] {
  const lists: FoundExtent[][] = [];
  for (const volume of volumes) {
    const streamId = volume.index.stream(stream)?.id;
    if (streamId === undefined) continue;
    const extents = volume.spans.extents(streamId, fromUnixMs, toUnixMs);
    if (extents.length > 0) lists.push(extents.map((extent) => ({ volume, streamId, extent })));
  }
  return mergeInOrder(lists, ({ extent }) => extent.startUnixMs);
}

/** The extent of a segment that is still written, by its file; null where nothing is complete. */
async function readOpen(
  volume: OpenVolume,
  stream: StreamKey,
  streamId: number,
  extent: RecordedExtent,
): Promise<RecordedExtent | null> {
  const row = volume.index.segment(streamId, extent.seq);
  const loaded = row === null ? null : await loadSegment({ volume, stream, row });
  if (loaded === null) return null;
  const { endUnixMs, endTicks } = loaded;
  return { ...extent, endUnixMs, durationTicks: endTicks - extent.startTicks };
}

function gapsOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  fromUnixMs: number,
  toUnixMs: number,
): TimelineGap[] {
  return recordedGaps(volumes, stream, fromUnixMs, toUnixMs).map(({ startUnixMs, endUnixMs, cause }) => ({
    start: Math.max(startUnixMs, fromUnixMs),
    end: endUnixMs === null ? null : Math.min(endUnixMs, toUnixMs),
    stream: stream.kind,
    cause,
  }));
}

/** Null where nothing is known of the stream in that time. */
function activityOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  grid: ActivityGrid,
  toUnixMs: number,
): number[] | null {
  let values: Uint8Array | null = null;
  for (const volume of volumes) {
    const streamRow = volume.index.stream(stream);
    if (streamRow === null) continue;
    const rows = volume.index.activity(streamRow.id, grid.storedStepMs, grid.startUnixMs, toUnixMs);
    if (rows.length === 0) continue;
    values ??= new Uint8Array(grid.count);
    foldActivity(grid, rows, values);
  }
  return values === null ? null : Array.from(values);
}

function holdsOf(
  volumes: readonly OpenVolume[],
  cameraId: string,
  fromUnixMs: number,
  toUnixMs: number,
): TimelineHold[] {
  const rows = new Map<string, HoldRow>();
  for (const volume of volumes) {
    for (const row of volume.index.activeHolds(cameraId, fromUnixMs, toUnixMs)) rows.set(row.id, row);
  }
  return Array.from(rows.values(), (row) => ({
    id: row.id,
    start: Math.max(row.startUnixMs, fromUnixMs),
    end: Math.min(row.endUnixMs, toUnixMs),
    reason: row.reason,
    owner: row.owner,
    reviewUnixMs: row.reviewUnixMs,
  }));
}

/** The recorder writes an event to each volume: it is said once. */
function eventsOf(volumes: readonly OpenVolume[], fromUnixMs: number, toUnixMs: number): TimelineEvent[] {
  const rows = new Map<string, EventRow>();
  for (const volume of volumes) {
    for (const row of volume.index.events(fromUnixMs, toUnixMs)) {
      rows.set(`${row.atUnixMs} ${row.kind} ${JSON.stringify(row.detail)}`, row);
    }
  }
  return Array.from(rows.values(), (row) => ({ at: row.atUnixMs, kind: row.kind, detail: row.detail })).sort(
    (a, b) => a.at - b.at,
  );
}
