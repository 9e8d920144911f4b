/** How the site is right now: processes, streams, disks. */
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { unixMsSchema } from '../instant/instant.ts';
import { STREAM_FAILURE_CODES, STREAM_KINDS, STREAM_STATES, STREAM_STEPS } from '../stream/stream-words.ts';
import { bilingualSchema } from '../text/bilingual.ts';

const streamStatusSchema = z.strictObject({
  stream: z.enum(STREAM_KINDS),
  state: z.enum(STREAM_STATES),
  /** Since when it is in this state; null where unknown. */
  since: unixMsSchema.nullable(),
  message: bilingualSchema,
  /** Only with `failed`. */
  failure: z
    .strictObject({
      step: z.enum(STREAM_STEPS),
      code: z.enum(STREAM_FAILURE_CODES),
      statusCode: z.int().nullable(),
      detail: z.string().nullable(),
      tryThis: bilingualSchema,
      /** When the stream last worked, or was first tried. */
      since: unixMsSchema,
      nextTryAt: unixMsSchema,
      attempts: z.int(),
    })
    .nullable(),
  /** Measured, never what the camera declares; null while nothing is known. */
  measured: z
    .strictObject({
      framesPerSecond: z.number(),
      bitsPerSecond: z.int(),
      gopMs: z.int().nullable(),
      gopFrames: z.int().nullable(),
      jitterMs: z.number(),
      clockOffsetMs: z.number().nullable(),
      clockDriftPpm: z.number().nullable(),
      codec: z.string().nullable(),
      codecString: z.string().nullable(),
      widthPixels: z.int().nullable(),
      heightPixels: z.int().nullable(),
      transport: z.enum(['tcp', 'udp']).nullable(),
      lastFragmentAt: unixMsSchema.nullable(),
      reconnections: z.int(),
      receivedPackets: z.int(),
      lostPackets: z.int(),
      damagedUnits: z.int(),
      foreignPackets: z.int().meta({
        description:
          'packets left out since the recorder started: of another payload type, late, doubled, or no RTP',
      }),
      faults: z
        .array(
          z.strictObject({
            kind: z
              .string()
              .meta({ description: 'such as marker-missing, fragment-without-start, slice-header-invalid' }),
            count: z.int(),
          }),
        )
        .max(64)
        .meta({
          description:
            'what the camera does wrong in its packets and is tolerated, counted by kind since the recorder started; for whoever looks for the cause of damaged pictures',
        }),
      receivedBytes: z.int(),
      recording: z.boolean(),
      viewers: z.int(),
    })
    .nullable(),
});
/** One stream of a camera as it is now; what is `measured` of it lags by a second. */
export type StreamStatus = z.infer<typeof streamStatusSchema>;

const volumeStatusSchema = z.strictObject({
  id: z.string(),
  path: z.string(),
  /** `unknown`: the recorder has not told. */
  state: z.enum(['unknown', 'recording', 'stalled', 'full', 'read-only', 'failed']),
  detail: z.string().nullable(),
  totalBytes: z.int().nullable(),
  freeBytes: z.int().nullable(),
  heldBytes: z.int().nullable(),
  archiveBytes: z.int().nullable(),
  queuedBytes: z.int().nullable(),
  oldestAt: unixMsSchema.nullable(),
});
/** One volume; numbers are null until the recorder has told them. */
export type VolumeStatus = z.infer<typeof volumeStatusSchema>;

/** What is said of each process of the site. */
const processStateFields = {
  /** `absent`: it does not answer the server; the supervisor starts it again by itself. */
  state: z.enum(['running', 'absent']),
  since: unixMsSchema,
  /** By the supervisor since its own start; null where none runs. */
  restarts: z.int().nullable(),
  message: bilingualSchema,
};

/** The whole site at `now` (Unix ms of the server's clock). */
export const statusSchema = z.strictObject({
  site: z.strictObject({
    id: z.uuidv7(),
    name: z.string(),
    /** Where the site lies on the server's disk, for commands that are proposed; told to this machine only. */
    dataDirectory: z.exactOptional(z.string()),
  }),
  version: z.string(),
  now: unixMsSchema,
  /** Says that the site is open on this machine only, and why. */
  access: bilingualSchema,
  processes: z.strictObject({
    server: z.strictObject({ ...processStateFields, startedAt: unixMsSchema, memoryBytes: z.int() }),
    recorder: z.strictObject({
      ...processStateFields,
      startedAt: unixMsSchema.nullable(),
      /** Of the configuration it works by, and the newest that was written for it. */
      configurationRevision: z.int().nullable(),
      writtenRevision: z.int(),
      configurationProblem: z.string().nullable(),
      siteClockOffsetMs: z.number().nullable(),
    }),
    analyst: z.strictObject(processStateFields),
  }),
  cameras: z.array(
    z.strictObject({
      id: cameraIdSchema,
      name: z.string(),
      enabled: z.boolean(),
      record: z.string(),
      streams: z.array(streamStatusSchema),
    }),
  ),
  volumes: z.array(volumeStatusSchema),
});
/** See statusSchema. */
export type StatusAnswer = z.infer<typeof statusSchema>;

/** The process answers: nothing is said of recorder or disks, see statusSchema. */
export const healthSchema = z.strictObject({ ok: z.literal(true) });
