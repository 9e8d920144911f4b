/** Work that outlives a request: who asked for what, when, and how it stands. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** Jobs of every kind in one list, the newest first. */
export const jobListSchema = z.strictObject({
  jobs: z.array(
    z.strictObject({
      id: z.uuidv7(),
      kind: z.enum(['export', 'footage-deletion']),
      state: z.enum(['waiting', 'preparing', 'ready', 'done', 'cancelled', 'expired', 'failed']),
      requestedBy: z.string(),
      cameras: z.array(z.string()),
      createdAt: unixMsSchema,
      /** Null where it does not end by itself. */
      expiresAt: unixMsSchema.nullable(),
      /** Why it waits or failed, for people who know; null otherwise. */
      detail: z.string().nullable(),
    }),
  ),
});
/** One entry of jobListSchema. */
export type JobAnswer = z.infer<typeof jobListSchema>['jobs'][number];
