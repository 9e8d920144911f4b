/** The sockets between the processes: schemas and framing. */

export {
  type AnalystRefusal,
  type FromAnalystFrame,
  type ToAnalystFrame,
} from './analyst/analyst-frames.ts';
export { decodeFromAnalystFrame, decodeToAnalystFrame } from './analyst/decode-analyst-frame.ts';
export { encodeFromAnalystFrame, encodeToAnalystFrame } from './analyst/encode-analyst-frame.ts';
export { type AuditLogHead, auditLogHeadText } from './command/audit-log-head.ts';
export {
  PROBE_FINDINGS,
  type ProbedMedia,
  type ProbeFinding,
  type ProbeReport,
} from './command/probe-report.ts';
export type { CommandOutcome, CommandRefusal, RecorderCommand } from './command/recorder-command.ts';
export { analystConfigurationSchema } from './configuration/analyst-configuration.ts';
export {
  type CameraConfiguration,
  cameraAddressContext,
  cameraPasswordContext,
  MAX_CAMERAS,
  probePasswordContext,
  RECORDER_CONFIGURATION_VERSION,
  type RecorderConfiguration,
  recorderConfigurationSchema,
  type Transport,
} from './configuration/recorder-configuration.ts';
export { decodeFromRecorderFrame, decodeToRecorderFrame } from './frame/decode-frame.ts';
export {
  encodeFragmentHeader,
  encodeFromRecorderFrame,
  encodeToRecorderFrame,
} from './frame/encode-frame.ts';
export { type DecodeFrame, FrameReader } from './frame/frame-reader.ts';
export type {
  ChannelFragmentFrame,
  ChannelInitFacts,
  ChannelState,
  FromRecorderFrame,
  SkipReason,
  ToRecorderFrame,
} from './frame/frame-schemas.ts';
export {
  LINK_PROTOCOL_VERSION,
  MAX_CHANNELS,
  MAX_CREDIT_BYTES,
  MAX_PENDING_COMMANDS,
} from './frame/frame-type.ts';
export { LinkError } from './frame/link-error.ts';
export { EXIT_DO_NOT_RESTART } from './process/exit-code.ts';
export { WISH_SIMULATED_CAMERAS } from './process/wish.ts';
export { ANALYST_SOCKET, RECORDER_SOCKET } from './socket-paths.ts';
export {
  STREAM_FAILURE_CODES,
  STREAM_KINDS,
  STREAM_STEPS,
  type StreamFailureCode,
  type StreamKind,
  type StreamState,
  type StreamStep,
} from './stream/stream-state.ts';
export {
  MAX_VOLUME_DETAIL_CHARACTERS,
  type RecorderStatistics,
  type StreamStatistics,
  type VolumeStatistics,
} from './stream/stream-statistics.ts';
