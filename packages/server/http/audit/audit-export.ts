/**
 * The log as a file, newest first, written while it is read: a page in memory at a time. JSON with the proof of each entry against one signed
 * head; CSV for who looks at it in a table.
 */
import { AUDIT_EXPORT_FORMAT, type AuditHeadAnswer } from '@matlang/contract';
import type { AuditEntry, AuditFilter } from '@matlang/domain';
import { ApiError } from '../../answer/api-error.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { entryAnswer } from './audit-answers.ts';
import { csvHead, csvLine, type Language } from './audit-csv.ts';
import type { AuditHeads } from './audit-heads.ts';

const PAGE = 500;

/** What is exported. */
export interface AuditExport {
  readonly context: SiteContext;
  readonly filter: AuditFilter;
  /** Entries up to there. */
  readonly newestSeq: number;
}

async function* pagesOf({ context, filter, newestSeq }: AuditExport): AsyncGenerator<readonly AuditEntry[]> {
  const { database, siteId } = context;
  let beforeSeq: number | null = newestSeq + 1;
  while (beforeSeq !== null) {
    const question = { ...filter, beforeSeq, limit: PAGE };
    const page = await database.stores.audit.readPage(siteId, question);
    if (page.entries.length > 0) yield page.entries;
    beforeSeq = page.nextBeforeSeq;
  }
}

/** `auditExportSchema` of the contract; one that breaks off is no JSON. */
export async function* exportJson(
  asked: AuditExport,
  heads: AuditHeads,
  head: AuditHeadAnswer | null,
): AsyncGenerator<string> {
  const { siteId, siteName, clock } = asked.context;
  const facts = { format: AUDIT_EXPORT_FORMAT, siteId, siteName, exportedAt: clock.nowUnixMs() };
  const begin = JSON.stringify({ ...facts, filter: asked.filter, head });
  yield `${begin.slice(0, -1)},"entries":[`;
  let between = '\n';
  for await (const entries of pagesOf(asked)) {
    const paths = await pathsOf(entries, heads, head);
    const lines = entries.map((entry) => {
      const line = JSON.stringify({ entry: entryAnswer(entry), path: paths.get(entry.seq) ?? null });
      const text = `${between}${line}`;
      between = ',\n';
      return text;
    });
    yield lines.join('');
  }
  yield '\n],"complete":true}\n';
}

/** Of a damaged tree there are none: the entries are handed out all the same, and the head says what they are worth. */
async function pathsOf(
  entries: readonly AuditEntry[],
  heads: AuditHeads,
  head: AuditHeadAnswer | null,
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (head === null) return new Map();
  const seqs = entries.map(({ seq }) => seq).filter((seq) => seq <= head.seq);
  try {
    const paths = await heads.paths(seqs, head.seq);
    return new Map(seqs.map((seq, at) => [seq, paths[at] ?? []]));
  } catch (error) {
    if (error instanceof ApiError) return new Map();
    throw error;
  }
}

/** UTF-8 with the mark that spreadsheets know it by. @param names of cameras and people, by id */
export async function* exportCsv(
  asked: AuditExport,
  names: ReadonlyMap<string, string>,
  language: Language,
): AsyncGenerator<string> {
  yield csvHead(language);
  for await (const entries of pagesOf(asked))
    yield entries.map((entry) => csvLine(entry, names, language)).join('');
}
