/**
 * What the server asks of the recorder, and the answers. The recorder is the archive's only writer, so that holds and
 * deletions go through here; a command is answered after it is committed.
 */
import { z } from 'zod';
import {
  MAX_CREDENTIAL_CHARACTERS,
  MAX_OWNER_CHARACTERS,
  MAX_REASON_CHARACTERS,
  MAX_SEALED_PASSWORD_CHARACTERS,
  MAX_URL_CHARACTERS,
} from '../configuration/law-limits.ts';
import { TRANSPORTS } from '../configuration/recorder-configuration.ts';
import { RTSP_URL_PATTERN } from '../configuration/rtsp-url.ts';
import { streamKindSchema } from '../stream/stream-state.ts';
import { probeReportSchema } from './probe-report.ts';

const unixMs = z.int().min(0);
const cameraId = z.uuid();
const leaseId = z.string().min(1).max(64);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Every command; a discriminated union on `command`. */
export const recorderCommandSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('hold'),
    holdId: z.uuid(),
    cameraId,
    startUnixMs: unixMs,
    endUnixMs: unixMs,
    reason: z.string().min(1).max(MAX_REASON_CHARACTERS),
    owner: z.string().min(1).max(MAX_OWNER_CHARACTERS),
    reviewUnixMs: unixMs,
    byAdministrator: z.boolean(),
  }),
  z.strictObject({
    command: z.literal('lift'),
    holdId: z.uuid(),
    by: z.string().min(1).max(MAX_OWNER_CHARACTERS),
  }),
  z.strictObject({
    command: z.literal('delete-footage'),
    cameraId,
    reason: z.string().min(1).max(MAX_REASON_CHARACTERS),
  }),
  z.strictObject({
    command: z.literal('lease'),
    leaseId,
    cameraId,
    startUnixMs: unixMs,
    endUnixMs: unixMs,
    expiresUnixMs: unixMs,
  }),
  z.strictObject({ command: z.literal('release'), leaseId }),
  z.strictObject({ command: z.literal('sign-heads'), cameraId }),
  /** Where the audit log stands, to be signed: see `auditLogHeadText`. */
  z.strictObject({
    command: z.literal('sign-log'),
    siteId: z.uuid(),
    seq: z.int().min(1),
    hash: digest,
    root: z.exactOptional(digest),
  }),
  /** Answered with the states and statistics of this moment. */
  z.strictObject({ command: z.literal('status') }),
  /** Tries a stream that waits for its next try at once: somebody just plugged the camera in. */
  z.strictObject({ command: z.literal('try-now'), cameraId }),
  /** Looks at a camera that need not be configured. The password is sealed with `probePasswordContext(id of the command)`. */
  z.strictObject({
    command: z.literal('probe'),
    url: z.string().max(MAX_URL_CHARACTERS).regex(RTSP_URL_PATTERN),
    username: z.exactOptional(z.string().min(1).max(MAX_CREDENTIAL_CHARACTERS)),
    sealedPassword: z.exactOptional(z.string().min(1).max(MAX_SEALED_PASSWORD_CHARACTERS)),
    transport: z.enum(TRANSPORTS),
    measureMs: z.int().min(500).max(30_000),
  }),
]);
/** See recorderCommandSchema. */
export type RecorderCommand = z.infer<typeof recorderCommandSchema>;

/** Why a command was refused. */
export const COMMAND_REFUSALS = [
  'unknown-camera',
  'unknown-hold',
  'hold-exists',
  'hold-lifted',
  'held-limit',
  'span-invalid',
  'volume-unavailable',
  'password-unreadable',
  'too-many-commands',
  'shutting-down',
  'internal',
] as const;
/** One of COMMAND_REFUSALS. */
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number];

/** What a command that succeeded tells. */
export const commandOutcomeSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('hold') }),
  z.strictObject({ command: z.literal('lift') }),
  z.strictObject({
    command: z.literal('delete-footage'),
    deletedBytes: z.int().min(0),
    heldBytes: z.int().min(0),
  }),
  z.strictObject({ command: z.literal('lease') }),
  z.strictObject({ command: z.literal('release') }),
  z.strictObject({ command: z.literal('sign-heads') }),
  z.strictObject({
    command: z.literal('sign-log'),
    signedUnixMs: unixMs,
    keyId: z.string().min(1).max(64),
    signature: z.string().regex(/^[0-9a-f]{128}$/),
  }),
  /** The states and statistics come as frames of their own, before this answer. */
  z.strictObject({ command: z.literal('status') }),
  z.strictObject({ command: z.literal('try-now'), streams: z.array(streamKindSchema).max(3) }),
  z.strictObject({ command: z.literal('probe'), report: probeReportSchema }),
]);
/** See commandOutcomeSchema. */
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;
