/** Answers time line questions from the indexes of all volumes. */
import { setImmediate } from 'node:timers/promises';
import type { EventRow, HoldRow } from '../index/index-rows.ts';
import type { RecordedExtent } from '../index/span-index.ts';
import { loadSegment } from '../reading/loaded-segment.ts';
import { mergeInOrder } from '../reading/merge-in-order.ts';
import type { OpenVolume, VolumesNow } from '../reading/volume-set.ts';
import { type ActivityGrid, chooseActivityGrid, foldActivity } from './activity-steps.ts';
import { recordedGaps } from './recorded-gaps.ts';
import { SpanMerger } from './span-merge.ts';
import { type StreamOnVolume, streamsOnVolumes } from './streams-on-volumes.ts';
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
  for (const places of streamsOnVolumes(volumes, cameraId)) {
    for (const span of await spansOf(places, fromUnixMs, toUnixMs)) spans.push(span);
    for (const gap of gapsOf(places, fromUnixMs, toUnixMs)) gaps.push(gap);
    const values = grid === null ? null : activityOf(places, grid, toUnixMs);
    const [place] = places;
    if (grid !== null && values !== null && place !== undefined) {
      activity.push({
        stream: place.stream.kind,
        start: grid.startUnixMs,
        stepMs: grid.stepMs,
        values,
      });
    }
  }
  return { cameraId, spans, gaps, activity, holds: holdsOf(volumes, cameraId, fromUnixMs, toUnixMs) };
}

async function spansOf(
  places: readonly StreamOnVolume[],
  fromUnixMs: number,
  toUnixMs: number,
): Promise<TimelineSpan[]> {
  const merger = new SpanMerger(fromUnixMs, toUnixMs);
  const lists = places.map((place) =>
    place.volume.spans
      .extents(place.streamId, fromUnixMs, toUnixMs)
      .map((extent): FoundExtent => ({ place, extent })),
  );
  const [kind] = places.map(({ stream }) => stream.kind);
  for (const found of mergeInOrder(lists, ({ extent }) => extent.startUnixMs)) {
    const known = found.extent.open ? await readOpen(found) : found.extent;
    if (known !== null) merger.push({ ...known, runKey: `${found.place.volume.id}/${known.runKey}` });
  }
  if (kind === undefined) return [];
  return merger.spans.map((span) => ({ start: span.startUnixMs, end: span.endUnixMs, stream: kind }));
}

interface FoundExtent {
  readonly place: StreamOnVolume;
  readonly extent: RecordedExtent;
}

/** The extent of a segment that is still written, by its file; null where nothing is complete. */
async function readOpen({ place, extent }: FoundExtent): Promise<RecordedExtent | null> {
  const { volume, stream, streamId } = place;
  const row = volume.index.segment(streamId, extent.seq);
  const loaded = row === null ? null : await loadSegment({ volume, stream, row });
  if (loaded === null) return null;
  const { endUnixMs, endTicks } = loaded;
  return { ...extent, endUnixMs, durationTicks: endTicks - extent.startTicks };
}

function gapsOf(places: readonly StreamOnVolume[], fromUnixMs: number, toUnixMs: number): TimelineGap[] {
  const [kind] = places.map(({ stream }) => stream.kind);
  if (kind === undefined) return [];
  return recordedGaps(places, fromUnixMs, toUnixMs).map(({ startUnixMs, endUnixMs, cause }) => ({
    start: startUnixMs,
    end: endUnixMs,
    stream: kind,
    cause,
  }));
}

/** Null where nothing is known of the stream in that time. */
function activityOf(
  places: readonly StreamOnVolume[],
  grid: ActivityGrid,
  toUnixMs: number,
): number[] | null {
  let values: Uint8Array | null = null;
  for (const { volume, streamId } of places) {
    const rows = volume.index.activity(streamId, grid.storedStepMs, grid.startUnixMs, toUnixMs);
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
