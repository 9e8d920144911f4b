/** The audit log as it is read: who did what, newest first. */
import { z } from 'zod';
import { instantQuerySchema, unixMsSchema } from '../instant/instant.ts';
import { decimalQuerySchema } from '../query/decimal.ts';

/** Of one answer. */
export const MAX_AUDIT_ENTRIES = 500;

const word = z.string().min(1).max(200);

/** What is left out narrows nothing down. */
export const auditQuerySchema = z.strictObject({
  actor: z.exactOptional(word),
  /** Its beginning: `export.` */
  action: z.exactOptional(word),
  /** What it is about: a camera, a person, an export. */
  about: z.exactOptional(word),
  from: z.exactOptional(instantQuerySchema),
  to: z.exactOptional(instantQuerySchema),
  limit: decimalQuerySchema(1, MAX_AUDIT_ENTRIES).default(100),
  /** Entries before that one: the `next` of the answer before. */
  before: z.exactOptional(decimalQuerySchema(1, 999_999_999)),
});

/** One entry; `hash` is what the next one names, and what proofs are about. */
export const auditEntrySchema = z.strictObject({
  seq: z.int(),
  at: unixMsSchema,
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  subjectId: z.string(),
  detail: z.record(z.string(), z.json()),
  previousHash: z.string(),
  hash: z.string(),
});

/** A page may be short though more follows: `next` says where to go on. */
export const auditPageSchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  next: z.int().nullable(),
});
/** As the schema says. */
export type AuditPageAnswer = z.infer<typeof auditPageSchema>;
