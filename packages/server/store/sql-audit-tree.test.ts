/** The tree of the audit log in a real database: heads and proofs, and what one entry costs. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type AuditConsistencyProof,
  type AuditEntry,
  type AuditInclusionProof,
  type AuditTreeHead,
  auditLeafHash,
  hexOf,
  MerkleFrontier,
  provingAuditEntry,
  provingAuditGrowth,
  runDigestSteps,
} from '@matlang/domain';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { sha256 } from './audit-digests.ts';
import type { Tables } from './database-tables.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openSiteDatabase, type SiteDatabase } from './site-database.ts';
import { AuditTreeError, SqlAuditTree } from './sql-audit-tree.ts';

const SITE = '01990000-0000-7000-8000-000000000000';
const OTHER = '01990000-0000-7000-8000-000000000001';

const provesAuditEntry = (entry: AuditEntry, proof: AuditInclusionProof, head: AuditTreeHead): boolean =>
  runDigestSteps(provingAuditEntry(entry, proof, head), sha256);
const provesAuditGrowth = (old: AuditTreeHead, head: AuditTreeHead, proof: AuditConsistencyProof): boolean =>
  runDigestSteps(provingAuditGrowth(old, head, proof), sha256);

async function open(context: FinishingContext): Promise<{ path: string; database: SiteDatabase }> {
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  const database = await openSiteDatabase(path, 1);
  context.onTestFinished(() => database.close());
  for (const id of [SITE, OTHER])
    await database.stores.site.insert(
      { id, name: 'Xã Tân Lập', createdUnixMs: 1, configurationRevision: 0 },
      [{ id: 'default', siteId: id, path: 'archive' }],
    );
  return { path, database };
}

async function append(database: SiteDatabase, count: number, siteId = SITE): Promise<readonly AuditEntry[]> {
  return await database.transaction(async ({ audit }) => {
    const entries: AuditEntry[] = [];
    for (let index = 0; index < count; index += 1)
      entries.push(
        await audit.append({
          siteId,
          atUnixMs: index,
          actor: 'local',
          address: null,
          action: 'camera.added',
          subjectId: String(index),
          detail: { index },
        }),
      );
    return entries;
  });
}

test('heads of every size, whoever appended meanwhile; a change that is taken back takes its leaves back', async (context) => {
  const { database } = await open(context);
  const { audit } = database.stores;
  expect(await audit.head(SITE)).toBeNull();
  const frontier = new MerkleFrontier(sha256);
  for (let size = 1; size <= 70; size += 1) {
    const [[entry]] = await Promise.all([append(database, 1), append(database, 1, OTHER)]);
    const failing = database.transaction(async (stores) => {
      await stores.audit.append(entry!);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    frontier.append(auditLeafHash(entry!.hash, sha256));
    expect(await audit.head(SITE)).toEqual({ size, root: hexOf(frontier.root()) });
  }
});

test('each entry is proved in each later log, and each log to be the beginning of each later one', async (context) => {
  const { database } = await open(context);
  const entries = await append(database, 23);
  const { audit } = database.stores;
  const heads = await Promise.all(
    entries.map(async ({ seq }) => ({ size: seq, root: await audit.rootAt(SITE, seq) })),
  );
  for (const head of heads)
    for (const entry of entries.slice(0, head.size)) {
      const proof = await audit.inclusionProof(SITE, entry.seq, head.size);
      expect(provesAuditEntry(entry, proof!, head)).toBe(true);
      expect(provesAuditEntry({ ...entry, actor: 'other' }, proof!, head)).toBe(false);
      const growth = await audit.consistencyProof(SITE, entry.seq, head.size);
      expect(provesAuditGrowth(heads[entry.seq - 1]!, head, growth!)).toBe(true);
      const forged = { size: entry.seq, root: 'ab'.repeat(32) };
      expect(provesAuditGrowth(forged, head, growth!)).toBe(false);
    }
  const proof = (await audit.inclusionProof(SITE, 5, 23))!;
  const [four, five] = [entries[3]!, entries[4]!];
  expect(provesAuditEntry(four, proof, heads[22]!)).toBe(false);
  expect(provesAuditEntry(four, { ...proof, seq: 4 }, heads[22]!)).toBe(false);
  expect(provesAuditEntry(five, proof, heads[21]!)).toBe(false);
  expect(provesAuditEntry(five, { ...proof, treeSize: 22 }, heads[21]!)).toBe(false);
});

test('what is not there is not proved', async (context) => {
  const { database } = await open(context);
  await append(database, 5);
  const { audit } = database.stores;
  for (const [seq, size] of [
    [0, 5],
    [6, 5],
    [1, 6],
    [1.5, 5],
    [-1, 5],
  ] as const) {
    expect(await audit.inclusionProof(SITE, seq, size)).toBeNull();
    expect(await audit.consistencyProof(SITE, seq, size)).toBeNull();
  }
  expect(await audit.inclusionProof('nowhere', 1, 1)).toBeNull();
});

test('an entry costs one subtree on average; proofs, and a check, read rows by their key alone', async (context) => {
  const { path, database } = await open(context);
  await append(database, 500);
  const file = new DatabaseSync(path, { readOnly: true });
  // 500 less one for each 1 in 111110100.
  expect(file.prepare('SELECT count(*) AS count FROM audit_subtree').get()).toEqual({ count: 494 });
  const plans = new Set<string>();
  const kysely = new Kysely<Tables>({
    dialect: createNodeSqliteDialect(file, 1000),
    log: ({ query }) => {
      const values = query.parameters.map((value) => (typeof value === 'number' ? value : String(value)));
      for (const { detail } of file.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(...values))
        if (/^(SEARCH|SCAN) audit_/.test(String(detail))) plans.add(String(detail));
    },
  });
  context.onTestFinished(() => kysely.destroy());
  const tree = new SqlAuditTree(kysely);
  await tree.inclusionProof(SITE, 77, 499);
  await tree.consistencyProof(SITE, 77, 499);
  await tree.completedBetween(SITE, 100, 500);
  expect([...plans].toSorted()).toEqual([
    'SEARCH audit_entry USING COVERING INDEX sqlite_autoindex_audit_entry_1 (site_id=?)',
    'SEARCH audit_entry USING INDEX sqlite_autoindex_audit_entry_1 (site_id=? AND seq=?)',
    'SEARCH audit_subtree USING PRIMARY KEY (site_id=? AND level=? AND subtree_index=?)',
    'SEARCH audit_subtree USING PRIMARY KEY (site_id=? AND level=? AND subtree_index>? AND subtree_index<?)',
  ]);
});

test('a row that somebody took away: the log goes on, its head says what is missing', async (context) => {
  const { path, database } = await open(context);
  await append(database, 7);
  const raw = new DatabaseSync(path);
  context.onTestFinished(() => raw.close());
  raw.exec('DELETE FROM audit_subtree WHERE level = 2 AND subtree_index = 0');
  expect((await append(database, 1))[0]).toMatchObject({ seq: 8 });
  expect(raw.prepare('SELECT max(level) AS level FROM audit_subtree').get()).toEqual({ level: 2 });
  const head = database.stores.audit.head(SITE);
  await expect(head).rejects.toBeInstanceOf(AuditTreeError);
  await expect(head).rejects.toMatchObject({ place: { level: 3, index: 0 } });
});
