/** What a failure of a stream is called in the gap ledger. */
import type { GapCause } from '@matlang/archive';
import type { StreamFailureCode } from '@matlang/link';

/** Exhaustive: a new failure code does not compile without a cause. */
export const GAP_CAUSE_OF_FAILURE: Readonly<Record<StreamFailureCode, GapCause>> = {
  'password-unreadable': 'credentials',
  'host-unknown': 'offline',
  'host-unreachable': 'offline',
  'connection-refused': 'offline',
  'connect-timeout': 'offline',
  'connection-lost': 'network',
  'not-rtsp': 'network',
  'response-timeout': 'network',
  'credentials-missing': 'credentials',
  'credentials-refused': 'credentials',
  'authentication-unsupported': 'credentials',
  forbidden: 'credentials',
  'stream-not-found': 'no-media',
  'too-many-sessions': 'no-media',
  'transport-refused': 'no-media',
  'rtsp-status': 'no-media',
  'redirect-refused': 'no-media',
  'description-invalid': 'no-media',
  'media-missing': 'no-media',
  'codec-not-recorded': 'codec',
  'no-media': 'no-media',
  'no-key-frame': 'no-key-frame',
  'media-stalled': 'network',
  internal: 'recorder-down',
};
