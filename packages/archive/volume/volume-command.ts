/** What goes between the recorder's loop and the thread of a volume: plain data, cloned; pictures in shared memory. */
import type { ArchiveErrorCode, ArchiveErrorDetails } from '../port/archive-error.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { AppendedAnnouncement, HoldRequest, VolumeStatistics } from '../port/writer.ts';
import type { SignedDraft, SigningDraft } from '../proof/head.ts';
import type { RunDefinition } from './volume-run.ts';

/** Runs are named by a token of the client. */
export type VolumeCommand =
  | { readonly type: 'begin-run'; readonly token: number; readonly definition: RunDefinition }
  | {
      readonly type: 'append';
      readonly token: number;
      readonly parts: readonly Uint8Array[];
      readonly wallStartUnixMs: number;
      readonly wallEndUnixMs: number;
    }
  | { readonly type: 'end-run'; readonly token: number }
  /** Fragments of the run, which may be one that never came here, were dropped from this instant on. */
  | {
      readonly type: 'lost';
      readonly token: number;
      readonly stream: StreamKey;
      readonly startUnixMs: number;
    }
  | {
      readonly type: 'gap';
      readonly stream: StreamKey;
      readonly cause: GapCause;
      readonly startUnixMs: number;
      readonly detail: string | null;
    }
  | {
      readonly type: 'event';
      readonly atUnixMs: number;
      readonly event: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'retention'; readonly cameraId: string; readonly days: number }
  | { readonly type: 'request'; readonly id: number; readonly request: VolumeRequest }
  /** Answer to a `sign` report. */
  | { readonly type: 'heads'; readonly id: number | null; readonly heads: readonly SignedDraft[] }
  | { readonly type: 'tick' }
  | { readonly type: 'close'; readonly stoppedUnixMs: number };

/** Each gets an `answer` or a `refusal`. */
export type VolumeRequest =
  | { readonly type: 'hold'; readonly hold: HoldRequest }
  | { readonly type: 'lift'; readonly id: string; readonly by: string }
  | { readonly type: 'delete-footage'; readonly cameraId: string; readonly reason: string }
  | {
      readonly type: 'lease';
      readonly id: string;
      readonly cameraId: string;
      readonly startUnixMs: number;
      readonly endUnixMs: number;
      readonly expiresUnixMs: number;
    }
  | { readonly type: 'release'; readonly id: string }
  /** Null: of all cameras. */
  | { readonly type: 'sign-heads'; readonly cameraId: string | null };

/** An `ArchiveError` as data. */
export interface RefusalData {
  readonly code: ArchiveErrorCode;
  readonly message: string;
  readonly details: ArchiveErrorDetails;
}

/** Bytes of `delete-footage`, zeros for other requests; `placed` of `hold`: by this very request, not by one before. */
export interface VolumeAnswer {
  readonly deletedBytes: number;
  readonly heldBytes: number;
  readonly placed: boolean;
}

/** Statistics but for what only the client knows. */
export type VolumeCondition = Omit<VolumeStatistics, 'volumeId' | 'path' | 'queuedBytes' | 'state'> & {
  readonly state: Exclude<VolumeStatistics['state'], 'stalled'>;
};

/** What the thread tells its client; a `refused` or `closed` is its last. */
export type VolumeReport =
  /** The first attempt to open is over; the disk may be in any state. */
  | { readonly type: 'opened'; readonly condition: VolumeCondition }
  /** It must not be opened: locked, or of a newer version. */
  | { readonly type: 'refused'; readonly refusal: RefusalData }
  | { readonly type: 'appended'; readonly announcement: AppendedAnnouncement }
  | { readonly type: 'condition'; readonly condition: VolumeCondition }
  /** To be signed and sent back as `heads` with the same id. */
  | { readonly type: 'sign'; readonly id: number | null; readonly drafts: readonly SigningDraft[] }
  | { readonly type: 'answer'; readonly id: number; readonly answer: VolumeAnswer }
  | { readonly type: 'refusal'; readonly id: number; readonly refusal: RefusalData }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'closed' };
