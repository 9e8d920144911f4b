/** A camera: one device with its streams, as the site keeps it. */
import type { CameraSettings } from './camera-settings.ts';

export const TRANSPORTS = ['tcp', 'udp'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Which video streams go to disk. */
export const RECORD_CHOICES = ['main', 'both', 'sub', 'none'] as const;
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

export interface Camera extends CameraSettings {
  readonly id: string;
  readonly siteId: string;
  readonly volumeId: string;
  /** Sealed with the site's key; null without a password. Never shown. */
  readonly sealedPassword: string | null;
  /** Grows by one at each change: whoever edits names the one they saw. */
  readonly revision: number;
  readonly createdUnixMs: number;
  readonly changedUnixMs: number;
  /** Not null: it is gone from the site; the row names the footage that was kept. */
  readonly removedUnixMs: number | null;
}
