/** Pages of the audit log: what is found is what a walk through all entries finds, whatever the clock did; and by which index. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type AuditEntry, type AuditFilter, type AuditPage, auditSubjects } from '@matlang/domain';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Tables } from './database-tables.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openSiteDatabase } from './site-database.ts';
import { SqlAuditSearch } from './sql-audit-search.ts';

const SITE = '01990000-0000-7000-8000-000000000000';
const ENTRIES = 4000;
const ACTORS = ['local', 'lan', 'recorder'];
const ACTIONS = ['camera.added', 'camera.changed', 'export.created', 'export.fetched', 'hold.placed'];
const CAMERAS = ['c1', 'c2', 'c3'];

interface Log {
  readonly path: string;
  readonly entries: readonly AuditEntry[];
}

/** With a clock that is set back and forth, an actor who was there for a short while, and one action that is rare. */
async function makeLog(): Promise<{ readonly file: Buffer; readonly entries: readonly AuditEntry[] }> {
  const path = join(await temporaryDirectory({ onTestFinished }), 'site.sqlite');
  const database = await openSiteDatabase(path, 1);
  const site = { id: SITE, name: 'Xã', createdUnixMs: 1, configurationRevision: 0 };
  await database.stores.site.insert(site, [{ id: 'default', siteId: SITE, path: 'archive' }]);
  let drawn = 0;
  const oneOf = <Value>(list: readonly Value[]): Value => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
    return list[(drawn >> 8) % list.length]!;
  };
  const entries = await database.transaction(async ({ audit }) => {
    const written: AuditEntry[] = [];
    for (let index = 0; index < ENTRIES; index += 1) {
      const isWrong = index >= 1500 && index < 1600;
      written.push(
        await audit.append({
          siteId: SITE,
          atUnixMs: isWrong
            ? 10_000_000 + index
            : index * 10 - (index > 3500 ? 30_000 : index > 3000 ? 5000 : 0),
          actor: index >= 200 && index < 230 ? 'guest' : oneOf(ACTORS),
          address: null,
          action: index % 1700 === 3 ? 'site.renamed' : oneOf(ACTIONS),
          subjectId: index % 4 === 0 ? SITE : oneOf(CAMERAS),
          detail: index % 5 === 0 ? { cameraIds: ['c9', oneOf(CAMERAS)] } : { cameraId: oneOf(CAMERAS) },
        }),
      );
    }
    return written;
  });
  await database.close();
  return { file: await readFile(path), entries };
}

let made: ReturnType<typeof makeLog> | null = null;

/** The same log for each test, appended once. */
async function openLog(context: FinishingContext): Promise<Log> {
  made ??= makeLog();
  const { file, entries } = await made;
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  await writeFile(path, file);
  return { path, entries };
}

function matches(
  entry: AuditEntry,
  { actor, actionPrefix, subjectId, fromUnixMs, toUnixMs }: AuditFilter,
): boolean {
  return (
    (actor === undefined || entry.actor === actor) &&
    (actionPrefix === undefined || entry.action.startsWith(actionPrefix)) &&
    (subjectId === undefined || auditSubjects(entry).includes(subjectId)) &&
    (fromUnixMs === undefined || entry.atUnixMs >= fromUnixMs) &&
    (toUnixMs === undefined || entry.atUnixMs < toUnixMs)
  );
}

const FILTERS: readonly AuditFilter[] = [
  {},
  { actor: 'lan' },
  { actor: 'guest' },
  { actor: 'nobody' },
  { actionPrefix: 'export.' },
  { actionPrefix: 'export.created' },
  { actionPrefix: 'site.' },
  { actionPrefix: 'z' },
  { subjectId: 'c2' },
  { subjectId: 'c9' },
  { subjectId: SITE, actionPrefix: 'site.renamed' },
  { actor: 'guest', actionPrefix: 'camera.', subjectId: 'c1' },
  { actor: 'lan', actionPrefix: 'e', subjectId: 'c9' },
  { fromUnixMs: 14_000, toUnixMs: 16_000 },
  { fromUnixMs: 20_000, toUnixMs: 31_000 },
  { fromUnixMs: 10_000_000 },
  { fromUnixMs: 6000, toUnixMs: 7000 },
  { toUnixMs: 500 },
  { fromUnixMs: 5, toUnixMs: 5 },
  { fromUnixMs: 24_900, toUnixMs: 25_100, actor: 'lan' },
  { fromUnixMs: 10_000, toUnixMs: 45_000, actionPrefix: 'site.' },
  { toUnixMs: 30_000, actor: 'recorder', actionPrefix: 'hold', subjectId: 'c3' },
];

test('pages are all entries that match, newest first, each once', async (context) => {
  const { path, entries } = await openLog(context);
  const file = new DatabaseSync(path);
  const kysely = new Kysely<Tables>({ dialect: createNodeSqliteDialect(file, 1000) });
  context.onTestFinished(() => kysely.destroy());
  for (const mostLookedThrough of [5000, 200]) {
    const search = new SqlAuditSearch(kysely, mostLookedThrough);
    for (const filter of FILTERS) {
      const expected = entries.filter((entry) => matches(entry, filter)).toReversed();
      const found: AuditEntry[] = [];
      let beforeSeq: number | null = null;
      let pages = 0;
      do {
        const page: AuditPage = await search.page(SITE, { ...filter, beforeSeq, limit: 101 });
        expect(page.entries.length).toBeLessThanOrEqual(101);
        expect(page.nextBeforeSeq ?? 0).toBeLessThan(beforeSeq ?? Infinity);
        found.push(...page.entries);
        beforeSeq = page.nextBeforeSeq;
        pages += 1;
      } while (beforeSeq !== null && pages < ENTRIES);
      expect(
        found.map(({ seq }) => seq),
        JSON.stringify(filter),
      ).toEqual(expected.map(({ seq }) => seq));
      expect(found).toEqual(expected);
      // As many as are needed where nothing is looked through in vain.
      if (Object.keys(filter).length <= 1 && filter.fromUnixMs === undefined && filter.toUnixMs === undefined)
        expect(pages).toBe(Math.max(1, Math.ceil(expected.length / 101)));
    }
  }
});

test('a page asks indexes, whatever is asked for', async (context) => {
  const { path } = await openLog(context);
  const file = new DatabaseSync(path);
  const plans = new Set<string>();
  const kysely = new Kysely<Tables>({
    dialect: createNodeSqliteDialect(file, 1000),
    log: ({ query }) => {
      const values = query.parameters.map((value) => (typeof value === 'number' ? value : String(value)));
      for (const { detail } of file.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(...values))
        plans.add(String(detail));
    },
  });
  context.onTestFinished(() => kysely.destroy());
  const search = new SqlAuditSearch(kysely);
  for (const filter of FILTERS) await search.page(SITE, { ...filter, beforeSeq: 4000, limit: 50 });
  const reading = [...plans].filter((step) => /^(SEARCH|SCAN) (own|other|audit)/.test(step));
  expect(reading.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  // What is asked for each number is one row by its key.
  const others = reading.filter((step) => step.startsWith('SEARCH other'));
  expect(others.length).toBeGreaterThan(1);
  expect(others.filter((step) => !step.includes('seq=?'))).toEqual([]);
  for (const index of ['audit_by_actor', 'audit_by_action'])
    expect(reading.some((step) => step.startsWith(`SEARCH own USING COVERING INDEX ${index} (`))).toBe(true);
  expect(
    reading.filter((step) => step.startsWith('SEARCH own') && !step.includes('seq>? AND seq<?')),
  ).toEqual([]);
});

test('rows that somebody altered: an entry that is none is shown as it is, a name that is not in it shows nothing', async (context) => {
  const { path, entries } = await openLog(context);
  const raw = new DatabaseSync(path);
  raw.exec(`UPDATE audit_entry SET detail = '{' WHERE seq = ${ENTRIES};
    INSERT INTO audit_subject VALUES ('${SITE}', 'c7', 12); INSERT INTO audit_subject VALUES ('${SITE}', 'c7', ${ENTRIES + 9});
    DELETE FROM audit_block WHERE block = 1`);
  raw.close();
  const database = await openSiteDatabase(path, 1);
  context.onTestFinished(() => database.close());
  const { audit } = database.stores;
  const { entries: shown } = await audit.readPage(SITE, { beforeSeq: null, limit: 1 });
  expect(shown).toEqual([{ ...entries.at(-1), detail: { unreadable: '{' } }]);
  expect(await audit.readPage(SITE, { subjectId: 'c7', beforeSeq: null, limit: 9 })).toEqual({
    entries: [],
    nextBeforeSeq: null,
  });
  // A block whose row is gone may hold any instant.
  const inBlock = { fromUnixMs: 14_000, toUnixMs: 14_050, beforeSeq: null, limit: 9 };
  expect((await audit.readPage(SITE, inBlock)).entries).toHaveLength(5);
});
