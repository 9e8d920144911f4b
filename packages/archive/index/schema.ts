/**
 * The index of one volume: what `<volume>/index.sqlite` holds. It can be lost and rebuilt from the segment files
 * (which carry wall times in `prft` boxes) and the journal; nothing exists only here.
 *
 * All instants are site time in integer milliseconds UTC, all media times integer ticks of the run's timescale.
 */
export const INDEX_APPLICATION_ID = 0x4d4c4958; // "MLIX"
/**
 * SQLite's `user_version` of an index. A newer one is refused with `index-version`: this program can't know what its
 * rows mean.
 */
export const INDEX_SCHEMA_VERSION = 2;
/** An older index that readers take as it is (a disk mounted read-only); the writer brings it to the newest. */
export const INDEX_SCHEMA_BEFORE_CHECKPOINTS = 1;

/** What version 2 added to version 1. */
export const CHECKPOINT_TABLE_SQL = `
-- Stands for the tombstones from from_seq to to_seq: see docs/design/archive.md, Compaction. They never overlap.
CREATE TABLE checkpoint (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  chain_before BLOB NOT NULL,
  -- Of the signed head at to_seq.
  chain_after BLOB NOT NULL,
  start_unix_ms INTEGER NOT NULL,
  end_unix_ms INTEGER NOT NULL,
  -- How many, their bytes, and as JSON how many for which reason.
  segments INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  made_unix_ms INTEGER NOT NULL,
  PRIMARY KEY (stream_id, from_seq)
) STRICT, WITHOUT ROWID;
`;

/** All tables of a new index. An older one that is brought up must end in the same schema. */
export const INDEX_SCHEMA_SQL = `
-- Facts about the volume itself: volumeId, createdUnixMs; of the last start: bootId, running (1 until a clean stop).
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  camera_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('main', 'sub', 'audio')),
  -- The number that the next segment gets. Never goes back, so that the chain has one order even when an hour exists twice.
  next_seq INTEGER NOT NULL DEFAULT 0,
  -- Chain value after the newest complete segment: SHA-256(previous chain value || segment hash); 32 zero bytes at first.
  chain BLOB NOT NULL DEFAULT (zeroblob(32)),
  UNIQUE (camera_id, kind)
) STRICT;

-- One continuous reception with one set of parameter sets: ticks run on within it, nothing may be assumed across it.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  start_unix_ms INTEGER NOT NULL,
  -- start | reconnect | format-change | clock-step | timestamp-jump | reorder-depth | disk | imported
  reason TEXT NOT NULL,
  codec TEXT NOT NULL,
  codec_string TEXT NOT NULL,
  width_pixels INTEGER,
  height_pixels INTEGER,
  timescale INTEGER NOT NULL,
  -- The init segment (ftyp + moov) with which every segment file of the run begins.
  init BLOB NOT NULL
) STRICT;
CREATE INDEX run_by_stream ON run (stream_id, start_unix_ms);

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  seq INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES run (id),
  -- 0 open: row committed before the file is made; its fragments are read from the file itself.
  -- 1 complete: everything below is final.  2 unproven: found on disk, unknown to the journal.
  state INTEGER NOT NULL,
  start_unix_ms INTEGER NOT NULL,
  -- Exclusive. Of an open segment: equal to start_unix_ms.
  end_unix_ms INTEGER NOT NULL,
  start_ticks INTEGER NOT NULL,
  duration_ticks INTEGER NOT NULL,
  -- Of an open segment: 0.
  size_bytes INTEGER NOT NULL,
  -- seq of the segment of this run that holds the sync sample needed to decode this one's first sample: its own seq
  -- when it starts on a sync sample.
  sync_seq INTEGER NOT NULL,
  UNIQUE (stream_id, seq)
) STRICT;
-- Covering: a day of 16 cameras is answered without touching the table.
CREATE INDEX segment_by_time ON segment (stream_id, start_unix_ms, end_unix_ms, run_id, seq, state, size_bytes, sync_seq, start_ticks, duration_ticks);
-- Recovery looks only at open rows.
CREATE INDEX segment_open ON segment (stream_id) WHERE state = 0;

-- Apart from segment, so that time line scans stay small.
CREATE TABLE segment_fragments (
  segment_id INTEGER PRIMARY KEY REFERENCES segment (id),
  -- Packed entries, see segment/fragment-table.ts.
  fragments BLOB NOT NULL,
  -- 32 bytes a fragment: SHA-256 over canonical sample table and sample bytes.
  leaves BLOB NOT NULL,
  -- Merkle root over the sample entry, the wall times and the leaves; see proof/.
  hash BLOB NOT NULL
) STRICT;

-- Activity bytes: 0 no data, 1..255 how much the coded size stands out of the stream's usual size.
-- step_ms 1000: one row a segment. 10000: one row an hour (360 values). 600000: one row a UTC day (144 values).
CREATE TABLE activity (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  step_ms INTEGER NOT NULL CHECK (step_ms IN (1000, 10000, 600000)),
  -- A multiple of step_ms.
  start_unix_ms INTEGER NOT NULL,
  "values" BLOB NOT NULL,
  PRIMARY KEY (stream_id, step_ms, start_unix_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  start_unix_ms INTEGER NOT NULL,
  -- NULL while it lasts.
  end_unix_ms INTEGER,
  cause TEXT NOT NULL,
  -- English, for the log; never a password.
  detail TEXT
) STRICT;
CREATE INDEX gap_by_stream ON gap (stream_id, start_unix_ms);
CREATE UNIQUE INDEX gap_open ON gap (stream_id) WHERE end_unix_ms IS NULL;

CREATE TABLE hold (
  id TEXT PRIMARY KEY, -- UUIDv7
  camera_id TEXT NOT NULL,
  start_unix_ms INTEGER NOT NULL,
  end_unix_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  review_unix_ms INTEGER NOT NULL,
  created_unix_ms INTEGER NOT NULL,
  lifted_unix_ms INTEGER,
  lifted_by TEXT
) STRICT, WITHOUT ROWID;

-- What was deleted and why: the chain stays checkable across it. Some days later a checkpoint takes its place.
CREATE TABLE tombstone (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  seq INTEGER NOT NULL,
  start_unix_ms INTEGER NOT NULL,
  end_unix_ms INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  -- NULL: never in the chain (nothing of it was complete, or it was unproven).
  hash BLOB,
  reason TEXT NOT NULL, -- retention | space | deleted | repair
  deleted_unix_ms INTEGER NOT NULL,
  PRIMARY KEY (stream_id, seq)
) STRICT, WITHOUT ROWID;

-- Signed chain heads: see proof/.
CREATE TABLE head (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  seq INTEGER NOT NULL,
  chain BLOB NOT NULL,
  signed_unix_ms INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (stream_id, seq, signed_unix_ms)
) STRICT, WITHOUT ROWID;

-- Steps of the system clock, marks such as "filled later": shown on the time line.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at_unix_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- JSON.
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_time ON event (at_unix_ms);
${CHECKPOINT_TABLE_SQL}`;
