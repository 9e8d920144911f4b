/** From what RTSP, sockets and DNS report to the closed list of stream failures. */
import type { StreamFailureCode, StreamStep } from '@matlang/link';
import type { RtspFailure, RtspFailureCode, RtspStep, RtspUrl } from '@matlang/media/rtsp';

/** Why a try ended, and at which step. */
export interface SessionFailure {
  readonly step: StreamStep;
  readonly code: StreamFailureCode;
  readonly statusCode: number | null;
  /** English, without secrets. */
  readonly detail: string | null;
}

const STEP_OF_RTSP: Readonly<Record<RtspStep, StreamStep>> = {
  options: 'connecting',
  describing: 'describing',
  authenticating: 'authenticating',
  'setting-up': 'setting-up',
  starting: 'setting-up',
  playing: 'waiting-for-media',
  ended: 'receiving',
};

const CODE_OF_RTSP: Readonly<Record<RtspFailureCode, StreamFailureCode>> = {
  'not-rtsp': 'not-rtsp',
  'response-timeout': 'response-timeout',
  'credentials-missing': 'credentials-missing',
  'credentials-refused': 'credentials-refused',
  'authentication-unsupported': 'authentication-unsupported',
  forbidden: 'forbidden',
  'stream-not-found': 'stream-not-found',
  'too-many-sessions': 'too-many-sessions',
  'transport-refused': 'transport-refused',
  'rtsp-status': 'rtsp-status',
  'redirect-refused': 'redirect-refused',
  'description-invalid': 'description-invalid',
  'media-missing': 'media-missing',
  'session-lost': 'connection-lost',
};

const AUTHENTICATION_CODES: ReadonlySet<RtspFailureCode> = new Set<RtspFailureCode>([
  'credentials-missing',
  'credentials-refused',
  'authentication-unsupported',
]);

/** What step a stream is at while the conversation is at `step`. */
export function streamStepOf(step: RtspStep): StreamStep {
  return STEP_OF_RTSP[step];
}

/** An RTSP failure in the words of streams. */
export function failureOfRtsp(failure: RtspFailure): SessionFailure {
  return {
    step: AUTHENTICATION_CODES.has(failure.code) ? 'authenticating' : STEP_OF_RTSP[failure.step],
    code: CODE_OF_RTSP[failure.code],
    statusCode: failure.statusCode,
    detail: failure.detail,
  };
}

/**
 * The failure of a camera that another host sent us to. It gets none of the configured credentials; when it asks for some, or
 * refuses those that stood in the redirect, the operator hears what to do instead of that the password is wrong.
 */
export function failureOfRedirected(failure: RtspFailure, target: RtspUrl): SessionFailure {
  if (!AUTHENTICATION_CODES.has(failure.code)) {
    return failureOfRtsp(failure);
  }
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return {
    step: 'authenticating',
    code: 'redirect-refused',
    statusCode: failure.statusCode,
    detail:
      `the camera sends on to ${host.slice(0, 100)}:${target.port}, which asks for a user and a password; ` +
      'they are not given to another host: enter its address for this camera',
  };
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
]);

/** A socket error; `connected`: it had been open. */
export function failureOfSocket(error: Error, step: StreamStep, connected: boolean): SessionFailure {
  const errno = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const code = connected
    ? 'connection-lost'
    : errno === 'ECONNREFUSED'
      ? 'connection-refused'
      : errno === 'ETIMEDOUT'
        ? 'connect-timeout'
        : UNREACHABLE.has(errno)
          ? 'host-unreachable'
          : 'connection-lost';
  return { step, code, statusCode: null, detail: errno === '' ? null : errno };
}
