/** How entries of the audit log lie in their tables. */
import type { AuditEntry } from '@matlang/domain';
import type { Tables } from './database-tables.ts';

/** Entries whose earliest and latest instant are kept together: ten million make ten thousand rows. */
export const AUDIT_BLOCK = 1024;

/** The detail is not what one can be: a row that somebody altered. */
export class AuditRowError extends Error {
  override readonly name = 'AuditRowError';
}

/** An entry as the database keeps it; whether it is what was written, its hash says. @throws AuditRowError */
export function auditEntryOf(row: Tables['audit_entry']): AuditEntry {
  return {
    siteId: row.site_id,
    seq: row.seq,
    atUnixMs: row.at_unix_ms,
    actor: row.actor,
    address: row.address,
    action: row.action,
    subjectId: row.subject_id,
    detail: parseAuditDetail(row.detail),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** @throws AuditRowError */
export function parseAuditDetail(text: string): Readonly<Record<string, unknown>> {
  let detail: unknown;
  try {
    detail = JSON.parse(text);
  } catch (error) {
    throw new AuditRowError('detail: not JSON', { cause: error });
  }
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
    throw new AuditRowError('detail: not an object');
  return { ...detail };
}

/** To be looked at: a detail that is none is shown as the text that it is. Such an entry's hash says that it was altered. */
export function shownAuditEntryOf(row: Tables['audit_entry']): AuditEntry {
  try {
    return auditEntryOf(row);
  } catch (error) {
    if (!(error instanceof AuditRowError)) throw error;
    return auditEntryOf({ ...row, detail: JSON.stringify({ unreadable: row.detail }) });
  }
}
