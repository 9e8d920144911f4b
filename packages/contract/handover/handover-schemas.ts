/** Handing over the administrator's duty: to whom, and the record of it. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** From who asks to this person. */
export const handoverSchema = z.strictObject({ personId: z.uuidv7() });

const partySchema = z.strictObject({ userName: z.string(), name: z.string(), position: z.string() });

/** What is printed and signed by both. */
export const handoverRecordSchema = z.strictObject({
  siteName: z.string(),
  at: unixMsSchema,
  from: partySchema,
  to: partySchema,
  /** Of the entry in the audit log. */
  seq: z.int(),
});
/** As the schema says. */
export type HandoverRecord = z.infer<typeof handoverRecordSchema>;
