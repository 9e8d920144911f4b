export { parseRtpInfo, parseSessionHeader, parseTransportHeader } from './answer-headers.ts';
export type { AuthenticationScheme } from './authentication.ts';
export { Authorizer, type Credentials, type Digests } from './authorization.ts';
export { type Challenge, parseChallenges } from './challenge.ts';
export { RtspClient } from './client.ts';
export type {
  RtspFailure,
  RtspFailureCode,
  RtspStep,
  RtspTrack,
  RtspWarning,
  UdpPorts,
} from './client-types.ts';
export { InterleavedReader } from './interleaved-reader.ts';
export {
  parseMessageHead,
  type RtspRequest,
  type RtspResponse,
  writeRequest,
  writeResponse,
} from './message.ts';
export { parseRtspUrl, type RtspUrl, redactCredentials } from './rtsp-url.ts';
