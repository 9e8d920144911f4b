/** What the archive takes on its disks, by stream and day: for the page about storage and for forecasts. */
import type { StreamKey } from '../port/stream-key.ts';
import type { VolumeState } from '../reading/stream-listing.ts';

/** What is asked for. */
export interface UsageQuestion {
  readonly nowUnixMs: number;
  /** Days begin at that many minutes east of UTC. */
  readonly utcOffsetMinutes: number;
  /** How many of the newest days are told one by one; 31 at most. */
  readonly days: number;
  /** How long a camera's footage is kept; null where nobody says. */
  readonly retentionMs: (cameraId: string) => number | null;
}

/** Bytes are those of closed segments, counted where they begin. */
export interface StreamUsage {
  readonly stream: StreamKey;
  readonly volumeId: string;
  readonly bytes: number;
  /** What holds keep, each byte once. */
  readonly heldBytes: number;
  /** Null where it has no footage. */
  readonly oldestUnixMs: number | null;
  /** Of the last 24 h, and for how long of them there was footage at all. */
  readonly lastDay: { readonly bytes: number; readonly coveredMs: number };
  /** The oldest first. */
  readonly days: readonly { readonly startUnixMs: number; readonly bytes: number }[];
  /** The oldest segment that no hold keeps; null without any. */
  readonly nextToGo: { readonly startUnixMs: number; readonly endUnixMs: number } | null;
  /** What its days being over takes within 24 h. */
  readonly dueBytes: number;
}

/** A hold that is not lifted, with the bytes that it keeps by itself. */
export interface HoldUsage {
  readonly holdId: string;
  readonly cameraId: string;
  readonly volumeId: string;
  readonly bytes: number;
}

/** Volumes that can't be read are not in the figures. */
export interface StorageUsage {
  readonly streams: readonly StreamUsage[];
  readonly holds: readonly HoldUsage[];
  readonly volumes: readonly VolumeState[];
}
