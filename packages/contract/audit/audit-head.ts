/**
 * A signed head of the audit log as somebody keeps it outside of the site: with it they prove later that nothing which was there then was
 * removed or altered since. A file of its own needs nothing beside it, so it carries the key that it is verified with.
 */
import { auditLogHeadText } from '@matlang/link/audit-log-head';
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** Says which file this is, and how its signature is made. */
export const AUDIT_HEAD_FORMAT = 'matlang-audit-head-1';

/** 32 bytes, hex. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** All that is signed is hex or a number; the site's name is for who finds the file. */
export const auditHeadSchema = z.strictObject({
  format: z.literal(AUDIT_HEAD_FORMAT),
  siteId: z.uuid(),
  siteName: z.string().max(200),
  /** How many entries there were: the number of the newest. */
  seq: z.int().min(1),
  /** Of that entry. */
  hash: digestSchema,
  /** Of the tree over all of them. */
  root: digestSchema,
  signedAt: unixMsSchema,
  /** First 16 bytes of SHA-256 of the key. */
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Ed25519. */
  publicKey: digestSchema,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
/** As the schema says. */
export type AuditHeadAnswer = z.infer<typeof auditHeadSchema>;

/** The signed text; ASCII. */
export function auditHeadText({ siteId, seq, hash, root, signedAt }: AuditHeadAnswer): string {
  return auditLogHeadText({ siteId, seq, hash, root, signedUnixMs: signedAt });
}

/** A kept file, or what was pasted from it; null: it is none. */
export function parseAuditHead(text: string): AuditHeadAnswer | null {
  try {
    const parsed = auditHeadSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
