/**
 * Pages of the audit log, newest first, fast at ten million entries: a page is read from one sorted list of numbers (of an actor, an action, a
 * subject, or all), what else is asked is looked up for each of them, and a question looks through so many of them at most. Pages follow
 * the log's own order, because the clock may have been set; a time is made ranges of that order by the blocks that it touches.
 */
import { type AuditEntry, type AuditPage, type AuditPageQuestion, auditSubjects } from '@matlang/domain';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from './database-tables.ts';
import { AUDIT_BLOCK, shownAuditEntryOf } from './sql-audit-rows.ts';

/** Numbers looked through for one page, some 5 µs each where the rows are in memory. What lies further back is the next page's. */
const MOST_LOOKED_THROUGH = 5000;
/** What a range costs beside its numbers: a clock that was set back and forth makes many. */
const RANGE_COST = 50;
/** How far back so many numbers of a list reach says how rare they are. */
const SAMPLE = 500;

/** A condition on `own`, a row of the list's table. */
type Condition = RawBuilder<unknown>;

/** What narrows the log down. */
interface List {
  readonly table: 'audit_entry' | 'audit_subject';
  /** One for each part that is sorted by number in an index: an action each, where several are asked for. */
  readonly parts: readonly [Condition, ...Condition[]];
  /** Whether the entry `own.seq` is on the list too. */
  readonly holds: Condition;
}

/** Numbers from `first` on, without `end`. */
interface SeqRange {
  readonly first: number;
  readonly end: number;
}

const NOTHING: AuditPage = { entries: [], nextBeforeSeq: null };

/** Over the database or over one transaction. */
export class SqlAuditSearch {
  readonly #database: Kysely<Tables>;
  readonly #mostLookedThrough: number;

  /** @param mostLookedThrough another one in tests only */
  constructor(database: Kysely<Tables>, mostLookedThrough = MOST_LOOKED_THROUGH) {
    this.#database = database;
    this.#mostLookedThrough = mostLookedThrough;
  }

  /** In the transaction of the entry, behind it. */
  async add(entry: AuditEntry): Promise<void> {
    const { siteId, seq } = entry;
    const subjects = auditSubjects(entry).map((subjectId) => ({
      site_id: siteId,
      subject_id: subjectId,
      seq,
    }));
    // Rows of a longer log that was cut may be there already.
    await this.#database
      .insertInto('audit_subject')
      .values(subjects)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (seq % AUDIT_BLOCK === 0) await this.#endBlock(siteId, seq / AUDIT_BLOCK - 1);
  }

  async #endBlock(siteId: string, block: number): Promise<void> {
    const { least, greatest } = await this.#database
      .selectFrom('audit_entry')
      .select(({ fn }) => [
        fn.min<number>('at_unix_ms').as('least'),
        fn.max<number>('at_unix_ms').as('greatest'),
      ])
      .where('site_id', '=', siteId)
      .where('seq', '>', block * AUDIT_BLOCK)
      .where('seq', '<=', (block + 1) * AUDIT_BLOCK)
      .executeTakeFirstOrThrow();
    await this.#database
      .insertInto('audit_block')
      .values({ site_id: siteId, block, least_unix_ms: least, greatest_unix_ms: greatest })
      .onConflict((conflict) =>
        conflict
          .columns(['site_id', 'block'])
          .doUpdateSet({ least_unix_ms: least, greatest_unix_ms: greatest }),
      )
      .execute();
  }

  /** See AuditPage. */
  async page(siteId: string, question: AuditPageQuestion): Promise<AuditPage> {
    const { limit, subjectId } = question;
    const lists = await this.#listsOf(siteId, question);
    if (lists === null) return NOTHING;
    const { seqs, nextBeforeSeq } = await this.#look(siteId, lists, question);
    const entries = await this.#entries(siteId, seqs.slice(0, limit));
    // The list of subjects is only the way to an entry: a row that somebody added shows nothing.
    const shown = entries.filter(
      (entry) => subjectId === undefined || auditSubjects(entry).includes(subjectId),
    );
    return { entries: shown, nextBeforeSeq: seqs.length > limit ? (seqs[limit - 1] ?? null) : nextBeforeSeq };
  }

  /** One more than the limit, where there are more. */
  async #look(
    siteId: string,
    lists: readonly [List, ...List[]],
    question: AuditPageQuestion,
  ): Promise<{ readonly seqs: readonly number[]; readonly nextBeforeSeq: number | null }> {
    const wanted = question.limit + 1;
    const seqs: number[] = [];
    let left = this.#mostLookedThrough;
    for (const range of await this.#rangesOf(siteId, question)) {
      const [rarest, ...others] = await this.#rarestFirst(siteId, lists, range);
      const conditions = [...others.map(({ holds }) => holds), ...timeConditions(siteId, question)];
      let { first } = range;
      let isCut = false;
      if (conditions.length > 0) {
        const { count, least } = await this.#extentOf(siteId, rarest, range, left);
        isCut = count >= left;
        if (isCut) first = least ?? first;
        left -= count + RANGE_COST;
      }
      seqs.push(
        ...(await this.#newest(siteId, rarest, { ...range, first }, conditions, wanted - seqs.length)),
      );
      if (seqs.length >= wanted) break;
      if (isCut || left <= 0) return { seqs, nextBeforeSeq: first > 1 ? first : null };
    }
    return { seqs, nextBeforeSeq: null };
  }

  /** Null: nothing can match. */
  async #listsOf(
    siteId: string,
    { actor, actionPrefix = '', subjectId }: AuditPageQuestion,
  ): Promise<readonly [List, ...List[]] | null> {
    const lists: List[] = [];
    if (subjectId !== undefined) lists.push(subjectList(siteId, subjectId));
    if (actor !== undefined)
      lists.push(entryList(siteId, [sql`own.actor = ${actor}`], sql`other.actor = ${actor}`));
    if (actionPrefix !== '') {
      const actions = await this.#actionsFrom(siteId, actionPrefix);
      const [one, ...more] = actions.map((action) => sql`own.action = ${action}`);
      if (one === undefined) return null;
      lists.push(entryList(siteId, [one, ...more], sql`other.action in (${sql.join(actions)})`));
    }
    const [first = entryList(siteId, [sql`true`], sql`true`), ...others] = lists;
    return [first, ...others];
  }

  /** The program knows some dozens of actions: one step in the index for each that begins so. */
  async #actionsFrom(siteId: string, prefix: string): Promise<readonly string[]> {
    const actions: string[] = [];
    for (;;) {
      const last = actions.at(-1);
      const next = await this.#database
        .selectFrom('audit_entry')
        .select('action')
        .where('site_id', '=', siteId)
        .where('action', last === undefined ? '>=' : '>', last ?? prefix)
        .orderBy('action')
        .limit(1)
        .executeTakeFirst();
      if (next === undefined || !next.action.startsWith(prefix)) return actions;
      actions.push(next.action);
    }
  }

  /** Newest first. A block without a row (the last one, or one whose row was taken away) may hold any instant. */
  async #rangesOf(
    siteId: string,
    { beforeSeq, fromUnixMs, toUnixMs }: AuditPageQuestion,
  ): Promise<readonly SeqRange[]> {
    const end = beforeSeq ?? Number.MAX_SAFE_INTEGER;
    if (fromUnixMs === undefined && toUnixMs === undefined) return [{ first: 1, end }];
    const outside = await this.#database
      .selectFrom('audit_block')
      .select('block')
      .where('site_id', '=', siteId)
      .where('block', '<=', Math.floor(end / AUDIT_BLOCK))
      .where((eb) =>
        eb.or([
          ...(fromUnixMs === undefined ? [] : [eb('greatest_unix_ms', '<', fromUnixMs)]),
          ...(toUnixMs === undefined ? [] : [eb('least_unix_ms', '>=', toUnixMs)]),
        ]),
      )
      .orderBy('block')
      .execute();
    const ranges: SeqRange[] = [];
    let first = 1;
    for (const { block } of outside) {
      const blockFirst = block * AUDIT_BLOCK + 1;
      if (blockFirst > first) ranges.push({ first, end: Math.min(blockFirst, end) });
      first = blockFirst + AUDIT_BLOCK;
    }
    if (first < end) ranges.push({ first, end });
    return ranges.toReversed();
  }

  /** The list whose newest numbers reach furthest back is the one to walk: the others are asked for each of its numbers. */
  async #rarestFirst(
    siteId: string,
    lists: readonly [List, ...List[]],
    range: SeqRange,
  ): Promise<readonly [List, ...List[]]> {
    let [rarest] = lists;
    if (lists.length === 1) return lists;
    let furthest = Infinity;
    for (const list of lists) {
      const { count, least } = await this.#extentOf(siteId, list, range, SAMPLE);
      const reach = count < SAMPLE ? 0 : (least ?? 0);
      if (reach < furthest) [rarest, furthest] = [list, reach];
    }
    return [rarest, ...lists.filter((list) => list !== rarest)];
  }

  /** Of the newest numbers, `limit` at most. */
  async #extentOf(
    siteId: string,
    list: List,
    range: SeqRange,
    limit: number,
  ): Promise<{ readonly count: number; readonly least: number | null }> {
    const numbers = newestOf(siteId, list, range, [], limit);
    const { rows } = await sql<{ readonly count: number; readonly least: number | null }>`
      select count(*) as count, min(seq) as least from (${numbers}) as numbers`.execute(this.#database);
    return rows[0] ?? { count: 0, least: null };
  }

  async #newest(
    siteId: string,
    list: List,
    range: SeqRange,
    conditions: readonly Condition[],
    limit: number,
  ): Promise<readonly number[]> {
    const { rows } = await newestOf(siteId, list, range, conditions, limit).execute(this.#database);
    return rows.map(({ seq }) => seq);
  }

  /** Newest first. */
  async #entries(siteId: string, seqs: readonly number[]): Promise<readonly AuditEntry[]> {
    if (seqs.length === 0) return [];
    const rows = await this.#database
      .selectFrom('audit_entry')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('seq', 'in', seqs)
      .orderBy('seq', 'desc')
      .execute();
    return rows.map(shownAuditEntryOf);
  }
}

/** Numbers of a list, newest first: each part stops at the limit, and the newest of all are among those of the parts. */
function newestOf(
  siteId: string,
  { table, parts }: List,
  { first, end }: SeqRange,
  conditions: readonly Condition[],
  limit: number,
): RawBuilder<{ readonly seq: number }> {
  const sorted = parts.map(
    (part) => sql<{ readonly seq: number }>`
      select own.seq from ${sql.table(table)} as own
      where ${sql.join([sql`own.site_id = ${siteId}`, part, sql`own.seq >= ${first}`, sql`own.seq < ${end}`, ...conditions], sql` and `)}
      order by own.seq desc limit ${limit}`,
  );
  const [one, ...more] = sorted;
  if (one !== undefined && more.length === 0) return one;
  const members = sorted.map((part) => sql`select seq from (${part}) as part`);
  return sql`select seq from (${sql.join(members, sql` union all `)}) as parts order by seq desc limit ${limit}`;
}

function entryList(siteId: string, parts: List['parts'], other: Condition): List {
  return { table: 'audit_entry', parts, holds: isThere('audit_entry', siteId, other) };
}

function subjectList(siteId: string, subjectId: string): List {
  return {
    table: 'audit_subject',
    parts: [sql`own.subject_id = ${subjectId}`],
    holds: isThere('audit_subject', siteId, sql`other.subject_id = ${subjectId}`),
  };
}

function timeConditions(siteId: string, { fromUnixMs, toUnixMs }: AuditPageQuestion): readonly Condition[] {
  return [
    ...(fromUnixMs === undefined ? [] : [sql`other.at_unix_ms >= ${fromUnixMs}`]),
    ...(toUnixMs === undefined ? [] : [sql`other.at_unix_ms < ${toUnixMs}`]),
  ].map((bound) => isThere('audit_entry', siteId, bound));
}

/**
 * One row by its key, for each number walked. Not `exists`: SQLite 3.53 makes a join of it and walks the whole range of numbers for each of
 * them (`seq>? AND seq<?`).
 */
function isThere(table: List['table'], siteId: string, condition: Condition): Condition {
  return sql`1 = (select 1 from ${sql.table(table)} as other
    where other.site_id = ${siteId} and other.seq = own.seq and ${condition})`;
}
