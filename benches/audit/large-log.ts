/**
 * An audit log of years, of real shape: entries, chain, tree, what pages are found by, and the node's signatures, as the server would have
 * written them. By prepared statements, because the server's own way is one synced transaction an entry.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type AuditRecord,
  auditEntryContent,
  auditLeafHash,
  auditSubjects,
  canonicalAuditDetail,
  GENESIS_HASH,
  hexOf,
  MerkleFrontier,
} from '@matlang/domain';
import type { NodeSigner } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import { createSeededRandom } from '@matlang/simulator';
import { sha256, sha256Hex } from '../../packages/server/store/audit-digests.ts';
import { AUDIT_SIGNED } from '../../packages/server/store/audit-log-signatures.ts';
import { openSiteDatabase } from '../../packages/server/store/site-database.ts';
import { AUDIT_BLOCK } from '../../packages/server/store/sql-audit-rows.ts';

/** Whose log it is. */
export const BENCH_SITE = '01990000-0000-7000-8000-000000000000';
/** Cameras of a commune. */
export const BENCH_CAMERAS = Array.from(
  { length: 32 },
  (_, camera) => `01990000-0000-7000-8000-${String(camera).padStart(12, '0')}`,
);
/** People of a post, a person who was there for a month, and the program. */
export const BENCH_ACTORS = [
  'recorder',
  'server',
  ...Array.from({ length: 12 }, (_, person) => `person-${person}`),
];
const GUEST = 'guest';
/** From the frequent to the rare. */
export const BENCH_ACTIONS = [
  'footage.viewed',
  'footage.viewed',
  'footage.viewed',
  'footage.viewed',
  'archive.clock-step',
  'export.created',
  'export.fetched',
  'bookmark.added',
  'hold.placed',
  'camera.changed',
];
/** Half a minute between two: ten million are nine years. */
export const BENCH_ENTRY_MS = 30_000;
const START_UNIX_MS = Date.UTC(2020, 0, 1);
/** A signature an hour, about. */
const SIGNED_EVERY = 120;
const COMMIT_EVERY = 100_000;

export interface LargeLog {
  readonly entries: number;
  readonly startUnixMs: number;
}

type Statements = Readonly<
  Record<'entry' | 'subtree' | 'subject' | 'block', ReturnType<DatabaseSync['prepare']>>
>;

/** Makes `site.sqlite` at `path`. A million entries take about a minute and 0.9 GB. */
export const makeLargeLog = async (path: string, entries: number, signer: NodeSigner): Promise<LargeLog> => {
  mkdirSync(dirname(path), { recursive: true });
  const site = await openSiteDatabase(path, START_UNIX_MS);
  await site.stores.site.insert(
    { id: BENCH_SITE, name: 'bench', createdUnixMs: START_UNIX_MS, configurationRevision: 0 },
    [{ id: 'default', siteId: BENCH_SITE, path: 'archive' }],
  );
  await site.close();
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; DROP INDEX audit_by_actor; DROP INDEX audit_by_action; BEGIN',
  );
  const insert: Statements = {
    entry: database.prepare('INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    subtree: database.prepare('INSERT INTO audit_subtree VALUES (?, ?, ?, ?)'),
    subject: database.prepare('INSERT INTO audit_subject VALUES (?, ?, ?)'),
    block: database.prepare('INSERT INTO audit_block VALUES (?, ?, ?, ?)'),
  };
  const frontier = new MerkleFrontier(sha256);
  const random = createSeededRandom(42);
  let previousHash = GENESIS_HASH;
  for (let seq = 1; seq <= entries; seq += 1) {
    if (seq % COMMIT_EVERY === 0) database.exec('COMMIT; BEGIN');
    const record =
      seq % SIGNED_EVERY === 0 ? signedRecord(seq, previousHash, frontier, signer) : recordAt(seq, random);
    const hash = sha256Hex(auditEntryContent({ ...record, seq, previousHash }));
    const { atUnixMs, actor, address, action, subjectId, detail } = record;
    const text = canonicalAuditDetail(detail);
    insert.entry.run(BENCH_SITE, seq, atUnixMs, actor, address, action, subjectId, text, previousHash, hash);
    for (const { level, index, hash: made } of frontier.append(auditLeafHash(hash, sha256)))
      insert.subtree.run(BENCH_SITE, level, index, hexOf(made));
    for (const subject of auditSubjects(record)) insert.subject.run(BENCH_SITE, subject, seq);
    if (seq % AUDIT_BLOCK === 0)
      insert.block.run(BENCH_SITE, seq / AUDIT_BLOCK - 1, instantOf(seq - AUDIT_BLOCK + 1), instantOf(seq));
    previousHash = hash;
  }
  database.exec(`COMMIT; CREATE INDEX audit_by_actor ON audit_entry (site_id, actor, seq);
    CREATE INDEX audit_by_action ON audit_entry (site_id, action, seq); PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
  return { entries, startUnixMs: START_UNIX_MS };
};

const instantOf = (seq: number): number => START_UNIX_MS + seq * BENCH_ENTRY_MS;

/** What a server that runs would append. */
export const recordAt = (seq: number, random: { below: (end: number) => number }): AuditRecord => {
  const pick = <Value>(list: readonly Value[]): Value => {
    const value = list[random.below(list.length)];
    if (value === undefined) throw new TypeError('list: empty');
    return value;
  };
  const atUnixMs = instantOf(seq);
  const action = pick(BENCH_ACTIONS);
  const span = { startUnixMs: atUnixMs - 600_000, endUnixMs: atUnixMs - 300_000 };
  const common = {
    siteId: BENCH_SITE,
    atUnixMs,
    actor: seq % 100_000 < 300 ? GUEST : pick(BENCH_ACTORS),
    address: `192.168.1.${random.below(200) + 10}`,
  };
  const camera = pick(BENCH_CAMERAS);
  if (action.startsWith('export.') || action.startsWith('hold.') || action.startsWith('bookmark.')) {
    const subjectId = `01990000-0000-7000-9000-${String(seq).padStart(12, '0')}`;
    const detail = { cameraIds: [camera, pick(BENCH_CAMERAS)], ...span, purpose: 'trộm xe máy ở chợ' };
    return { ...common, action, subjectId, detail };
  }
  return { ...common, action, subjectId: camera, detail: { ...span, purpose: 'trộm xe máy ở chợ' } };
};

const signedRecord = (
  seq: number,
  previousHash: string,
  frontier: MerkleFrontier,
  signer: NodeSigner,
): AuditRecord => {
  const signedUnixMs = instantOf(seq);
  const head = { seq: seq - 1, hash: previousHash, root: hexOf(frontier.root()), signedUnixMs };
  const message = Buffer.from(auditLogHeadText({ siteId: BENCH_SITE, ...head }), 'utf8');
  const signature = Buffer.from(signer.sign(message)).toString('hex');
  return {
    siteId: BENCH_SITE,
    atUnixMs: signedUnixMs,
    actor: 'recorder',
    address: null,
    action: AUDIT_SIGNED,
    subjectId: BENCH_SITE,
    detail: { ...head, keyId: signer.keyId, signature },
  };
};
