/**
 * The index of 30 days of 16 cameras, of real shape: every row that a recorder would have written, with fragment tables,
 * hashes and activity. Real segment files lie only where the bench looks.
 */
import { existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import {
  INDEX_APPLICATION_ID,
  INDEX_SCHEMA_SQL,
  INDEX_SCHEMA_VERSION,
} from '../../packages/archive/index/schema.ts';
import { encodeFragmentTable, type FragmentEntry } from '../../packages/archive/segment/fragment-table.ts';
import { INDEX_FILE, segmentPath } from '../../packages/archive/segment/segment-path.ts';
import { LOAD_CLIP, makeClip } from '../load/clip.ts';
import { openClipFragments } from './clip-fragments.ts';
import { benchCameraId } from './recorded-archive.ts';

const SEGMENT_MS = 60_000;
const DAY_MS = 86_400_000;
const TIMESCALE = 90_000;
/** A reconnection every six hours: runs and gaps of a camera on a household's wifi. */
const RUN_SEGMENTS = 360;

export interface LargeIndex {
  readonly volumes: readonly { readonly id: string; readonly path: string }[];
  readonly cameraIds: readonly string[];
  readonly startUnixMs: number;
  readonly days: number;
  /** Makes a segment's file exist. */
  placeFile(cameraIndex: number, segmentIndex: number): void;
}

interface Statements {
  readonly run: StatementSync;
  readonly segment: StatementSync;
  readonly fragments: StatementSync;
  readonly activity: StatementSync;
  readonly gap: StatementSync;
}

const prepare = (database: DatabaseSync): Statements => ({
  run: database.prepare(
    "INSERT INTO run (stream_id, start_unix_ms, reason, codec, codec_string, width_pixels, height_pixels, timescale, init) VALUES (?, ?, 'reconnect', 'h264', ?, 1920, 1080, 90000, ?)",
  ),
  segment: database.prepare(
    'INSERT INTO segment (stream_id, seq, run_id, state, start_unix_ms, end_unix_ms, start_ticks, duration_ticks, size_bytes, sync_seq) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)',
  ),
  fragments: database.prepare(
    'INSERT INTO segment_fragments (segment_id, fragments, leaves, hash) VALUES (?, ?, ?, ?)',
  ),
  activity: database.prepare(
    'INSERT INTO activity (stream_id, step_ms, start_unix_ms, "values") VALUES (?, ?, ?, ?)',
  ),
  gap: database.prepare(
    "INSERT INTO gap (stream_id, start_unix_ms, end_unix_ms, cause) VALUES (?, ?, ?, 'network')",
  ),
});

/** Activity with the look of a street: quiet nights, busy mornings. */
const activityOf = (count: number, seed: number): Uint8Array =>
  Uint8Array.from(
    { length: count },
    (_, i) => 1 + ((i * 7919 + seed * 104_729) % 97) + (i % 11 === 0 ? 120 : 0),
  );

/** @returns the index on `path`; takes about a minute and 3 GB for 30 days of 16 cameras. */
export const makeLargeIndex = (path: string, cameras: number, days: number): LargeIndex => {
  mkdirSync(path, { recursive: true });
  const clip = openClipFragments(makeClip(LOAD_CLIP), LOAD_CLIP.framesPerSecond);
  const startUnixMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS;
  const parts = Array.from({ length: 60 }, (_, second) => clip.fragment(second, startUnixMs));
  const file = join(path, 'segment.bin');
  writeFileSync(file, Buffer.concat([clip.init, ...parts]));
  let offsetBytes = clip.init.length;
  const entries = parts.map((part, second): FragmentEntry => {
    const tableBytes = 128 + 16 * LOAD_CLIP.framesPerSecond;
    const entry = {
      offsetBytes,
      sizeBytes: part.length,
      tableBytes,
      wallStartUnixMs: second * 1000,
      startTicks: second * TIMESCALE,
      durationTicks: TIMESCALE,
      sampleCount: LOAD_CLIP.framesPerSecond,
      startsOnSync: second % 2 === 0,
      hasSync: second % 2 === 0,
    };
    offsetBytes += part.length;
    return entry;
  });
  const table = encodeFragmentTable(entries, { startUnixMs: 0, startTicks: 0 });
  const leaves = new Uint8Array(60 * 32).fill(7);
  const hash = new Uint8Array(32).fill(9);
  const database = new DatabaseSync(join(path, INDEX_FILE));
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA application_id=${INDEX_APPLICATION_ID};
    PRAGMA user_version=${INDEX_SCHEMA_VERSION}; ${INDEX_SCHEMA_SQL}`);
  const statements = prepare(database);
  const streamIds = Array.from({ length: cameras }, (_, camera) =>
    Number(
      database.prepare("INSERT INTO stream (camera_id, kind) VALUES (?, 'main')").run(benchCameraId(camera))
        .lastInsertRowid,
    ),
  );
  const runIds = streamIds.map(() => 0);
  // In the order of time, as a recorder writes: rows of one camera lie apart on the disk's pages.
  for (let segment = 0; segment < (days * DAY_MS) / SEGMENT_MS; segment += 1) {
    if (segment % 1440 === 0) database.exec(segment === 0 ? 'BEGIN' : 'COMMIT; BEGIN');
    const atUnixMs = startUnixMs + segment * SEGMENT_MS;
    for (const [camera, streamId] of streamIds.entries()) {
      if (segment % RUN_SEGMENTS === 0) {
        runIds[camera] = Number(
          statements.run.run(streamId, atUnixMs, clip.format.codecString, clip.init).lastInsertRowid,
        );
        if (segment > 0) statements.gap.run(streamId, atUnixMs - 20_000, atUnixMs);
      }
      const endUnixMs = atUnixMs + ((segment + 1) % RUN_SEGMENTS === 0 ? SEGMENT_MS - 20_000 : SEGMENT_MS);
      const startTicks = (segment % RUN_SEGMENTS) * 60 * TIMESCALE;
      const row = statements.segment.run(
        streamId,
        segment,
        runIds[camera] ?? 0,
        atUnixMs,
        endUnixMs,
        startTicks,
        60 * TIMESCALE,
        offsetBytes,
        segment,
      );
      statements.fragments.run(row.lastInsertRowid, table, leaves, hash);
      statements.activity.run(streamId, 1000, atUnixMs, activityOf(60, segment + camera));
      if (segment % 60 === 0)
        statements.activity.run(streamId, 10_000, atUnixMs, activityOf(360, segment + camera));
      if (segment % 1440 === 0)
        statements.activity.run(streamId, 600_000, atUnixMs, activityOf(144, segment + camera));
    }
  }
  database.exec(
    `COMMIT; UPDATE stream SET next_seq = ${(days * DAY_MS) / SEGMENT_MS}; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL`,
  );
  database.close();
  return {
    volumes: [{ id: 'bench', path }],
    cameraIds: streamIds.map((_, camera) => benchCameraId(camera)),
    startUnixMs,
    days,
    placeFile: (camera, segment) => {
      const stream = { cameraId: benchCameraId(camera), kind: 'main' } as const;
      const target = join(
        path,
        segmentPath({ stream, startUnixMs: startUnixMs + segment * SEGMENT_MS, seq: segment }),
      );
      mkdirSync(dirname(target), { recursive: true });
      if (!existsSync(target)) linkSync(file, target);
    },
  };
};
