/** The audit log as it is read: who did what, newest first; taken away with proofs; and the proofs by themselves. */
import { z } from 'zod';
import { instantQuerySchema, unixMsSchema } from '../instant/instant.ts';
import { decimalQuerySchema } from '../query/decimal.ts';
import { auditHeadSchema, digestSchema } from './audit-head.ts';

/** Of one answer. */
export const MAX_AUDIT_ENTRIES = 500;
/** Proofs of one answer. */
export const MAX_AUDIT_PROOFS = 500;
/** As many as a number of nine digits says. */
const MAX_SEQ = 999_999_999;

const word = z.string().min(1).max(200);

/** What is left out narrows nothing down. */
const filterFields = {
  actor: z.exactOptional(word),
  /** Its beginning: `export.` */
  action: z.exactOptional(word),
  /** What it is about: a camera, a person, an export. */
  about: z.exactOptional(word),
  from: z.exactOptional(instantQuerySchema),
  to: z.exactOptional(instantQuerySchema),
};

/** A page of what matches. */
export const auditQuerySchema = z.strictObject({
  ...filterFields,
  limit: decimalQuerySchema(1, MAX_AUDIT_ENTRIES).default(100),
  /** Entries before that one: the `next` of the answer before. */
  before: z.exactOptional(decimalQuerySchema(1, MAX_SEQ)),
});

/** All that matches, as a file. `lang` is of the words in CSV. */
export const auditExportQuerySchema = z.strictObject({
  ...filterFields,
  format: z.enum(['json', 'csv']).default('json'),
  lang: z.enum(['vi', 'en']).default('vi'),
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
/** As the schema says. */
export type AuditEntryAnswer = z.infer<typeof auditEntrySchema>;

/** A page may be short though more follows: `next` says where to go on. */
export const auditPageSchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  /** What cameras and people that these entries name are called now, by id. They are under no proof. */
  names: z.record(z.string(), z.string()),
  next: z.int().nullable(),
});
/** As the schema says. */
export type AuditPageAnswer = z.infer<typeof auditPageSchema>;

/** Hashes beside the way from an entry, or an old root, to a root: RFC 6962. */
const pathSchema = z.array(digestSchema).max(128);

/** Numbers with commas between them, and the size of the log that they are to be proved in. */
export const auditProofQuerySchema = z.strictObject({
  seq: z
    .string()
    .max(11 * MAX_AUDIT_PROOFS)
    .transform((text) => text.split(','))
    .pipe(z.array(decimalQuerySchema(1, MAX_SEQ)).min(1).max(MAX_AUDIT_PROOFS))
    .meta({ description: 'numbers of entries with commas between them' }),
  size: decimalQuerySchema(1, MAX_SEQ),
});

/** In the order of the question. */
export const auditProofSchema = z.strictObject({
  size: z.int(),
  proofs: z.array(z.strictObject({ seq: z.int(), path: pathSchema })),
});

/** Two sizes of one log, the older first. */
export const auditGrowthQuerySchema = z.strictObject({
  old: decimalQuerySchema(1, MAX_SEQ),
  size: decimalQuerySchema(1, MAX_SEQ),
});

/** That the smaller log is the beginning of the larger one. */
export const auditGrowthSchema = z.strictObject({
  old: z.int(),
  size: z.int(),
  path: pathSchema,
});

/** Says which file this is. */
export const AUDIT_EXPORT_FORMAT = 'matlang-audit-export-1';

/** The file in JSON: each entry is proved by the head alone, whatever is left out of the rest. */
export const auditExportSchema = z.strictObject({
  format: z.literal(AUDIT_EXPORT_FORMAT),
  siteId: z.uuid(),
  siteName: z.string(),
  exportedAt: unixMsSchema,
  /** What was asked for; empty: everything. */
  filter: z.record(z.string(), z.json()),
  /** Null: nothing is signed yet, or the key can't be told. */
  head: auditHeadSchema.nullable(),
  entries: z.array(
    z.strictObject({
      entry: auditEntrySchema,
      /** Null: the entry is newer than the head. */
      path: pathSchema.nullable(),
    }),
  ),
  /** The last word of the file: one that broke off has none. */
  complete: z.literal(true),
});
/** As the schema says. */
export type AuditExportFile = z.infer<typeof auditExportSchema>;
