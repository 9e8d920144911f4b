/** Signed heads and proofs of the log for who verifies it: the server has no key to sign with, only the public half. */
import { AUDIT_HEAD_FORMAT, type AuditHeadAnswer } from '@matlang/contract';
import { type NodePublicKey, readNodeKey } from '@matlang/keys';
import { ApiError } from '../../answer/api-error.ts';
import type { AuditLogSigner } from '../../jobs/audit-log-signer.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { newestAuditHead } from '../../store/newest-audit-head.ts';
import { AuditTreeError } from '../../store/sql-audit-tree.ts';

/** Who asks again so soon gets the same head: each new one is an entry more. */
const SIGN_AGAIN_MS = 60_000;

/** One for a server. */
export class AuditHeads {
  readonly #context: SiteContext;
  readonly #signer: AuditLogSigner;
  #key: NodePublicKey | null = null;

  constructor(context: SiteContext, signer: AuditLogSigner) {
    this.#context = context;
    this.#signer = signer;
  }

  /**
   * The newest, after the recorder was asked for one where it is there. Null: nothing was signed yet, or by a key that is not known here.
   * @param fresh one that covers all that was written until now
   */
  async newest({ fresh }: { readonly fresh: boolean }): Promise<AuditHeadAnswer | null> {
    await this.#signer.sign(fresh ? 0 : SIGN_AGAIN_MS);
    const { database, siteId, siteName, dataDirectory } = this.#context;
    const signed = await newestAuditHead(database.stores.audit, siteId);
    if (signed === null) return null;
    if (this.#key?.keyId !== signed.keyId) this.#key = readNodeKey(dataDirectory);
    if (this.#key?.keyId !== signed.keyId) return null;
    const { signedUnixMs, keyId, signature, ...place } = signed;
    const publicKey = Buffer.from(this.#key.publicKey).toString('hex');
    return {
      format: AUDIT_HEAD_FORMAT,
      siteId,
      siteName,
      ...place,
      signedAt: signedUnixMs,
      keyId,
      publicKey,
      signature,
    };
  }

  /** Paths in the order of `seqs`. @throws ApiError `audit-entry-not-found`, `audit-tree-damaged` */
  async paths(seqs: readonly number[], size: number): Promise<readonly (readonly string[])[]> {
    const { database, siteId } = this.#context;
    return await proved(() => database.stores.audit.inclusionPaths(siteId, seqs, size));
  }

  /** @throws ApiError `audit-entry-not-found`, `audit-tree-damaged` */
  async growth(old: number, size: number): Promise<readonly string[]> {
    const { database, siteId } = this.#context;
    return (await proved(() => database.stores.audit.consistencyProof(siteId, old, size))).path;
  }
}

async function proved<Proof extends object>(find: () => Promise<Proof | null>): Promise<Proof> {
  let proof: Proof | null;
  try {
    proof = await find();
  } catch (error) {
    if (error instanceof AuditTreeError) throw new ApiError('audit-tree-damaged');
    throw error;
  }
  if (proof === null) throw new ApiError('audit-entry-not-found');
  return proof;
}
