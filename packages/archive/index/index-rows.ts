/** The rows of the index as domain types: what SQLite answers becomes one of these and nothing else. */
import type { TombstoneReason } from '../journal/journal-entry.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';

/** Key in `meta`: set where the journal has segments that this index lacks; an index made by `--rebuild` has none. */
export const INDEX_INCOMPLETE = 'incomplete';

/** Key in `meta`: since when (Unix ms) each deletion on the volume is signed. */
export const DELETIONS_SIGNED = 'deletionsSigned';

/** Key in `meta`: the newest instant (Unix ms) at which the clock was believed, see retention/clock-trust.ts. */
export const CLOCK_KNOWN = 'clockKnownUnixMs';

/** The stored number is the position in this list: 0 open, 1 complete, 2 unproven. */
export const SEGMENT_STATES = ['open', 'complete', 'unproven'] as const;
/**
 * `open`: still written, its fragments are in the file only. `complete`: final. `unproven`: found on disk, unknown to
 * the journal or not what it says.
 */
export type SegmentState = (typeof SEGMENT_STATES)[number];

/**
 * A stream of this volume; it stays when its footage is gone, so that numbers and chain go on. `id` means something in
 * this index only.
 */
export interface StreamRow {
  readonly id: number;
  readonly stream: StreamKey;
  /** The number that the next segment gets. */
  readonly nextSeq: number;
  /** After the newest complete segment; 32 bytes. */
  readonly chain: Uint8Array;
}

/**
 * One continuous reception. `init` is the init segment that each file of the run begins with; ticks of its segments are
 * in `timescale` and comparable within the run only. Widths and heights are null of sound.
 */
export interface RunRow {
  readonly id: number;
  readonly streamId: number;
  readonly startUnixMs: number;
  readonly reason: string;
  readonly codec: string;
  readonly codecString: string;
  readonly widthPixels: number | null;
  readonly heightPixels: number | null;
  readonly timescale: number;
  readonly init: Uint8Array;
}

/**
 * One segment file. `seq` counts in the order recorded, whatever the clock says, and never goes back; `syncSeq` is the
 * segment of the run whose sync sample leads to its first picture, itself where it starts on one.
 */
export interface SegmentRow {
  readonly id: number;
  readonly streamId: number;
  readonly seq: number;
  readonly runId: number;
  readonly state: SegmentState;
  readonly startUnixMs: number;
  /** Of an open segment: equal to `startUnixMs`. Exclusive. */
  readonly endUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
  /** Of an open segment: 0, the file itself says it. */
  readonly sizeBytes: number;
  readonly syncSeq: number;
}

/** What some segments add up to; the outermost instants are null where there are none. */
export interface SegmentSum {
  readonly bytes: number;
  readonly recordedMs: number;
  readonly firstUnixMs: number | null;
  readonly lastUnixMs: number | null;
}

/** A segment with the value that the stream's chain went on with. */
export interface HashedSegmentRow extends SegmentRow {
  /** What was recorded, also where the file holds something else; null of an open one. */
  readonly hash: Uint8Array | null;
}

/** Of a complete or unproven segment. */
export interface SegmentFragmentsRow {
  /** Packed: see `decodeFragmentTable`. */
  readonly fragments: Uint8Array;
  /** 32 bytes a fragment. */
  readonly leaves: Uint8Array;
  /** What the journal says, where it knows the segment: of an altered one not what the leaves lead to. */
  readonly hash: Uint8Array;
}

/**
 * Why nothing was recorded of a stream, the end excluded; at most one a stream lasts. `detail` is English, for the log,
 * without secrets.
 */
export interface GapRow {
  readonly id: number;
  readonly streamId: number;
  readonly startUnixMs: number;
  /** Null while it lasts. */
  readonly endUnixMs: number | null;
  readonly cause: GapCause;
  readonly detail: string | null;
}

/**
 * A hold of a camera's streams, the end excluded. It is in force until `liftedUnixMs`: `reviewUnixMs` only asks a
 * person to look again.
 */
export interface HoldRow {
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
  readonly createdUnixMs: number;
  readonly liftedUnixMs: number | null;
  readonly liftedBy: string | null;
}

/**
 * What activity is kept of: seconds, one row a segment; 10 s, one an hour; 10 min, one a UTC day. Values of the latter
 * two are the greatest of the seconds below.
 */
export const ACTIVITY_STEPS_MS = [1000, 10_000, 600_000] as const;
/** Milliseconds that one activity value stands for. */
export type ActivityStepMs = (typeof ACTIVITY_STEPS_MS)[number];

/** Values one after the other from `startUnixMs` on, a multiple of their step; how long a step is, the question says. */
export interface ActivityRow {
  readonly startUnixMs: number;
  /** A byte a step: 0 no data, 1..255. */
  readonly values: Uint8Array;
}

/** What stays of a deleted segment: with its hash the chain can be followed across it. */
export interface TombstoneRow {
  readonly streamId: number;
  readonly seq: number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly sizeBytes: number;
  /** Null: never in the chain (nothing of it was complete, or it was unproven). */
  readonly hash: Uint8Array | null;
  readonly reason: TombstoneReason;
  readonly deletedUnixMs: number;
}

/** Tombstones made one: see `CheckpointEntry`. */
export interface CheckpointRow {
  readonly streamId: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly chainBefore: Uint8Array;
  readonly chainAfter: Uint8Array;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly segments: number;
  readonly sizeBytes: number;
  readonly reasons: Readonly<Partial<Record<TombstoneReason, number>>>;
  readonly madeUnixMs: number;
}

/** A chain value after segment `seq`, with the Ed25519 signature of the key `keyId` over `headMessage`. */
export interface HeadRow {
  readonly streamId: number;
  readonly seq: number;
  readonly chain: Uint8Array;
  readonly signedUnixMs: number;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A mark on the volume, of no stream. `detail` is what was JSON in the column; what was no object becomes `{}`. */
export interface EventRow {
  readonly id: number;
  readonly atUnixMs: number;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
