/** What people set on a camera; no secret is among it. */
import type { CameraAudio, CameraLive, RecordChoice, Transport } from './camera.ts';

/** Everything of a camera that a person may change, each field already in the form in which it is kept. */
export interface CameraSettings {
  readonly name: string;
  /** False: nothing is pulled. */
  readonly enabled: boolean;
  /** Without user and password, and `***` for a secret behind the host (`hideAddressSecrets`). */
  readonly mainUrl: string;
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly transport: Transport;
  readonly record: RecordChoice;
  readonly live: CameraLive;
  readonly audio: CameraAudio;
  readonly retentionDays: number;
}
