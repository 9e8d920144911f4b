export {
  parseRtpInfo,
  parseSessionHeader,
  parseTransportHeader,
  type RtpInfo,
  type SessionHeader,
  type TransportHeader,
} from './answer-headers.ts';
export type { AuthenticationScheme } from './authentication.ts';
export { Authorizer, type Credentials, type Digests } from './authorization.ts';
export { type Challenge, parseChallenges } from './challenge.ts';
export { RtspClient } from './client.ts';
export type {
  RtspClientHandler,
  RtspClientOptions,
  RtspFailure,
  RtspFailureCode,
  RtspStep,
  RtspTrack,
  RtspWarning,
  UdpPorts,
} from './client-types.ts';
export { InterleavedReader, type InterleavedSink } from './interleaved-reader.ts';
export {
  parseMessageHead,
  RtspHeaders,
  type RtspMessage,
  type RtspRequest,
  type RtspResponse,
  writeRequest,
  writeResponse,
} from './message.ts';
export {
  parseRtspUrl,
  RTSP_DEFAULT_PORT,
  type RtspUrl,
  type RtspUrlProblem,
  redactCredentials,
} from './rtsp-url.ts';
