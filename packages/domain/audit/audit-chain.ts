/** Whether entries are the ones that were written, in their order. */
import { type AuditEntry, auditEntryContent } from './audit-entry.ts';

/**
 * The first entry at which a chain no longer holds: everything from there on is unproven, what stands before it is
 * intact.
 */
export interface BrokenLink {
  readonly seq: number;
  /** `order`: one is missing or swapped; `previous`: it follows another entry; `content`: it was changed. */
  readonly kind: 'order' | 'previous' | 'content';
}

/**
 * The first entry that does not fit, or null. @param previous what the first of `entries` must follow.
 * @param sha256Hex digest of the UTF-8 bytes of a text
 */
export function findBrokenLink(
  entries: readonly AuditEntry[],
  previous: { readonly seq: number; readonly hash: string },
  sha256Hex: (text: string) => string,
): BrokenLink | null {
  let { seq, hash } = previous;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) return { seq: entry.seq, kind: 'order' };
    if (entry.previousHash !== hash) return { seq: entry.seq, kind: 'previous' };
    if (sha256Hex(auditEntryContent(entry)) !== entry.hash) return { seq: entry.seq, kind: 'content' };
    ({ seq, hash } = entry);
  }
  return null;
}
