/** The newest head of a site's audit log that was signed with its root, as the log itself says it. */
import type { AuditStore } from '@matlang/domain';
import { AUDIT_SIGNED, type SignedPlace, signedPlaceOf } from './audit-log-signatures.ts';

/** Signatures of a log whose tree was damaged have no root: behind so many of them nobody looks further. */
const MOST_LOOKED_AT = 50;

/** Its signature is the caller's to verify. */
export type SignedAuditHead = SignedPlace & { readonly root: string };

/** Null: none was signed yet. */
export async function newestAuditHead(audit: AuditStore, siteId: string): Promise<SignedAuditHead | null> {
  const { entries } = await audit.readPage(siteId, {
    actionPrefix: AUDIT_SIGNED,
    beforeSeq: null,
    limit: MOST_LOOKED_AT,
  });
  for (const { detail } of entries) {
    const place = signedPlaceOf(detail);
    if (place?.root !== undefined) return { ...place, root: place.root };
  }
  return null;
}
