/** What pages of an audit log are found by, against its entries: a row that is missing hides an entry from who asks for it. */
import { type AuditEntry, auditSubjects } from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';
import { AUDIT_BLOCK } from './sql-audit-rows.ts';

/** The entry, or the first of its block, is not found by its subject or time. */
export interface SearchFault {
  readonly seq: number;
  readonly kind: 'search';
}

/** So many in one question: SQLite takes 32,766 values. */
const MOST_SUBJECTS = 10_000;

/** Fed with the entries of one site's log in their order. */
export class AuditSearchCheck {
  readonly #siteId: string;
  readonly #database: Kysely<Tables>;
  #least = Infinity;
  #greatest = -Infinity;

  constructor(siteId: string, database: Kysely<Tables>) {
    this.#siteId = siteId;
    this.#database = database;
  }

  async fault(entries: readonly AuditEntry[]): Promise<SearchFault | null> {
    return (await this.#subjectFault(entries)) ?? (await this.#blockFault(entries));
  }

  /** Whether an entry behind `size` is named. Of a row too many within the log nothing is shown, and nothing is said. */
  async reachesBeyond(size: number): Promise<boolean> {
    const subjects = await this.#database
      .selectFrom('audit_subject')
      .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
      .where('site_id', '=', this.#siteId)
      .executeTakeFirst();
    const blocks = await this.#database
      .selectFrom('audit_block')
      .select(({ fn }) => fn.max<number | null>('block').as('block'))
      .where('site_id', '=', this.#siteId)
      .executeTakeFirst();
    return (subjects?.seq ?? 0) > size || ((blocks?.block ?? -1) + 1) * AUDIT_BLOCK > size;
  }

  async #subjectFault(entries: readonly AuditEntry[]): Promise<SearchFault | null> {
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return null;
    const named = entries.map((entry) => ({ seq: entry.seq, subjects: auditSubjects(entry) }));
    const subjects = [...new Set(named.flatMap((one) => one.subjects))];
    const kept = new Set<string>();
    for (let from = 0; from < subjects.length; from += MOST_SUBJECTS) {
      const rows = await this.#database
        .selectFrom('audit_subject')
        .select(['subject_id', 'seq'])
        .where('site_id', '=', this.#siteId)
        .where('subject_id', 'in', subjects.slice(from, from + MOST_SUBJECTS))
        .where('seq', '>=', first.seq)
        .where('seq', '<=', last.seq)
        .execute();
      for (const { subject_id, seq } of rows) kept.add(`${seq} ${subject_id}`);
    }
    const missing = named.find(({ seq, subjects: of }) =>
      of.some((subject) => !kept.has(`${seq} ${subject}`)),
    );
    return missing === undefined ? null : { seq: missing.seq, kind: 'search' };
  }

  async #blockFault(entries: readonly AuditEntry[]): Promise<SearchFault | null> {
    for (const { seq, atUnixMs } of entries) {
      this.#least = Math.min(this.#least, atUnixMs);
      this.#greatest = Math.max(this.#greatest, atUnixMs);
      if (seq % AUDIT_BLOCK !== 0) continue;
      const block = seq / AUDIT_BLOCK - 1;
      const row = await this.#database
        .selectFrom('audit_block')
        .select(['least_unix_ms', 'greatest_unix_ms'])
        .where('site_id', '=', this.#siteId)
        .where('block', '=', block)
        .executeTakeFirst();
      if (row?.least_unix_ms !== this.#least || row.greatest_unix_ms !== this.#greatest)
        return { seq: block * AUDIT_BLOCK + 1, kind: 'search' };
      [this.#least, this.#greatest] = [Infinity, -Infinity];
    }
    return null;
  }
}
