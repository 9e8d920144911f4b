/**
 * `<data>/recorder/cameras.json`: what the recorder is to record. The server writes it whole and atomically at each
 * change; the recorder reads it without the server. Passwords are in it sealed only (packages/keys).
 */
import { z } from 'zod';
import {
  MAX_AUDIO_REASON_CHARACTERS,
  MAX_CREDENTIAL_CHARACTERS,
  MAX_NAME_CHARACTERS,
  MAX_RETENTION_DAYS,
  MAX_SEALED_PASSWORD_CHARACTERS,
  MAX_URL_CHARACTERS,
} from './law-limits.ts';
import { RTSP_URL_PATTERN } from './rtsp-url.ts';

/** Of the file; another one is refused. */
export const RECORDER_CONFIGURATION_VERSION = 1;

/** More than a commune's site has; beyond this a file is taken for broken. */
export const MAX_CAMERAS = 512;
/** Each has a thread. */
export const MAX_VOLUMES = 32;
const MAX_PATH_CHARACTERS = 1024;

const uuidV7 = z.uuidv7();
const volumeId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const streamAddress = z.strictObject({
  /** As it may be logged. */
  url: z.string().max(MAX_URL_CHARACTERS).regex(RTSP_URL_PATTERN),
  /** The address to ask for, where `url` hides a secret of it; sealed, context `cameraAddressContext(id, kind)`. */
  sealedUrl: z.exactOptional(z.string().min(1).max(4096)),
});

/** `path` may be relative to the data directory. */
const volumeSchema = z.strictObject({ id: volumeId, path: z.string().min(1).max(MAX_PATH_CHARACTERS) });

/** How media come; the other one is tried when a camera refuses it. */
export const TRANSPORTS = ['tcp', 'udp'] as const;
/** One of TRANSPORTS. */
export type Transport = (typeof TRANSPORTS)[number];

/** Which video streams go to disk. */
export const RECORD_CHOICES = ['main', 'both', 'sub', 'none'] as const;

/** One camera; unknown keys are refused. */
export const cameraConfigurationSchema = z.strictObject({
  id: uuidV7,
  name: z.string().min(1).max(MAX_NAME_CHARACTERS),
  volumeId,
  enabled: z.boolean(),
  main: streamAddress,
  sub: z.exactOptional(streamAddress),
  username: z.exactOptional(z.string().min(1).max(MAX_CREDENTIAL_CHARACTERS)),
  /** Sealed with the site key; context `cameraPasswordContext(id)`. */
  sealedPassword: z.exactOptional(z.string().min(1).max(MAX_SEALED_PASSWORD_CHARACTERS)),
  transport: z.enum(TRANSPORTS),
  record: z.enum(RECORD_CHOICES),
  /** Pulled for viewers though not recorded. A stream neither recorded nor live is `off`: no connection. */
  live: z.strictObject({ main: z.boolean(), sub: z.boolean() }),
  /** Sound is off unless somebody gave a reason for it. */
  audio: z.strictObject({
    enabled: z.boolean(),
    reason: z.string().max(MAX_AUDIO_REASON_CHARACTERS).nullable(),
  }),
  retentionDays: z.int().min(1).max(MAX_RETENTION_DAYS),
});

/** See cameraConfigurationSchema. */
export type CameraConfiguration = z.infer<typeof cameraConfigurationSchema>;

/** The whole file; ids are unique and every camera's volume is there. */
export const recorderConfigurationSchema = z
  .strictObject({
    version: z.literal(RECORDER_CONFIGURATION_VERSION),
    /** Grows by one with each write of the server; the recorder reports the revision it works by. */
    revision: z.int().min(0),
    siteId: uuidV7,
    siteName: z.string().min(1).max(MAX_NAME_CHARACTERS),
    volumes: z.array(volumeSchema).min(1).max(MAX_VOLUMES),
    cameras: z.array(cameraConfigurationSchema).max(MAX_CAMERAS),
  })
  .superRefine((value, context) => {
    const volumeIds = new Set(value.volumes.map((volume) => volume.id));
    if (volumeIds.size !== value.volumes.length) {
      context.addIssue({ code: 'custom', path: ['volumes'], message: 'a volume id occurs twice' });
    }
    const cameraIds = new Set<string>();
    for (const [index, camera] of value.cameras.entries()) {
      if (cameraIds.has(camera.id)) {
        context.addIssue({
          code: 'custom',
          path: ['cameras', index, 'id'],
          message: 'a camera id occurs twice',
        });
      }
      cameraIds.add(camera.id);
      if (!volumeIds.has(camera.volumeId)) {
        context.addIssue({ code: 'custom', path: ['cameras', index, 'volumeId'], message: 'no such volume' });
      }
      if (camera.audio.enabled && camera.audio.reason === null) {
        context.addIssue({
          code: 'custom',
          path: ['cameras', index, 'audio'],
          message: 'sound needs a reason',
        });
      }
    }
  });

/** See recorderConfigurationSchema. */
export type RecorderConfiguration = z.infer<typeof recorderConfigurationSchema>;

/** The context with which a camera's password is sealed, so that it opens for no other camera. */
export function cameraPasswordContext(cameraId: string): string {
  return `camera:${cameraId}:password`;
}

/** The context with which the address of a camera's stream is sealed, where a secret stands in it. */
export function cameraAddressContext(cameraId: string, kind: 'main' | 'sub'): string {
  return `camera:${cameraId}:${kind}-address`;
}

/** The context with which the password of one probe command is sealed. */
export function probePasswordContext(commandId: number): string {
  return `probe:${commandId}:password`;
}
