/** The sockets between the processes: schemas and framing. */

export {
  PROBE_FINDINGS,
  type ProbedMedia,
  type ProbeFinding,
  type ProbeReport,
  probeReportSchema,
} from './command/probe-report.ts';
export {
  COMMAND_REFUSALS,
  type CommandOutcome,
  type CommandRefusal,
  commandOutcomeSchema,
  type RecorderCommand,
  recorderCommandSchema,
} from './command/recorder-command.ts';
export {
  type CameraConfiguration,
  cameraConfigurationSchema,
  cameraPasswordContext,
  MAX_CAMERAS,
  MAX_VOLUMES,
  probePasswordContext,
  RECORD_CHOICES,
  RECORDER_CONFIGURATION_VERSION,
  type RecordChoice,
  type RecorderConfiguration,
  recorderConfigurationSchema,
  TRANSPORTS,
  type Transport,
  type VolumeConfiguration,
} from './configuration/recorder-configuration.ts';
export { RTSP_URL_PATTERN } from './configuration/rtsp-url.ts';
export { decodeFromRecorderFrame, decodeToRecorderFrame } from './frame/decode-frame.ts';
export {
  encodeFragmentHeader,
  encodeFromRecorderFrame,
  encodeToRecorderFrame,
  FRAGMENT_HEADER_BYTES,
} from './frame/encode-frame.ts';
export { type DecodeFrame, FrameReader } from './frame/frame-reader.ts';
export {
  CHANNEL_STATES,
  type ChannelFragmentFrame,
  type ChannelInitFacts,
  type ChannelInitFrame,
  type ChannelState,
  type FromRecorderFrame,
  SKIP_REASONS,
  type SkipReason,
  type ToRecorderFrame,
} from './frame/frame-schemas.ts';
export {
  LINK_PROTOCOL_VERSION,
  MAX_CHANNELS,
  MAX_CREDIT_BYTES,
  MAX_FRAME_BYTES,
  MAX_PENDING_COMMANDS,
} from './frame/frame-type.ts';
export { LinkError, type LinkErrorCode } from './frame/link-error.ts';
export { EXIT_DO_NOT_RESTART } from './process/exit-code.ts';
export {
  STREAM_FAILURE_CODES,
  STREAM_KINDS,
  STREAM_STEPS,
  type StreamFailureCode,
  type StreamKind,
  type StreamState,
  type StreamStep,
  streamKindSchema,
  streamStateSchema,
} from './stream/stream-state.ts';
export {
  type RecorderStatistics,
  recorderStatisticsSchema,
  type StreamStatistics,
  streamStatisticsSchema,
  type VolumeStatistics,
} from './stream/stream-statistics.ts';
