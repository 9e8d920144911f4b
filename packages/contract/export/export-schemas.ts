/** Exports that are prepared, fetched (and fetched again) and given up. */
import { EXPORT_STATES, MAX_EXPORT_CAMERAS } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { GAP_CAUSES } from '../gap/gap-texts.ts';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

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
  purpose: z.string().min(1).max(200).default('unstated'),
});

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
export const exportListSchema = z.strictObject({ exports: z.array(exportSchema) });
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
