/** The node's signatures in an audit log against its entries: the chain alone can be made anew by whoever can write the file. */
import { Buffer } from 'node:buffer';
import type { AuditEntry } from '@matlang/domain';
import { auditLogHeadText } from '@matlang/link';
import { z } from 'zod';

/** Said by the server for the recorder, which has the key: where the log stood. */
export const AUDIT_SIGNED = 'audit.signed';

/** Null: the key is not known. */
export type VerifySignature = (keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null;

/**
 * `signature`: the entry that it is of is not the one that was signed; `unsigned`: a recorder was there to sign, and for long none of
 * its signatures is here.
 */
export interface SignatureFault {
  readonly seq: number;
  readonly kind: 'signature' | 'unsigned';
}

/** With each signing of heads, a few an hour, comes one of the log; so many without any are more than a day. */
const MOST_UNSIGNED = 100;

const signedSchema = z.object({
  seq: z.int().min(1),
  hash: z.string(),
  signedUnixMs: z.int(),
  keyId: z.string(),
  signature: z.string(),
});

/** Fed with the entries of one site's log in their order. */
export class AuditLogSignatures {
  readonly #verify: VerifySignature;
  readonly #hashAt: (seq: number) => Promise<string | null>;
  #isSigned = false;
  #unsigned = 0;

  constructor(verify: VerifySignature, hashAt: (seq: number) => Promise<string | null>) {
    this.#verify = verify;
    this.#hashAt = hashAt;
  }

  async fault(entry: AuditEntry): Promise<SignatureFault | null> {
    const { seq, action } = entry;
    if (action === 'archive.heads-signed') {
      this.#unsigned += 1;
      return this.#isSigned && this.#unsigned > MOST_UNSIGNED ? { seq, kind: 'unsigned' } : null;
    }
    if (action !== AUDIT_SIGNED) return null;
    if (!(await this.#isTrue(entry))) return { seq, kind: 'signature' };
    this.#isSigned = true;
    this.#unsigned = 0;
    return null;
  }

  async #isTrue({ siteId, seq, detail }: AuditEntry): Promise<boolean> {
    const signed = signedSchema.safeParse(detail);
    if (!signed.success || signed.data.seq >= seq) return false;
    const { keyId, signature, ...head } = signed.data;
    if ((await this.#hashAt(head.seq)) !== head.hash) return false;
    const message = Buffer.from(auditLogHeadText({ siteId, ...head }), 'utf8');
    return this.#verify(keyId, message, Buffer.from(signature, 'hex')) === true;
  }
}
