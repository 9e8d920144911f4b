/** Holds: spans that retention must not take. */
import { HOLD_STATES } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

const text = z.string().max(8192);

/** A hold to be placed. Length of the texts, and that the span is one, are laws of domain. */
export const newHoldSchema = z.strictObject({
  cameraId: cameraIdSchema,
  from: instantBodySchema,
  to: instantBodySchema,
  reason: text,
  owner: text,
  reviewAt: instantBodySchema.meta({ description: 'when somebody looks whether it is still needed' }),
});

/** A hold; `state` says whether the archive knows of it already. Instants are Unix ms. */
export const holdSchema = z.strictObject({
  id: z.uuidv7(),
  cameraId: cameraIdSchema,
  from: unixMsSchema,
  to: unixMsSchema,
  reason: z.string(),
  owner: z.string(),
  reviewAt: unixMsSchema,
  state: z.enum(HOLD_STATES),
  createdAt: unixMsSchema,
  liftedAt: unixMsSchema.nullable(),
});
/** See holdSchema. */
export type HoldAnswer = z.infer<typeof holdSchema>;

/** `lifted=true`: lifted ones too. */
export const holdListQuerySchema = z.strictObject({ lifted: z.enum(['true', 'false']).default('false') });
/** Holds of all cameras; the server limits their number. */
export const holdListSchema = z.strictObject({ holds: z.array(holdSchema) });
/** Of one hold. */
export const holdParamsSchema = z.strictObject({ id: z.uuidv7() });
