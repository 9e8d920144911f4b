/** What pages of an audit log are found by, against its entries: a row that is missing hides an entry from who asks for it. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './database-tables.ts';
import type { LinkedEntries } from './linked-entries.ts';
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

  async fault(entries: LinkedEntries): Promise<SearchFault | null> {
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

  async #subjectFault({ firstSeq, hashes, seqsBySubject }: LinkedEntries): Promise<SearchFault | null> {
    const lastSeq = firstSeq + hashes.length - 1;
    const missing: number[] = [];
    const subjects = [...seqsBySubject.keys()];
    for (let from = 0; from < subjects.length; from += MOST_SUBJECTS) {
      const some = subjects.slice(from, from + MOST_SUBJECTS);
      const kept = await this.#keptOf(some, firstSeq, lastSeq);
      for (const subject of some) {
        const seqs = seqsBySubject.get(subject) ?? [];
        const text = kept.get(subject) ?? '';
        if (text === seqs.join(',')) continue;
        // Of a row too many nothing is shown, and nothing is said.
        const there = new Set(text.split(',').map(Number));
        const absent = seqs.find((seq) => !there.has(seq));
        if (absent !== undefined) missing.push(absent);
      }
    }
    return missing.length === 0 ? null : { seq: Math.min(...missing), kind: 'search' };
  }

  /** Numbers by subject, as one text each with commas between them: one row for a thousand. */
  async #keptOf(
    subjects: readonly string[],
    firstSeq: number,
    lastSeq: number,
  ): Promise<ReadonlyMap<string, string>> {
    const { rows } = await sql<{ readonly subject_id: string; readonly seqs: string }>`
      select subject_id, group_concat(seq) as seqs from audit_subject
      where site_id = ${this.#siteId} and subject_id in (${sql.join(subjects)})
        and seq >= ${firstSeq} and seq <= ${lastSeq}
      group by subject_id`.execute(this.#database);
    return new Map(rows.map(({ subject_id, seqs }) => [subject_id, seqs]));
  }

  async #blockFault({ firstSeq, atUnixMs }: LinkedEntries): Promise<SearchFault | null> {
    for (const [index, instant] of atUnixMs.entries()) {
      const seq = firstSeq + index;
      this.#least = Math.min(this.#least, instant);
      this.#greatest = Math.max(this.#greatest, instant);
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
