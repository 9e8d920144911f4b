/** Exports that are prepared, fetched (and fetched again) and given up. */
import { EXPORT_STATES, MAX_EXPORT_CAMERAS } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { GAP_CAUSES } from '../gap/gap-texts.ts';
import { instantBodySchema, instantQuerySchema, unixMsSchema } from '../instant/instant.ts';
import { cameraIdsQuerySchema } from '../query/camera-ids.ts';
import { bilingualSchema } from '../text/bilingual.ts';

/**
 * Which cameras and which span; whether the span is lawful, and whether anything was recorded in it, is found out
 * later.
 */
export const exportRequestSchema = z.strictObject({
  cameras: z.array(cameraIdSchema).min(1).max(MAX_EXPORT_CAMERAS),
  from: instantBodySchema,
  to: instantBodySchema,
  stream: z.enum(['main', 'sub']).default('main'),
  audio: z.boolean().default(true),
  purpose: z.exactOptional(z.string().min(1).max(200)).meta({
    description: 'in words; left out, those of the purpose that `purposeId` names, or `unstated`',
  }),
  purposeId: z.exactOptional(z.uuidv7()).meta({
    description: 'an open purpose of one’s own; may be left out by scripts, and while there are no accounts',
  }),
  wait: z.boolean().default(true).meta({
    description: 'false: answered at once with state `preparing`; ask for it again until it is `ready`',
  }),
});

/** What an export would be, before it is asked for. */
export const exportEstimateQuerySchema = z.strictObject({
  cameras: cameraIdsQuerySchema(MAX_EXPORT_CAMERAS),
  from: instantQuerySchema,
  to: instantQuerySchema,
  stream: z.enum(['main', 'sub']).default('main'),
  audio: z.enum(['true', 'false']).default('true').meta({ description: 'with sound where it was recorded' }),
});

/** Of each camera and together; bytes are those of the segments, a few per cent off. */
export const exportEstimateSchema = z.strictObject({
  cameras: z.array(
    z.strictObject({
      cameraId: cameraIdSchema,
      /** 0: nothing was recorded. */
      bytes: z.int(),
      recordedMs: z.int(),
      /** The outermost recorded instants of the span; null where nothing was recorded. */
      firstAt: unixMsSchema.nullable(),
      lastAt: unixMsSchema.nullable(),
      codec: z.string().nullable(),
    }),
  ),
  totalBytes: z.int(),
  /** By how long the last ones took on this machine. */
  prepareMs: z.int(),
  sendMs: z.int(),
});
/** As the schema says. */
export type ExportEstimateAnswer = z.infer<typeof exportEstimateSchema>;

/** A prepared export; `etag` of a file is without quotes, `url`s are paths of this server. Instants are Unix ms. */
export const exportSchema = z.strictObject({
  id: z.uuidv7(),
  state: z.enum(EXPORT_STATES),
  cameras: z.array(cameraIdSchema),
  from: unixMsSchema,
  to: unixMsSchema,
  stream: z.enum(['main', 'sub']),
  audio: z.boolean(),
  purpose: z.string(),
  requestedBy: z.string(),
  createdAt: unixMsSchema,
  expiresAt: unixMsSchema,
  /** While it is `preparing`; null otherwise. */
  progress: z.strictObject({ camerasDone: z.int(), cameras: z.int() }).nullable(),
  /** Why it is `failed`; null otherwise. */
  failure: bilingualSchema.nullable(),
  /** The newest time that a file or the ZIP was fetched, since the server's start; null without any. */
  delivery: z
    .strictObject({
      state: z.enum(['running', 'done', 'broken']),
      sentBytes: z.int(),
      totalBytes: z.int(),
      startedAt: unixMsSchema,
    })
    .nullable(),
  totalBytes: z.int(),
  files: z.array(
    z.strictObject({
      index: z.int(),
      cameraId: cameraIdSchema,
      fileName: z.string(),
      sizeBytes: z.int(),
      etag: z.string(),
      url: z.string(),
      spans: z.array(
        z.strictObject({
          from: z.number(),
          to: z.number(),
          movieStartMs: z.number(),
          /** In the file, hidden by its edit list. */
          hiddenPreRollMs: z.number(),
        }),
      ),
      /** What is missing of the span, up to the moment of asking; the cause is null where nobody wrote down why. */
      gaps: z.array(
        z.strictObject({ from: z.number(), to: z.number(), cause: z.enum(GAP_CAUSES).nullable() }),
      ),
    }),
  ),
  /** Asked for, and nothing was recorded in the span. */
  withoutFootage: z.array(cameraIdSchema),
  /** All files in one. */
  zip: z.strictObject({ url: z.string(), fileName: z.string() }),
});
/** See exportSchema. */
export type ExportAnswer = z.infer<typeof exportSchema>;

/** The newest first, those that are over too; the server limits their number. */
export const exportListQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(200),
  before: z.exactOptional(z.uuidv7()).meta({ description: '`next` of the page before' }),
});
/** One page, newest first. */
export const exportListSchema = z.strictObject({
  exports: z.array(exportSchema),
  /** For the next page; null on the last one. */
  next: z.uuidv7().nullable(),
});
/** Of one export. */
export const exportParamsSchema = z.strictObject({ id: z.uuidv7() });
/** Of one file of it; `index` as in its `files`, from 0. */
export const exportFileParamsSchema = z.strictObject({
  id: z.uuidv7(),
  index: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number),
});
