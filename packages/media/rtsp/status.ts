/** What a refusing status code means for whoever must mend it (RFC 2326, section 11, and what cameras make of it). */
import type { RtspFailureCode } from './client-types.ts';

// 400 is not in it: Uniview and some Dahua answer so for a path that they don't know; the step tells the rest.
const CODES: Readonly<Record<number, RtspFailureCode>> = {
  403: 'forbidden',
  404: 'stream-not-found',
  451: 'stream-not-found',
  453: 'too-many-sessions',
  454: 'session-lost',
  461: 'transport-refused',
  503: 'too-many-sessions',
};

/** @param statusCode 400 and above. */
export function failureOfStatus(statusCode: number): RtspFailureCode {
  return CODES[statusCode] ?? 'rtsp-status';
}
