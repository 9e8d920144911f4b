/** Tokens of scripts: what they may do, for which cameras, until when. */
import { MAX_GRANT_CAMERAS, PERMISSIONS } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

/** What a token may be given. */
export const PERMISSION_NAMES: readonly string[] = PERMISSIONS;

/** A token as a list shows it, without its secret. */
export const tokenSchema = z.strictObject({
  id: z.uuidv7(),
  name: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** Null: the whole site. */
  cameras: z.array(cameraIdSchema).nullable(),
  createdBy: z.string(),
  createdAt: unixMsSchema,
  expiresAt: unixMsSchema,
  revokedAt: unixMsSchema.nullable(),
});
/** As the schema says. */
export type TokenAnswer = z.infer<typeof tokenSchema>;
/** Newest first. */
export const tokenListSchema = z.strictObject({ tokens: z.array(tokenSchema) });
/** The secret is shown once. */
export const newTokenAnswerSchema = z.strictObject({ token: tokenSchema, secret: z.string() });

/** In force for 90 days unless told; a year at most. */
export const newTokenSchema = z.strictObject({
  name: z.string().max(1000),
  permissions: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length),
  cameras: z.array(cameraIdSchema).min(1).max(MAX_GRANT_CAMERAS).nullable().default(null),
  until: z.exactOptional(instantBodySchema),
});
/** Which token. */
export const tokenParamsSchema = z.strictObject({ id: z.uuidv7() });
