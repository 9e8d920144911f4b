/** What the connections of one simulated camera share. */
import type { CameraFaults } from '../faults/camera-faults.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Authenticator } from './authentication.ts';
import type { Mount, RtspServerOptions } from './server-options.ts';
import type { Session } from './session.ts';

/** The time-out of RFC 2326, section 12.37, for cameras that aren't told another. */
export const DEFAULT_SESSION_TIMEOUT_SECONDS = 60;

/** State that connections read and change; it lives as long as the server. */
export interface ServerState {
  readonly options: RtspServerOptions;
  readonly mounts: ReadonlyMap<string, Mount>;
  readonly sessions: Map<string, Session>;
  readonly random: SeededRandom;
  readonly authenticator: Authenticator | null;
  /** Requests so far, by method. */
  readonly requestCounts: Map<string, number>;
  faults: CameraFaults | null;
}
