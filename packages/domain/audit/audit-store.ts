/** What a store of the audit log must offer: it can be appended to and read, nothing else. */
import type { AuditEntry, AuditRecord } from './audit-entry.ts';

/** The log of all sites in one database, append-only: what could change or remove an entry isn't offered. */
export interface AuditStore {
  /** In the transaction of what it records. */
  append(record: AuditRecord): Promise<AuditEntry>;
  /** In order, from behind `afterSeq`. */
  read(siteId: string, afterSeq: number, limit: number): Promise<readonly AuditEntry[]>;
}
