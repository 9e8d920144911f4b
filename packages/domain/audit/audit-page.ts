/** Questions to the audit log: a page of what was done, newest first. */
import type { AuditEntry } from './audit-entry.ts';

/** All that is said must hold; what is left out is not asked. */
export interface AuditFilter {
  readonly actor?: string;
  /** `export.` finds all that begins with it, `export.created` nothing but that. */
  readonly actionPrefix?: string;
  /** Or a camera that the entry names: see `auditSubjects`. */
  readonly subjectId?: string;
  readonly fromUnixMs?: number;
  /** Excluded. */
  readonly toUnixMs?: number;
}

/** Which page. */
export interface AuditPageQuestion extends AuditFilter {
  /** That entry and newer ones are left out; null: from the newest. */
  readonly beforeSeq: number | null;
  readonly limit: number;
}

/** In the order of the log, which is not that of the clock where the clock was set. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** What to ask with for older ones; null: there are none. A page may be short, even empty, and older ones match all the same. */
  readonly nextBeforeSeq: number | null;
}
