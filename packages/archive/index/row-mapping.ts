/** From what SQLite answers to rows of the domain; a value of another type than the schema says is damage. */
import type { SQLOutputValue } from 'node:sqlite';
import { TOMBSTONE_REASONS, type TombstoneReason } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { GAP_CAUSES } from '../port/gap-cause.ts';
import { STREAM_KINDS } from '../port/stream-key.ts';
import {
  type ActivityRow,
  type CheckpointRow,
  type EventRow,
  type GapRow,
  type HashedSegmentRow,
  type HeadRow,
  type HoldRow,
  type RunRow,
  SEGMENT_STATES,
  type SegmentFragmentsRow,
  type SegmentRow,
  type SegmentSum,
  type StreamRow,
  type TombstoneRow,
} from './index-rows.ts';

/** What node:sqlite answers; a column that the statement did not ask for is `undefined` and so damage. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** @throws ArchiveError `index-damaged` */
export function numberOf(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : damaged(column, value);
}

/** @throws ArchiveError `index-damaged` */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : damaged(column, value);
}

/** @throws ArchiveError `index-damaged` */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : damaged(column, value);
}

/** The mapper's answer, or null for a NULL. */
export function nullable<T>(row: Row, column: string, map: (row: Row, column: string) => T): T | null {
  return row[column] === null ? null : map(row, column);
}

function oneOf<T extends string>(row: Row, column: string, known: readonly T[]): T {
  const value = textOf(row, column);
  return known.find((candidate) => candidate === value) ?? damaged(column, value);
}

function jsonOf(row: Row, column: string): unknown {
  const text = textOf(row, column);
  try {
    return JSON.parse(text);
  } catch {
    return damaged(column, 'text that is no JSON');
  }
}

function damaged(column: string, value: unknown): never {
  throw new ArchiveError('index-damaged', `column ${column} holds ${typeof value}`, { column });
}

/** Of all columns of `stream`. @throws ArchiveError `index-damaged`, as all below */
export const streamRowOf = (row: Row): StreamRow => ({
  id: numberOf(row, 'id'),
  stream: { cameraId: textOf(row, 'camera_id'), kind: oneOf(row, 'kind', STREAM_KINDS) },
  nextSeq: numberOf(row, 'next_seq'),
  chain: bytesOf(row, 'chain'),
});

/** Of all columns of `run`. `init` is SQLite's buffer, nobody else's. */
export const runRowOf = (row: Row): RunRow => ({
  id: numberOf(row, 'id'),
  streamId: numberOf(row, 'stream_id'),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  reason: textOf(row, 'reason'),
  codec: textOf(row, 'codec'),
  codecString: textOf(row, 'codec_string'),
  widthPixels: nullable(row, 'width_pixels', numberOf),
  heightPixels: nullable(row, 'height_pixels', numberOf),
  timescale: numberOf(row, 'timescale'),
  init: bytesOf(row, 'init'),
});

/** Of the columns of `segment`; a state that this program doesn't know is damage too. */
export const segmentRowOf = (row: Row): SegmentRow => ({
  id: numberOf(row, 'id'),
  streamId: numberOf(row, 'stream_id'),
  seq: numberOf(row, 'seq'),
  runId: numberOf(row, 'run_id'),
  state: SEGMENT_STATES[numberOf(row, 'state')] ?? damaged('state', row['state']),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  endUnixMs: numberOf(row, 'end_unix_ms'),
  startTicks: numberOf(row, 'start_ticks'),
  durationTicks: numberOf(row, 'duration_ticks'),
  sizeBytes: numberOf(row, 'size_bytes'),
  syncSeq: numberOf(row, 'sync_seq'),
});

/** Of the columns `bytes`, `recorded_ms`, `first_unix_ms`, `last_unix_ms`. */
export const segmentSumOf = (row: Row): SegmentSum => ({
  bytes: numberOf(row, 'bytes'),
  recordedMs: numberOf(row, 'recorded_ms'),
  firstUnixMs: nullable(row, 'first_unix_ms', numberOf),
  lastUnixMs: nullable(row, 'last_unix_ms', numberOf),
});

/** Of the columns of `segment` and `hash`, joined so that it is null of a segment without fragments. */
export const hashedSegmentRowOf = (row: Row): HashedSegmentRow => ({
  ...segmentRowOf(row),
  hash: nullable(row, 'hash', bytesOf),
});

/** Of `fragments`, `leaves` and `hash`; whether the packed table makes sense is for `decodeFragmentTable` to say. */
export const segmentFragmentsRowOf = (row: Row): SegmentFragmentsRow => ({
  fragments: bytesOf(row, 'fragments'),
  leaves: bytesOf(row, 'leaves'),
  hash: bytesOf(row, 'hash'),
});

/** Of all columns of `gap`; a cause outside of `GAP_CAUSES` is damage. */
export const gapRowOf = (row: Row): GapRow => ({
  id: numberOf(row, 'id'),
  streamId: numberOf(row, 'stream_id'),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  endUnixMs: nullable(row, 'end_unix_ms', numberOf),
  cause: oneOf(row, 'cause', GAP_CAUSES),
  detail: nullable(row, 'detail', textOf),
});

/** Of all columns of `hold`, lifted or not. */
export const holdRowOf = (row: Row): HoldRow => ({
  id: textOf(row, 'id'),
  cameraId: textOf(row, 'camera_id'),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  endUnixMs: numberOf(row, 'end_unix_ms'),
  reason: textOf(row, 'reason'),
  owner: textOf(row, 'owner'),
  reviewUnixMs: numberOf(row, 'review_unix_ms'),
  createdUnixMs: numberOf(row, 'created_unix_ms'),
  liftedUnixMs: nullable(row, 'lifted_unix_ms', numberOf),
  liftedBy: nullable(row, 'lifted_by', textOf),
});

/** Of `start_unix_ms` and `values`; the step is the statement's business. */
export const activityRowOf = (row: Row): ActivityRow => ({
  startUnixMs: numberOf(row, 'start_unix_ms'),
  values: bytesOf(row, 'values'),
});

/** Of all columns of `tombstone`; a reason outside of `TOMBSTONE_REASONS` is damage. */
export const tombstoneRowOf = (row: Row): TombstoneRow => ({
  streamId: numberOf(row, 'stream_id'),
  seq: numberOf(row, 'seq'),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  endUnixMs: numberOf(row, 'end_unix_ms'),
  sizeBytes: numberOf(row, 'size_bytes'),
  hash: nullable(row, 'hash', bytesOf),
  reason: oneOf(row, 'reason', TOMBSTONE_REASONS),
  deletedUnixMs: numberOf(row, 'deleted_unix_ms'),
});

/** Of all columns of `checkpoint`, `reasons` out of its JSON. */
export const checkpointRowOf = (row: Row): CheckpointRow => ({
  streamId: numberOf(row, 'stream_id'),
  fromSeq: numberOf(row, 'from_seq'),
  toSeq: numberOf(row, 'to_seq'),
  chainBefore: bytesOf(row, 'chain_before'),
  chainAfter: bytesOf(row, 'chain_after'),
  startUnixMs: numberOf(row, 'start_unix_ms'),
  endUnixMs: numberOf(row, 'end_unix_ms'),
  segments: numberOf(row, 'segments'),
  sizeBytes: numberOf(row, 'size_bytes'),
  reasons: reasonCounts(jsonOf(row, 'reasons')),
  madeUnixMs: numberOf(row, 'made_unix_ms'),
});

/** Counts by reason; what isn't a count of a known reason is left out. */
export function reasonCounts(value: unknown): Partial<Record<TombstoneReason, number>> {
  const counts: Partial<Record<TombstoneReason, number>> = {};
  const found = new Map<string, unknown>(Object.entries(value ?? {}));
  for (const reason of TOMBSTONE_REASONS) {
    const count = found.get(reason);
    if (typeof count === 'number') counts[reason] = count;
  }
  return counts;
}

/** Of all columns of `head`; nothing is verified here. */
export const headRowOf = (row: Row): HeadRow => ({
  streamId: numberOf(row, 'stream_id'),
  seq: numberOf(row, 'seq'),
  chain: bytesOf(row, 'chain'),
  signedUnixMs: numberOf(row, 'signed_unix_ms'),
  keyId: textOf(row, 'key_id'),
  signature: bytesOf(row, 'signature'),
});

/** Of all columns of `event`, `detail` out of its JSON. */
export const eventRowOf = (row: Row): EventRow => {
  const detail = jsonOf(row, 'detail');
  return {
    id: numberOf(row, 'id'),
    atUnixMs: numberOf(row, 'at_unix_ms'),
    kind: textOf(row, 'kind'),
    detail: typeof detail === 'object' && detail !== null ? { ...detail } : {},
  };
};
