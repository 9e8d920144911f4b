/** What a store of the audit log must offer: it can be appended to and read, nothing else. */
import type { AuditEntry, AuditRecord } from './audit-entry.ts';
import type { AuditPage, AuditPageQuestion } from './audit-page.ts';
import type { AuditConsistencyProof, AuditInclusionProof, AuditTreeHead } from './audit-tree.ts';

/** The log of all sites in one database, append-only: what could change or remove an entry isn't offered. */
export interface AuditStore {
  /** In the transaction of what it records. */
  append(record: AuditRecord): Promise<AuditEntry>;
  /** In order, from behind `afterSeq`. */
  read(siteId: string, afterSeq: number, limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first. */
  readPage(siteId: string, question: AuditPageQuestion): Promise<AuditPage>;
  /** The log as it is; null: it is empty. */
  head(siteId: string): Promise<AuditTreeHead | null>;
  /** Null: there is no such entry, or no log of that size yet. */
  inclusionProof(siteId: string, seq: number, treeSize: number): Promise<AuditInclusionProof | null>;
  /** Null: there was no log of the old size, or there is none of the new one yet. */
  consistencyProof(siteId: string, oldSize: number, newSize: number): Promise<AuditConsistencyProof | null>;
}
