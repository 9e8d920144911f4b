/** What an export is, frozen before its first byte is sent. */

import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKind } from '../port/stream-key.ts';
import type { SegmentReference } from '../reading/segment-reference.ts';

/**
 * What is asked for: site time, the end excluded. The limits are for tests and small machines; what goes beyond a
 * part's begins the next part, nothing is left out.
 */
export interface ExportRequest {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** Muxes the camera's sound where it was recorded. */
  readonly withAudio: boolean;
  readonly cameraName: string;
  /**
   * Site time now: nothing behind it is missing, nor the last seconds before it of a recording that goes on. Without it,
   * all of the span counts as past.
   */
  readonly nowUnixMs?: number;
  /** Creation time inside the movie; without it, each part's first shown instant. */
  readonly creationUnixMs?: number;
  /** A part that would grow larger is cut at a key frame; 64 GiB unless told. */
  readonly maxPartBytes?: number;
  /** The same by fragments, since each is a range of its own: 300,000 unless told. A part also holds 2,700,000 samples at most. */
  readonly maxPartFragments?: number;
  /** A plan that would hold more is refused as `too-large`: headers and ranges, 128 MiB unless told. */
  readonly maxPlanBytes?: number;
  /** Aborted when nobody waits any more: the promise rejects with `closed`. */
  readonly signal?: AbortSignal | undefined;
  /** For file names only: minutes east of UTC; 0 unless told. */
  readonly utcOffsetMinutes?: number;
}

/** What the movie shows from `movieStartMs` on. */
export interface ExportSpan {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly movieStartMs: number;
  /** From the key frame that decoding begins with to `startUnixMs`: in the file, hidden by the edit list. */
  readonly hiddenPreRollMs: number;
}

/** What is missing of the asked span between, before or after what is shown; neighbours of different causes touch. */
export interface ExportGap {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  /** Null where nobody wrote down why: packets lost on the way, a disk that is away. */
  readonly cause: GapCause | null;
}

/** One movie file. */
export interface ExportPart {
  /** ASCII, ends in `.mp4`. */
  readonly fileName: string;
  readonly totalBytes: number;
  /** Strong validator without quotes: SHA-256 of everything that makes the bytes. */
  readonly etag: string;
  readonly codecString: string;
  readonly audioCodecString: string | null;
  readonly spans: readonly ExportSpan[];
  readonly gaps: readonly ExportGap[];
  readonly durationMs: number;
  /** `ftyp`, `moov` and the header of `mdat`. */
  readonly header: Uint8Array;
  /** Files that the media bytes come from. */
  readonly sources: readonly SegmentReference[];
  /** Parallel arrays: the ranges that follow the header, in order. `sources` holds indexes. */
  readonly ranges: {
    readonly sources: Uint32Array;
    readonly offsetsBytes: Float64Array;
    readonly sizesBytes: Float64Array;
    /** Where each lies in the movie. */
    readonly movieOffsetsBytes: Float64Array;
  };
}

/**
 * Parts in the order recorded, at least one. It holds no open file: until it is read, footage may be deleted unless a
 * lease keeps it.
 */
export interface ExportPlan {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** More than one where the format changes within the span, a series needs a fresh decoder, or a gap or size asks for it. */
  readonly parts: readonly ExportPart[];
}
