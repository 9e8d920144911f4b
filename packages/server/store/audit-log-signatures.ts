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
 * `signature`: the entry that it is of is not the one that was signed; `root`: it is, but the root that was signed with it is not that of the
 * entries; `unsigned`: a recorder was there to sign, and for long none of its signatures is here.
 */
export interface SignatureFault {
  readonly seq: number;
  readonly kind: 'signature' | 'root' | 'unsigned';
}

/** What the log itself says; both hex. */
export interface LogPlaces {
  /** Null: there is no such entry. */
  readonly hashAt: (seq: number) => Promise<string | null>;
  /** Over the first `size` entries; null: there is no tree. */
  readonly rootAt: (size: number) => Promise<string | null>;
}

/** With each signing of heads, a few an hour, comes one of the log; so many without any are more than a day. */
const MOST_UNSIGNED = 100;

const signedSchema = z.object({
  seq: z.int().min(1),
  hash: z.string(),
  /** Since there is a tree. */
  root: z.exactOptional(z.string()),
  signedUnixMs: z.int(),
  keyId: z.string(),
  signature: z.string(),
});

/** What an entry says was signed; hex. */
export interface SignedPlace {
  readonly seq: number;
  readonly hash: string;
  /** Left out: signed before there was a tree, or of a tree that was damaged. */
  readonly root?: string;
  readonly signedUnixMs: number;
  readonly keyId: string;
  readonly signature: string;
}

/** Of the detail of `audit.signed`; null: it makes no sense. */
export function signedPlaceOf(detail: AuditEntry['detail']): SignedPlace | null {
  return signedSchema.safeParse(detail).data ?? null;
}

/** Fed with the entries of one site's log in their order, each of which follows the one before it. */
export class AuditLogSignatures {
  readonly #verify: VerifySignature;
  readonly #places: LogPlaces;
  #provenSeq = 0;
  #unsigned = 0;

  constructor(verify: VerifySignature, places: LogPlaces) {
    this.#verify = verify;
    this.#places = places;
  }

  /** Up to there the log is what was signed; 0: nothing is. */
  get provenSeq(): number {
    return this.#provenSeq;
  }

  async fault(entry: AuditEntry): Promise<SignatureFault | null> {
    const { seq, action } = entry;
    if (action === 'archive.heads-signed') {
      this.#unsigned += 1;
      return this.#provenSeq > 0 && this.#unsigned > MOST_UNSIGNED ? { seq, kind: 'unsigned' } : null;
    }
    if (action !== AUDIT_SIGNED) return null;
    const kind = await this.#faultOf(entry);
    if (kind !== null) return { seq, kind };
    this.#unsigned = 0;
    return null;
  }

  async #faultOf({ siteId, seq, previousHash, detail }: AuditEntry): Promise<'signature' | 'root' | null> {
    const signed = signedPlaceOf(detail);
    if (signed === null || signed.seq >= seq) return 'signature';
    const { keyId, signature, ...head } = signed;
    const hash = head.seq === seq - 1 ? previousHash : await this.#places.hashAt(head.seq);
    if (hash !== head.hash) return 'signature';
    const message = Buffer.from(auditLogHeadText({ siteId, ...head }), 'utf8');
    if (this.#verify(keyId, message, Buffer.from(signature, 'hex')) !== true) return 'signature';
    if (head.root !== undefined && (await this.#places.rootAt(head.seq)) !== head.root) return 'root';
    this.#provenSeq = Math.max(this.#provenSeq, head.seq);
    return null;
  }
}
