/** Reads a site's log from its beginning, for a check of a million entries: one statement, rows as lists. Pages for people are elsewhere. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeptEntry } from '@matlang/domain';
import { AuditRowError, parseAuditDetail } from './sql-audit-rows.ts';

const COLUMNS = [
  'seq',
  'at_unix_ms',
  'actor',
  'address',
  'action',
  'subject_id',
  'detail',
  'previous_hash',
  'hash',
] as const;

/** Of one site. */
export class AuditLogReader {
  readonly #siteId: string;
  readonly #statement: StatementSync;

  constructor(file: DatabaseSync, siteId: string) {
    this.#siteId = siteId;
    this.#statement = file.prepare(
      `SELECT ${COLUMNS.join(', ')} FROM audit_entry WHERE site_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    );
    this.#statement.setReturnArrays(true);
  }

  /** In order, from behind `afterSeq`. @throws AuditRowError for a row that can't be an entry */
  read(afterSeq: number, limit: number): readonly KeptEntry[] {
    const rows: readonly unknown[] = this.#statement.all(this.#siteId, afterSeq, limit);
    return rows.map((row) => this.#entryOf(row));
  }

  /** What stands there is hashed as it is: of another type than was written, the hash is another. */
  #entryOf(row: unknown): KeptEntry {
    if (!Array.isArray(row)) throw new AuditRowError('row: not a list');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns of the statement, in its order
    const [seq, atUnixMs, actor, address, action, subjectId, detailText, previousHash, hash] = row as [
      number,
      number,
      string,
      string | null,
      string,
      string,
      string,
      string,
      string,
    ];
    const detail = parseAuditDetail(detailText);
    const siteId = this.#siteId;
    return {
      siteId,
      seq,
      atUnixMs,
      actor,
      address,
      action,
      subjectId,
      detail,
      detailText,
      previousHash,
      hash,
    };
  }
}
