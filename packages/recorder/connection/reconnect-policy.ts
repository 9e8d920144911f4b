/** When to try again: a pure function of what went wrong and how often. */
import type { StreamFailureCode } from '@matlang/link';

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** Cameras lock an account after 5 to 10 refusals within 5 to 30 minutes (Hikvision: 7 in 30 minutes by default). */
const CREDENTIALS_FIRST_DELAY_MS = 60_000;
const CREDENTIALS_MAX_DELAY_MS = 15 * 60_000;
/** What no waiting changes, only somebody's hand on the camera. */
const SETTING_MIN_DELAY_MS = 15_000;
/** RFC 2326 section 12.37. */
export const DEFAULT_SESSION_TIMEOUT_MS = 60_000;
/** Of a delay, so that nine cameras behind one switch don't come back in step. */
const JITTER = 0.25;

const CREDENTIALS_CODES: ReadonlySet<StreamFailureCode> = new Set<StreamFailureCode>([
  'credentials-missing',
  'credentials-refused',
  'authentication-unsupported',
  'forbidden',
  'password-unreadable',
]);
const SETTING_CODES: ReadonlySet<StreamFailureCode> = new Set<StreamFailureCode>([
  'stream-not-found',
  'description-invalid',
  'media-missing',
  'codec-not-recorded',
  'redirect-refused',
  'not-rtsp',
]);

/** What the policy looks at. */
export interface FailedTry {
  readonly code: StreamFailureCode;
  /** Failed tries in a row, this one included. */
  readonly attempts: number;
  /** This try had brought pictures before it failed. */
  readonly worked: boolean;
  /** Of the camera's session, where it told one. */
  readonly sessionTimeoutMs: number | null;
}

/** Ms until the next try. `random` is in [0, 1). */
export function nextTryDelayMs(failed: FailedTry, random: number): number {
  const { code, attempts } = failed;
  if (CREDENTIALS_CODES.has(code)) {
    return jittered(doubling(CREDENTIALS_FIRST_DELAY_MS, attempts, CREDENTIALS_MAX_DELAY_MS), random);
  }
  if (code === 'too-many-sessions') {
    // A session of ours that was cut off is still counted by the camera; asking sooner keeps some of them from forgetting it.
    return jittered(failed.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS, random);
  }
  if (failed.worked) {
    return 0;
  }
  const delayMs = doubling(FIRST_DELAY_MS, attempts, MAX_DELAY_MS);
  return jittered(SETTING_CODES.has(code) ? Math.max(SETTING_MIN_DELAY_MS, delayMs) : delayMs, random);
}

function doubling(firstMs: number, attempts: number, mostMs: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(attempts - 1, 20));
}

/** Never longer than asked by more than nothing: the greatest delay stays the greatest. */
function jittered(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - JITTER * random));
}
