/** The rows of the index as domain types: what SQLite answers becomes one of these and nothing else. */
import type { TombstoneReason } from '../journal/journal-entry.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';

/** Key in `meta`: set where the journal has segments that this index lacks; an index made by `--rebuild` has none. */
export const INDEX_INCOMPLETE = 'incomplete';

/** Key in `meta`: since when (Unix ms) each deletion on the volume is signed. */
export const DELETIONS_SIGNED = 'deletionsSigned';

/** The stored number is the position in this list: 0 open, 1 complete, 2 unproven. */
export const SEGMENT_STATES = ['open', 'complete', 'unproven'] as const;
export type SegmentState = (typeof SEGMENT_STATES)[number];

export interface StreamRow {
  readonly id: number;
  readonly stream: StreamKey;
  /** The number that the next segment gets. */
  readonly nextSeq: number;
  /** After the newest complete segment; 32 bytes. */
  readonly chain: Uint8Array;
}

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

export interface GapRow {
  readonly id: number;
  readonly streamId: number;
  readonly startUnixMs: number;
  /** Null while it lasts. */
  readonly endUnixMs: number | null;
  readonly cause: GapCause;
  readonly detail: string | null;
}

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

export const ACTIVITY_STEPS_MS = [1000, 10_000, 600_000] as const;
export type ActivityStepMs = (typeof ACTIVITY_STEPS_MS)[number];

export interface ActivityRow {
  readonly startUnixMs: number;
  /** A byte a step: 0 no data, 1..255. */
  readonly values: Uint8Array;
}

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

export interface HeadRow {
  readonly streamId: number;
  readonly seq: number;
  readonly chain: Uint8Array;
  readonly signedUnixMs: number;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface EventRow {
  readonly id: number;
  readonly atUnixMs: number;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
