/** What an answer of the log proves: entries and older heads against one signed head. The head's signature is looked at by whoever has Ed25519. */
import { type DigestSteps, provingAuditEntry, provingAuditGrowth, runDigestSteps } from '@matlang/domain';
import type { AuditHeadAnswer } from './audit-head.ts';
import type { AuditEntryAnswer } from './audit-schemas.ts';

/** Whether the entry, as it is, stands in the log of the head. @param path of `GET /api/v1/audit/proof` for the head's `seq`, or of an export */
export function provingEntry(
  head: AuditHeadAnswer,
  { at: atUnixMs, ...entry }: AuditEntryAnswer,
  path: readonly string[],
): DigestSteps<boolean> {
  const proof = { seq: entry.seq, treeSize: head.seq, path };
  return provingAuditEntry({ ...entry, siteId: head.siteId, atUnixMs }, proof, treeHeadOf(head));
}

/** The same for who has digests at once. @param sha256 of bytes, or of the UTF-8 bytes of a text */
export function provesEntry(
  head: AuditHeadAnswer,
  entry: AuditEntryAnswer,
  path: readonly string[],
  sha256: (data: Uint8Array | string) => Uint8Array,
): boolean {
  return runDigestSteps(provingEntry(head, entry, path), sha256);
}

/** Whether the log of the newer head is that of the older one with entries behind it. @param path of `GET /api/v1/audit/consistency` */
export function* provingGrowth(
  old: AuditHeadAnswer,
  head: AuditHeadAnswer,
  path: readonly string[],
): DigestSteps<boolean, Uint8Array> {
  if (old.siteId !== head.siteId) return false;
  const proof = { oldSize: old.seq, newSize: head.seq, path };
  return yield* provingAuditGrowth(treeHeadOf(old), treeHeadOf(head), proof);
}

const treeHeadOf = ({ seq, root }: AuditHeadAnswer) => ({ size: seq, root });
