/** Holds: spans that retention must not take. */
import { HOLD_STATES } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

const text = z.string().max(8192);

export const newHoldSchema = z.strictObject({
  cameraId: cameraIdSchema,
  from: instantBodySchema,
  to: instantBodySchema,
  reason: text,
  owner: text,
  reviewAt: instantBodySchema.meta({ description: 'when somebody looks whether it is still needed' }),
});

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
export type HoldAnswer = z.infer<typeof holdSchema>;

export const holdListQuerySchema = z.strictObject({ lifted: z.enum(['true', 'false']).default('false') });
export const holdListSchema = z.strictObject({ holds: z.array(holdSchema) });
export const holdParamsSchema = z.strictObject({ id: z.uuidv7() });
