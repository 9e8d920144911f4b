/** Whether entries are the ones that were written, in their order. */
import { type AuditEntry, auditEntryContent, auditEntryText } from './audit-entry.ts';

/**
 * The first entry at which a chain no longer holds: everything from there on is unproven, what stands before it is
 * intact.
 */
export interface BrokenLink {
  readonly seq: number;
  /** `order`: one is missing or swapped; `previous`: it follows another entry; `content`: it was changed. */
  readonly kind: 'order' | 'previous' | 'content';
}

/** As it lies in a database. */
export interface KeptEntry extends AuditEntry {
  /** What `detail` was parsed from; left out where nobody knows. */
  readonly detailText?: string;
}

/**
 * The first entry that does not fit, or null. @param previous what the first of `entries` must follow.
 * @param sha256Hex digest of the UTF-8 bytes of a text
 */
export function findBrokenLink(
  entries: readonly KeptEntry[],
  previous: { readonly seq: number; readonly hash: string },
  sha256Hex: (text: string) => string,
): BrokenLink | null {
  let { seq, hash } = previous;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) return { seq: entry.seq, kind: 'order' };
    if (entry.previousHash !== hash) return { seq: entry.seq, kind: 'previous' };
    if (!isWhatWasHashed(entry, sha256Hex)) return { seq: entry.seq, kind: 'content' };
    ({ seq, hash } = entry);
  }
  return null;
}

/** Entries of before were kept in the order in which their details were made: their canonical text is made for them. */
function isWhatWasHashed(entry: KeptEntry, sha256Hex: (text: string) => string): boolean {
  const { detailText, hash } = entry;
  if (detailText !== undefined && sha256Hex(auditEntryText(entry, detailText)) === hash) return true;
  return sha256Hex(auditEntryContent(entry)) === hash;
}
