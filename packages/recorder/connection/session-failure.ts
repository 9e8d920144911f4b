/** From what RTSP, sockets and DNS report to the closed list of stream failures. */
import type { StreamFailureCode, StreamStep } from '@matlang/link';
import type { RtspFailure, RtspFailureCode, RtspStep } from '@matlang/media/rtsp';

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
