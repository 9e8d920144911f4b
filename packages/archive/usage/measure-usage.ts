/**
 * Adds up the covering index stream by stream, a month at a time: whoever else is served waits for no more than that. 30 days of
 * 16 cameras with sub streams are 1.4 million rows.
 */
import { setImmediate } from 'node:timers/promises';
import { estimateExportOf } from '../export/estimate-export.ts';
import { type HeldSpan, heldSpans } from '../hold/held-spans.ts';
import type { StreamRow } from '../index/index-rows.ts';
import { STREAM_KINDS } from '../port/stream-key.ts';
import type { OpenVolume, VolumesNow } from '../reading/volume-set.ts';
import { oldestDeletable } from '../retention/retention.ts';
import type { HoldUsage, StorageUsage, StreamUsage, UsageQuestion } from './storage-usage.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 31;
/** Added up in one statement. */
const STRETCH_MS = 31 * DAY_MS;

/** @throws TypeError for more than 31 days */
export async function measureUsage(
  { open, states }: VolumesNow,
  question: UsageQuestion,
): Promise<StorageUsage> {
  if (!(question.days >= 1 && question.days <= MAX_DAYS)) throw new TypeError(`days: ${question.days}`);
  const streams: StreamUsage[] = [];
  const holds: HoldUsage[] = [];
  for (const volume of open) {
    for (const stream of volume.index.streams()) streams.push(await streamUsage(volume, stream, question));
    for (const hold of volume.index.holds()) {
      if (hold.liftedUnixMs !== null) continue;
      let bytes = 0;
      for (const kind of STREAM_KINDS) {
        const key = { cameraId: hold.cameraId, kind };
        bytes += (await estimateExportOf([volume], key, hold.startUnixMs, hold.endUnixMs)).bytes;
      }
      holds.push({ holdId: hold.id, cameraId: hold.cameraId, volumeId: volume.id, bytes });
      await setImmediate();
    }
  }
  return { streams, holds, volumes: states };
}

async function streamUsage(
  volume: OpenVolume,
  row: StreamRow,
  question: UsageQuestion,
): Promise<StreamUsage> {
  const { index } = volume;
  const { nowUnixMs } = question;
  const oldest = index.firstSegmentStartingAt(row.id, 0);
  const oldestUnixMs = oldest?.startUnixMs ?? null;
  const days = daysOf(question).map((startUnixMs) => ({
    startUnixMs,
    bytes: index.startedBytes(row.id, startUnixMs, startUnixMs + DAY_MS),
  }));
  await setImmediate();
  let bytes = days.reduce((sum, day) => sum + day.bytes, 0);
  // What lies before the days that are told, and behind them where a clock went ahead.
  const before = days[0]?.startUnixMs ?? nowUnixMs;
  for (let from = oldestUnixMs ?? before; from < before; from += STRETCH_MS) {
    bytes += index.startedBytes(row.id, from, Math.min(before, from + STRETCH_MS));
    await setImmediate();
  }
  bytes += index.startedBytes(row.id, before + question.days * DAY_MS, Number.MAX_SAFE_INTEGER);
  const dayAgo = nowUnixMs - DAY_MS;
  const held = heldSpans(index, row, []);
  let heldBytes = 0;
  for (const span of held) {
    heldBytes += (await estimateExportOf([volume], row.stream, span.startUnixMs, span.endUnixMs)).bytes;
    await setImmediate();
  }
  const next = oldestDeletable({ index, nowUnixMs, leases: () => [] }, row);
  return {
    stream: row.stream,
    volumeId: volume.id,
    bytes,
    heldBytes,
    oldestUnixMs,
    lastDay: {
      bytes: index.startedBytes(row.id, dayAgo, nowUnixMs),
      coveredMs: oldestUnixMs === null ? 0 : Math.max(0, nowUnixMs - Math.max(oldestUnixMs, dayAgo)),
    },
    days,
    nextToGo: next === null ? null : { startUnixMs: next.startUnixMs, endUnixMs: next.endUnixMs },
    dueBytes: next === null ? 0 : dueBytes(volume, row, next.startUnixMs, held, question),
  };
}

/** Begins of the newest days, the oldest first, today as the last one. */
function daysOf({ nowUnixMs, utcOffsetMinutes, days }: UsageQuestion): number[] {
  const offsetMs = utcOffsetMinutes * 60_000;
  const today = Math.floor((nowUnixMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
  return Array.from({ length: days }, (_, at) => today - (days - 1 - at) * DAY_MS);
}

/** What lies between the oldest that may go and a day behind the end of retention, without what is held. */
function dueBytes(
  { index }: OpenVolume,
  row: StreamRow,
  fromUnixMs: number,
  held: readonly HeldSpan[],
  { nowUnixMs, retentionMs }: UsageQuestion,
): number {
  const keptMs = retentionMs(row.stream.cameraId);
  if (keptMs === null) return 0;
  const until = nowUnixMs + DAY_MS - keptMs;
  if (until <= fromUnixMs) return 0;
  let bytes = index.startedBytes(row.id, fromUnixMs, until);
  for (const span of held) {
    const from = Math.max(fromUnixMs, span.startUnixMs);
    const to = Math.min(until, span.endUnixMs);
    if (to > from) bytes -= index.startedBytes(row.id, from, to);
  }
  return Math.max(0, bytes);
}
