/** Purposes: why recordings are looked at, stated once for an incident or an errand. */
import { PURPOSE_KINDS } from '@matlang/domain';
import { z } from 'zod';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

const text = z.string().max(8192);

/** A purpose to be opened. Length of the texts, and which kind has which, are laws of domain. */
export const newPurposeSchema = z.strictObject({
  kind: z.enum(PURPOSE_KINDS),
  number: text.default('').meta({ description: 'of an incident' }),
  text: text.default('').meta({ description: 'the reason, with `other`; may be left out otherwise' }),
  until: z.exactOptional(
    instantBodySchema.meta({
      description: 'in 8 hours unless told; 24 at most, and never after the end of the session',
    }),
  ),
});

const wordsShape = { kind: z.enum(PURPOSE_KINDS), number: z.string(), text: z.string() };

/** One that was opened; it is named by its id where footage is asked for. Instants are Unix ms. */
export const purposeSchema = z.strictObject({
  id: z.uuidv7(),
  ...wordsShape,
  openedAt: unixMsSchema,
  until: unixMsSchema,
  closedAt: unixMsSchema.nullable(),
});
/** As the schema says. */
export type PurposeAnswer = z.infer<typeof purposeSchema>;

/** One’s own. */
export const purposeListSchema = z.strictObject({
  /** Those that are open, oldest first. */
  purposes: z.array(purposeSchema),
  /** What was stated lately, newest first: to be stated again. */
  recent: z.array(z.strictObject(wordsShape)),
});
/** As the schema says. */
export type PurposeListAnswer = z.infer<typeof purposeListSchema>;

/** Which purpose. */
export const purposeParamsSchema = z.strictObject({ id: z.uuidv7() });
