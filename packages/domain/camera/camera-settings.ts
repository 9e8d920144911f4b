/** What people set on a camera; no secret is among it. */
import type { CameraAudio, CameraLive, RecordChoice, Transport } from './camera.ts';

export interface CameraSettings {
  readonly name: string;
  /** False: nothing is pulled. */
  readonly enabled: boolean;
  /** Without user and password. */
  readonly mainUrl: string;
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly transport: Transport;
  readonly record: RecordChoice;
  readonly live: CameraLive;
  readonly audio: CameraAudio;
  readonly retentionDays: number;
}
