/** The API's words for streams and their states. The recorder's socket has its own list (link); server's compiler check holds them together. */

/** The streams of a camera; sound is recorded apart. */
export const STREAM_KINDS = ['main', 'sub', 'audio'] as const;
/** One of STREAM_KINDS. */
export type StreamKind = (typeof STREAM_KINDS)[number];

/** From nothing to pictures, in order. */
export const STREAM_STEPS = [
  'configuring',
  'resolving',
  'connecting',
  'authenticating',
  'describing',
  'setting-up',
  'waiting-for-media',
  'waiting-for-key-frame',
  'receiving',
] as const;
/** One of STREAM_STEPS. */
export type StreamStep = (typeof STREAM_STEPS)[number];

/** `unknown`: the recorder has not told, because it is away or just started. */
export const STREAM_STATES = [
  'unknown',
  'off',
  'resolving',
  'connecting',
  'authenticating',
  'describing',
  'setting-up',
  'waiting-for-media',
  'waiting-for-key-frame',
  'receiving',
  'failed',
] as const;
/** One of STREAM_STATES. */
export type StreamStateName = (typeof STREAM_STATES)[number];

/** Why a stream fails, by what somebody can do about it; texts are in STREAM_FAILURE_TEXTS. */
export const STREAM_FAILURE_CODES = [
  'password-unreadable',
  'host-unknown',
  'host-unreachable',
  'connection-refused',
  'connect-timeout',
  'connection-lost',
  'not-rtsp',
  'response-timeout',
  'credentials-missing',
  'credentials-refused',
  'authentication-unsupported',
  'forbidden',
  'stream-not-found',
  'too-many-sessions',
  'transport-refused',
  'rtsp-status',
  'redirect-refused',
  'description-invalid',
  'media-missing',
  'codec-not-recorded',
  'no-media',
  'no-key-frame',
  'media-stalled',
  'internal',
] as const;
/** One of STREAM_FAILURE_CODES. */
export type StreamFailureCode = (typeof STREAM_FAILURE_CODES)[number];
