/** A camera: one device with its streams, as the site keeps it. */
import type { CameraSettings } from './camera-settings.ts';

/** What RTP may travel on: interleaved in the RTSP connection, or datagrams. */
export const TRANSPORTS = ['tcp', 'udp'] as const;

/** How a camera's media is asked for; the recorder may fall back to the other where the camera refuses it. */
export type Transport = (typeof TRANSPORTS)[number];

/** Which video streams go to disk. */
export const RECORD_CHOICES = ['main', 'both', 'sub', 'none'] as const;

/** A choice of `RECORD_CHOICES`: streams that aren't recorded may still be watched live. */
export type RecordChoice = (typeof RECORD_CHOICES)[number];

/** Sound is off unless somebody gave a reason for it. */
export interface CameraAudio {
  readonly enabled: boolean;
  readonly reason: string | null;
}

/** Which streams are pulled for viewers even where they are not recorded. */
export interface CameraLive {
  readonly main: boolean;
  readonly sub: boolean;
}

/** A camera's row: settings, identity and history. Ids are UUIDv7; times are milliseconds since 1970, UTC. */
export interface Camera extends CameraSettings {
  readonly id: string;
  readonly siteId: string;
  readonly volumeId: string;
  /** Sealed with the site's key; null without a password. Never shown. */
  readonly sealedPassword: string | null;
  /** The whole address, sealed, where `mainUrl` hides a secret of it; null: `mainUrl` is all. Never shown. */
  readonly sealedMainUrl: string | null;
  readonly sealedSubUrl: string | null;
  /** Grows by one at each change: whoever edits names the one they saw. */
  readonly revision: number;
  readonly createdUnixMs: number;
  readonly changedUnixMs: number;
  /** Not null: it is gone from the site; the row names the footage that was kept. */
  readonly removedUnixMs: number | null;
}
