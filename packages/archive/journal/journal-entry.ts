/**
 * What the journal says: every fact of a volume that is not in the segment files themselves. The index follows from the
 * entries in their order and the files (`index/apply-entry.ts`); nothing is committed to the index before its entry is synced.
 */

import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKind } from '../port/stream-key.ts';

interface OfStream {
  readonly cameraId: string;
  readonly kind: StreamKind;
}

/** A recorder took the volume. */
export interface StartedEntry {
  readonly type: 'started';
  readonly atUnixMs: number;
  readonly volumeId: string;
  readonly bootId: string;
}

/** And let go of it on purpose. */
export interface StoppedEntry {
  readonly type: 'stopped';
  readonly atUnixMs: number;
}

/** Precedes the first segment of a run. A number that comes again (the run never got a segment) replaces the earlier one. */
export interface RunEntry extends OfStream {
  readonly type: 'run';
  readonly run: number;
  readonly startUnixMs: number;
  readonly reason: string;
  /** SHA-256 of the init segment, hex. */
  readonly initHash: string;
}

/** A segment is complete. */
export interface SegmentEntry extends OfStream {
  readonly type: 'segment';
  readonly seq: number;
  readonly run: number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly syncSeq: number;
  /** Hex, as all digests here. */
  readonly hash: string;
  readonly chain: string;
  /** The stream's usual picture size before this segment, see activity/: makes its activity computable again. */
  readonly level: number;
}

/**
 * The gap of this stream that begins here, as it is now: `endUnixMs` null while it lasts; equal to the start: it never was.
 * Cause `retention` also takes the place of closed gaps inside it.
 */
export interface GapEntry extends OfStream {
  readonly type: 'gap';
  readonly startUnixMs: number;
  readonly endUnixMs: number | null;
  readonly cause: GapCause;
  readonly detail: string | null;
}

/** A hold was placed. A line for each volume: a hold is of the camera, wherever its footage lies. */
export interface HoldEntry {
  readonly type: 'hold';
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
  readonly createdUnixMs: number;
}

/**
 * Stands for a person in the lifting of a hold that another volume refused: nobody was told that it is held, so that it may be
 * placed once more under its id.
 */
export const REFUSED_ELSEWHERE = 'refused';

/** A hold was lifted, and by whom; without such a hold in force it changes nothing. */
export interface LiftEntry {
  readonly type: 'lift';
  readonly id: string;
  readonly by: string;
  readonly atUnixMs: number;
}

/** Why footage was deleted; `repair`: its file was damaged or gone. */
export const TOMBSTONE_REASONS = ['retention', 'space', 'deleted', 'repair'] as const;
/**
 * `retention`: older than the camera's days; `space`: the disk was at its floor; `deleted`: a person asked for it;
 * `repair`: what was left of it was damaged or gone.
 */
export type TombstoneReason = (typeof TOMBSTONE_REASONS)[number];

/** A segment is gone, file and row. `hash` is hex, as in its `SegmentEntry`; null where it was never in the chain. */
export interface TombstoneEntry extends OfStream {
  readonly type: 'tombstone';
  readonly seq: number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly sizeBytes: number;
  readonly hash: string | null;
  readonly reason: TombstoneReason;
  readonly atUnixMs: number;
}

/**
 * Stands for the segments, tombstones and heads from `fromSeq` to `toSeq`, all deleted: their lines may go from the journal.
 * `chainAfter` is the value of the signed head at `toSeq`, whose own line stays; so does that of the head at `fromSeq - 1`,
 * unless `fromSeq` is 0. It takes the place of checkpoints inside it.
 */
export interface CheckpointEntry extends OfStream {
  readonly type: 'checkpoint';
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Hex; before the first and after the last of them. */
  readonly chainBefore: string;
  readonly chainAfter: string;
  /** From the earliest start to the latest end. */
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  /** How many segments, and how large they were together. */
  readonly segments: number;
  readonly sizeBytes: number;
  /** How many went for which reason. */
  readonly reasons: Readonly<Partial<Record<TombstoneReason, number>>>;
  readonly atUnixMs: number;
}

/**
 * A signed chain value after segment `seq`; what the signature covers: see `headMessage`. Digests and signature are
 * hex.
 */
export interface HeadEntry extends OfStream {
  readonly type: 'head';
  readonly seq: number;
  readonly chain: string;
  readonly signedUnixMs: number;
  readonly keyId: string;
  readonly signature: string;
  /** Without it 1: see `HeadDraft`. */
  readonly version?: 2;
}

/** The node's signature over a key that signs deletions. Each file of the journal says it before the first seal of that key. */
export interface DeletionKeyEntry {
  readonly type: 'deletion-key';
  /** Hex, as all here. */
  readonly publicKey: string;
  readonly signedUnixMs: number;
  readonly keyId: string;
  readonly signature: string;
}

/** Signs the tombstones and checkpoints between it and the next seal whose digests it lists, see commit/deletion-seal.ts. */
export interface SealEntry {
  readonly type: 'seal';
  readonly key: string;
  /** One behind the other. */
  readonly digests: string;
  readonly signature: string;
}

/** These numbers of each stream (`camera/kind`) were deleted before deletions were signed. */
export interface AdoptedEntry {
  readonly type: 'adopted';
  readonly atUnixMs: number;
  readonly deleted: Readonly<Record<string, string>>;
  readonly key: string;
  readonly signature: string;
}

/** A mark of no stream: a step of the clock, "filled later". The detail must fit a line, see `MAX_JOURNAL_LINE_BYTES`. */
export interface EventEntry {
  readonly type: 'event';
  readonly atUnixMs: number;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Something was mended, by recovery or by `check --repair`: an entry, not a silence. */
export interface RepairEntry {
  readonly type: 'repair';
  readonly atUnixMs: number;
  readonly what: string;
  /** Of a file, relative to the volume; null where it concerns none. */
  readonly path: string | null;
}

/** Numbers that an index knew which neither journal nor files know any more: said when it was made anew, and a hole ever after. */
export interface LostEntry extends OfStream {
  readonly type: 'lost';
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly atUnixMs: number;
}

/** Every entry there is. What a line of each must hold to be one is in `journal-line.ts`; a new type belongs to both. */
export type JournalEntry =
  | StartedEntry
  | StoppedEntry
  | RunEntry
  | SegmentEntry
  | GapEntry
  | HoldEntry
  | LiftEntry
  | TombstoneEntry
  | CheckpointEntry
  | HeadEntry
  | EventEntry
  | RepairEntry
  | LostEntry
  | DeletionKeyEntry
  | SealEntry
  | AdoptedEntry;
