/** Entries whose chain was found whole, as far as what stands beside them goes. */
import { type AuditEntry, auditSubjects } from '@matlang/domain';
import { AUDIT_SIGNED } from './audit-log-signatures.ts';

/** By columns: a thread is given these sooner than a thousand objects. The numbers have no holes. */
export interface LinkedEntries {
  readonly firstSeq: number;
  /** Hex. */
  readonly hashes: readonly string[];
  readonly atUnixMs: readonly number[];
  /** Those that say what was signed. */
  readonly signedSeqs: readonly number[];
  /** Numbers by what they are about, in their order. */
  readonly seqsBySubject: ReadonlyMap<string, readonly number[]>;
}

/** @param entries one behind the other, from one on. */
export function linkedEntriesOf(entries: readonly AuditEntry[]): LinkedEntries {
  const seqsBySubject = new Map<string, number[]>();
  for (const entry of entries)
    for (const subject of auditSubjects(entry)) {
      const seqs = seqsBySubject.get(subject);
      if (seqs === undefined) seqsBySubject.set(subject, [entry.seq]);
      else seqs.push(entry.seq);
    }
  return {
    firstSeq: entries[0]?.seq ?? 1,
    hashes: entries.map(({ hash }) => hash),
    atUnixMs: entries.map(({ atUnixMs }) => atUnixMs),
    signedSeqs: entries.filter(({ action }) => action === AUDIT_SIGNED).map(({ seq }) => seq),
    seqsBySubject,
  };
}
