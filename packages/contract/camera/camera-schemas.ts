/** Cameras as the API takes and shows them. Shapes only: the laws are in domain. */
import { MAX_RETENTION_DAYS, RECORD_CHOICES, TRANSPORTS } from '@matlang/domain';
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

// Bounds of work, wider than the laws: these refuse with better words.
const text = z.string().max(4096);
const address = z.strictObject({
  url: text.meta({
    description: 'rtsp://host[:port]/path; user and password in it are taken out and kept apart',
  }),
});
const live = z.strictObject({ main: z.exactOptional(z.boolean()), sub: z.exactOptional(z.boolean()) });
const audio = z.strictObject({ enabled: z.boolean(), reason: z.exactOptional(text.nullable()) });
const transport = z.enum(TRANSPORTS);
const record = z.enum(RECORD_CHOICES);
const retentionDays = z.int().min(1).max(MAX_RETENTION_DAYS);
const volumeId = z.string().min(1).max(64);

/** A UUIDv7, as the server makes them: other UUIDs are refused. */
export const cameraIdSchema = z.uuidv7();

/**
 * A camera that is to be added. Unknown keys are refused, as by every schema of a request; domain's laws come after it.
 */
export const newCameraSchema = z.strictObject({
  name: text,
  main: address,
  sub: z.exactOptional(address),
  username: z.exactOptional(text),
  password: z.exactOptional(text.meta({ writeOnly: true })),
  transport: z.exactOptional(transport),
  record: z.exactOptional(record.meta({ description: 'both unless told' })),
  live: z.exactOptional(live),
  audio: z.exactOptional(audio.meta({ description: 'off unless told; enabled needs a reason' })),
  retentionDays: z.exactOptional(retentionDays.meta({ description: '30 unless told' })),
  enabled: z.exactOptional(z.boolean()),
  volumeId: z.exactOptional(volumeId),
});

/**
 * What is to change of a camera: what is left out stays, null takes away. Without any field but `revision` it is
 * refused with the rule `nothing-to-change`.
 */
export const cameraChangeSchema = z
  .strictObject({
    /** Of the camera as the editor saw it; `If-Match` says the same. */
    revision: z.exactOptional(z.int().min(1)),
    name: z.exactOptional(text),
    main: z.exactOptional(address),
    sub: z.exactOptional(address.nullable()),
    username: z.exactOptional(text.nullable()),
    password: z.exactOptional(text.nullable().meta({ writeOnly: true })),
    transport: z.exactOptional(transport),
    record: z.exactOptional(record),
    live: z.exactOptional(live),
    audio: z.exactOptional(audio),
    retentionDays: z.exactOptional(retentionDays),
    enabled: z.exactOptional(z.boolean()),
    volumeId: z.exactOptional(volumeId),
  })
  .superRefine((change, context) => {
    if (Object.keys(change).every((key) => key === 'revision')) {
      context.addIssue({
        code: 'custom',
        message: 'nothing to change',
        params: { rule: 'nothing-to-change' },
      });
    }
  });

/** Passwords never: `hasPassword` says whether one is kept. */
export const cameraSchema = z.strictObject({
  id: cameraIdSchema,
  siteId: z.uuidv7(),
  name: z.string(),
  enabled: z.boolean(),
  main: z.strictObject({ url: z.string() }),
  sub: z.strictObject({ url: z.string() }).nullable(),
  username: z.string().nullable(),
  hasPassword: z.boolean(),
  transport,
  record,
  live: z.strictObject({ main: z.boolean(), sub: z.boolean() }),
  audio: z.strictObject({ enabled: z.boolean(), reason: z.string().nullable() }),
  retentionDays,
  volumeId,
  revision: z.int(),
  createdAt: unixMsSchema,
  changedAt: unixMsSchema,
  /** Not null: removed, its footage kept until its time is up. */
  removedAt: unixMsSchema.nullable(),
});
/** See cameraSchema. Instants are Unix ms. */
export type CameraAnswer = z.infer<typeof cameraSchema>;

/** `removed=true`: removed cameras too, whose footage may still be there. */
export const cameraListQuerySchema = z.strictObject({
  removed: z.enum(['true', 'false']).default('false'),
});
/** All cameras of the site: there is no paging, domain limits their number. */
export const cameraListSchema = z.strictObject({ cameras: z.array(cameraSchema) });

/** What becomes of the footage must be said: there is no default for what can't be undone. */
export const cameraRemovalQuerySchema = z.strictObject({
  footage: z.enum(['keep', 'delete']).meta({ description: 'delete spares what is held' }),
});

/** What was done; bytes are null until the deletion is. */
export const cameraRemovalSchema = z.strictObject({
  id: cameraIdSchema,
  /** `queued`: the recorder is away; it is done as soon as it is back. */
  footage: z.enum(['kept', 'deleted', 'queued']),
  deletedBytes: z.int().nullable(),
  heldBytes: z.int().nullable(),
});
