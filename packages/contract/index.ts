/** The HTTP API as data: schemas, routes, errors and their sentences. PURE; used by server, command line and web alike. */

export {
  AUDIT_ACTION_KINDS,
  AUDIT_ACTION_TEXTS,
  type AuditAction,
  auditActionText,
} from './audit/action-texts.ts';
export {
  AUDIT_HEAD_FORMAT,
  type AuditHeadAnswer,
  auditHeadSchema,
  auditHeadText,
  parseAuditHead,
} from './audit/audit-head.ts';
export { provesEntry, provingEntry, provingGrowth } from './audit/audit-proof.ts';
export {
  AUDIT_EXPORT_FORMAT,
  type AuditEntryAnswer,
  type AuditExportFile,
  type AuditPageAnswer,
  auditExportSchema,
  auditPageSchema,
} from './audit/audit-schemas.ts';
export {
  HEAD_TARGETS,
  type HeadDeliveryAnswer,
  type HeadDeliverySettings,
  type HeadDeliveryState,
  type HeadFailure,
  type HeadTarget,
  headDeliverySettingsSchema,
  headDeliveryStateSchema,
} from './audit/head-delivery-schemas.ts';
export {
  BACKUP_PHASES,
  BACKUP_RHYTHMS,
  BACKUP_WARNINGS,
  type BackupAnswer,
  type BackupChange,
  type BackupPhase,
  type BackupSettings,
  backupSchema,
  LEAST_PASSPHRASE_CHARACTERS,
} from './backup/backup-schemas.ts';
export { BACKUP_FAILURE_TEXTS, BACKUP_FAILURES, type BackupFailure } from './backup/backup-texts.ts';
export { type BookmarkAnswer, bookmarkListSchema, bookmarkSchema } from './bookmark/bookmark-schemas.ts';
export {
  type CameraAnswer,
  cameraChangeSchema,
  cameraListSchema,
  cameraRemovalSchema,
  cameraSchema,
  newCameraSchema,
} from './camera/camera-schemas.ts';
export { firstCameraCommand } from './camera/first-camera-command.ts';
export { DEFAULT_PORT, PORT_TRIES } from './configuration/server-options.ts';
export {
  type ErrorAnswer,
  type ErrorValues,
  type ExportPartListing,
  errorAnswer,
  errorAnswerSchema,
  ruleAnswer,
} from './error/error-answer.ts';
export {
  API_ERROR_CODES,
  API_ERRORS,
  type ApiErrorCode,
  type ErrorEntry,
  isApiErrorCode,
} from './error/error-table.ts';
export { isRule, RULE_TEXTS, RULES, type Rule } from './error/rule-texts.ts';
export {
  type ExportAnswer,
  type ExportEstimateAnswer,
  exportListSchema,
  exportSchema,
} from './export/export-schemas.ts';
export {
  type CameraTimelineAnswer,
  cameraTimelineSchema,
  MAX_TIMELINE_CAMERAS,
  MAX_TIMELINE_POINTS,
  type TimelineAnswer,
  timelineSchema,
} from './footage/footage-schemas.ts';
export { GAP_CAUSE_TEXTS, GAP_CAUSES, type GapCause } from './gap/gap-texts.ts';
export type { HandoverRecord } from './handover/handover-schemas.ts';
export { type HoldAnswer, holdListSchema, holdSchema } from './hold/hold-schemas.ts';
export { parseInstant } from './instant/instant.ts';
export { SITE_UTC_OFFSET_MINUTES, SITE_UTC_OFFSET_MS, SITE_ZONE } from './instant/site-zone.ts';
export { parseSpokenEnd, parseSpokenInstant, SPOKEN_EXAMPLES } from './instant/spoken-instant.ts';
export { type JobAnswer, jobListSchema } from './job/job-schemas.ts';
export { type KeyRotationAnswer, keyRotationSchema } from './key/key-schemas.ts';
export type { KioskAnswer, NewKioskAnswer, OwnKioskAnswer, PinStateAnswer } from './kiosk/kiosk-schemas.ts';
export { decodeFragmentStream, encodeMessageLength, FRAGMENT_STREAM_TYPE } from './live/fragment-stream.ts';
export {
  decodeLiveBytes,
  encodeLiveFragmentFields,
  encodeLiveInit,
  LIVE_FRAGMENT_FIELDS_BYTES,
  type LiveFragment,
  type LiveInit,
  type LiveInitFacts,
} from './live/live-bytes.ts';
export {
  LIVE_CHANNEL_STATES,
  LIVE_SOCKET,
  LIVE_VERSION,
  type LiveChannelState,
  type LiveNotice,
  type LiveRequest,
  type LiveSkipReason,
  liveNoticeSchema,
  liveRequestSchema,
  MAX_LIVE_CHANNELS,
  MAX_LIVE_CREDIT_BYTES,
  MAX_LIVE_MESSAGE_BYTES,
} from './live/live-messages.ts';
export { parseMessage } from './live/parse-message.ts';
export {
  LISTENING_REASONS,
  LISTENING_TEXTS,
  type ListeningReason,
} from './network/listening-texts.ts';
export {
  DEFAULT_HTTPS_PORT,
  HTTPS_KINDS,
  MAX_LISTEN_ADDRESSES,
  MAX_SITE_NAMES,
  NETWORK_DEFAULTS,
  NETWORK_SETTINGS,
  type NetworkAnswer,
  type NetworkNotice,
  type NetworkSettings,
  networkNoticeSchema,
  networkSchema,
  networkSettingsSchema,
} from './network/network-schemas.ts';
export {
  type MadePasskey,
  PASSKEY_TRANSPORTS,
  type PasskeyCreation,
  type PasskeyListAnswer,
  type PasskeyRequest,
  type Proof,
  type ShownPasskey,
} from './passkey/passkey-schemas.ts';
export type { KioskUse, RoutePermission, RouteSubject } from './permission/route-permission.ts';
export {
  type CapacityAnswer,
  type GrantAnswer,
  type NewPersonAnswer,
  newPersonAnswerSchema,
  type PersonAnswer,
  personListSchema,
  type RoleAnswer,
  type RoleListAnswer,
} from './person/person-schemas.ts';
export { PROBE_FINDING_TEXTS, PROBE_FINDINGS, type ProbeFinding } from './probe/finding-texts.ts';
export { type ProbeAnswer, probeAnswerSchema } from './probe/probe-schemas.ts';
export type { PurposeAnswer, PurposeListAnswer } from './purpose/purpose-schemas.ts';
export { PURPOSE_KIND_TEXTS, purposeText } from './purpose/purpose-texts.ts';
export type { PageLanguage } from './query/page-language.ts';
export {
  type NewRecoverySheetAnswer,
  newRecoverySheetSchema,
  type RecoverySheetAnswer,
} from './recovery/recovery-schemas.ts';
export type { AnswerShape, RouteShape } from './route/route-shape.ts';
export { MAX_BODY_BYTES, ROUTE_NAMES, ROUTES, type RouteName } from './route/routes.ts';
export type { SessionAnswer, SessionListAnswer } from './session/session-schemas.ts';
export {
  MAX_AREA_CHARACTERS,
  type MachineAnswer,
  type SiteSettings,
  siteSettingsSchema,
  type TimeSync,
} from './site/site-schemas.ts';
export {
  type StatusAnswer,
  type StreamStatus,
  statusSchema,
  type VolumeStatus,
} from './status/status-schemas.ts';
export { VOLUME_STATE_TEXTS, VOLUME_TRY_TEXTS } from './status/volume-texts.ts';
export {
  decodeStillStream,
  encodeStillFields,
  PICTURE_AT_HEADER,
  STILL_STREAM_TYPE,
  type StripStill,
} from './stills/still-stream.ts';
export { type StorageAnswer, storageSchema } from './storage/storage-schemas.ts';
export { type FailureText, STREAM_FAILURE_TEXTS } from './stream/failure-texts.ts';
export { STREAM_STATE_TEXTS, STREAM_STEP_TEXTS } from './stream/state-texts.ts';
export {
  STREAM_FAILURE_CODES,
  STREAM_KINDS,
  STREAM_STATES,
  STREAM_STEPS,
  type StreamFailureCode,
  type StreamKind,
  type StreamStateName,
  type StreamStep,
} from './stream/stream-words.ts';
export { type Bilingual, bilingualSchema, fillText } from './text/bilingual.ts';
export {
  newTokenAnswerSchema,
  PERMISSION_NAMES,
  type TokenAnswer,
  tokenListSchema,
  tokenSchema,
} from './token/token-schemas.ts';
