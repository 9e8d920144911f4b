/** What was recorded when, for drawing: spans, gaps with their causes, activity, holds, steps of the clock. */
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKind } from '../port/stream-key.ts';
import type { VolumeState } from '../reading/stream-listing.ts';

/** Site time, the end excluded. At most 256 cameras; a camera that nobody knows is answered with empty lists. */
export interface TimelineQuery {
  readonly cameraIds: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** Most activity values per stream, 1..`MAX_TIMELINE_POINTS`; 0 leaves activity out. */
  readonly maxPoints: number;
}

/** All instants in Unix ms, clipped to the asked span. */
export interface TimelineSpan {
  readonly start: number;
  readonly end: number;
  readonly stream: StreamKind;
}

/**
 * Nothing was recorded, and why. What has neither span nor gap, nobody knows of: before a camera was added, or its
 * volume is away. Not clipped: whoever says until when a gap lasts, or goes behind it, needs its true ends.
 */
export interface TimelineGap {
  readonly start: number;
  /** Null while it lasts. */
  readonly end: number | null;
  readonly stream: StreamKind;
  readonly cause: GapCause;
}

/** One stream's activity in steps one after the other; left out where nothing is known of it in that time. */
export interface TimelineActivity {
  readonly stream: StreamKind;
  /** A multiple of `stepMs`, at or before the asked start. */
  readonly start: number;
  readonly stepMs: number;
  /** 0 no data, 1..255 how much the coded size stands out; the greatest within each step. */
  readonly values: readonly number[];
}

/** A hold that is in force, once, whichever volumes know it; clipped to the asked span. `reviewUnixMs` is not. */
export interface TimelineHold {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
}

/** In a span list an hour that exists twice (the clock went back) comes twice, in the order recorded. */
export interface CameraTimeline {
  readonly cameraId: string;
  readonly spans: readonly TimelineSpan[];
  readonly gaps: readonly TimelineGap[];
  readonly activity: readonly TimelineActivity[];
  readonly holds: readonly TimelineHold[];
}

/** Steps of the machine's clock and other marks: they concern all cameras of a volume. */
export interface TimelineEvent {
  readonly at: number;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The answer; events in their order, each once. `volumes` says whether footage may lie where it can't be read now. */
export interface Timeline {
  /** In the order asked; a camera without footage has empty lists. */
  readonly cameras: readonly CameraTimeline[];
  readonly events: readonly TimelineEvent[];
  readonly volumes: readonly VolumeState[];
}

/** Activity values a stream: more than any screen has columns. */
export const MAX_TIMELINE_POINTS = 10_000;
