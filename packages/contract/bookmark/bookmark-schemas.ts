/** Bookmarks: named moments and spans of a camera. */
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { instantBodySchema, instantQuerySchema, unixMsSchema } from '../instant/instant.ts';
import { cameraIdsQuerySchema } from '../query/camera-ids.ts';

const text = z.string().max(8192);
const MAX_CAMERAS = 64;

/** `to` left out or the same as `from`: a moment. */
export const newBookmarkSchema = z.strictObject({
  cameraId: cameraIdSchema,
  from: instantBodySchema,
  to: z.exactOptional(instantBodySchema),
  title: text,
  note: text.default(''),
});

/** What is left out stays. */
export const bookmarkChangeSchema = z
  .strictObject({
    from: z.exactOptional(instantBodySchema),
    to: z.exactOptional(instantBodySchema),
    title: z.exactOptional(text),
    note: z.exactOptional(text),
  })
  .refine((change) => Object.keys(change).length > 0, { params: { rule: 'nothing-to-change' } });

/** As it is kept. */
export const bookmarkSchema = z.strictObject({
  id: z.uuidv7(),
  cameraId: cameraIdSchema,
  from: unixMsSchema,
  /** The same as `from` for a moment. */
  to: unixMsSchema,
  title: z.string(),
  note: z.string(),
  createdBy: z.string(),
  createdAt: unixMsSchema,
  changedAt: unixMsSchema,
});
/** As the schema says. */
export type BookmarkAnswer = z.infer<typeof bookmarkSchema>;

/** Of some cameras, touching a span; both may be left out. */
export const bookmarkListQuerySchema = z.strictObject({
  cameras: z.exactOptional(cameraIdsQuerySchema(MAX_CAMERAS)),
  from: z.exactOptional(instantQuerySchema),
  to: z.exactOptional(instantQuerySchema),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(500))
    .default(200),
  before: z.exactOptional(z.uuidv7()).meta({ description: '`next` of the page before' }),
});
/** One page, newest first. */
export const bookmarkListSchema = z.strictObject({
  bookmarks: z.array(bookmarkSchema),
  /** For the next page; null on the last one. */
  next: z.uuidv7().nullable(),
});
/** Of one bookmark. */
export const bookmarkParamsSchema = z.strictObject({ id: z.uuidv7() });
