/** Tampering with the audit log in its file, and what a check says. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditRecord } from '@matlang/domain';
import { auditLogHeadText } from '@matlang/link';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { AUDIT_SIGNED } from './audit-log-signatures.ts';
import {
  type AuditLogCheck,
  type AuditLogCheckOptions,
  checkAuditLog,
  type LoggedHead,
} from './check-audit-log.ts';
import { DerivedRowsThread } from './derived-rows-thread.ts';
import type { LinkedEntries } from './linked-entries.ts';
import { openSiteDatabase } from './site-database.ts';

const ENTRIES = 1200;
/** More pages than are read ahead. */
const MANY_ENTRIES = 6100;
const SITE = '01990000-0000-7000-8000-000000000000';

/** As a small log is checked, and as a large one is, with the rows beside the entries in a thread of their own: both say the same. */
async function checkBothWays(
  path: string,
  options: AuditLogCheckOptions = {},
): Promise<AuditLogCheck | null> {
  const small = await checkAuditLog(path, options);
  expect(await checkAuditLog(path, { ...options, threadFromEntries: 0 })).toEqual(small);
  return small;
}

let made: Promise<Buffer> | null = null;

/** The same log for each test, appended once. */
async function logOf(context: FinishingContext): Promise<string> {
  made ??= makeLog().then((path) => readFile(path));
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  await writeFile(path, await made);
  return path;
}

async function makeLog(entries = ENTRIES): Promise<string> {
  const path = join(await temporaryDirectory({ onTestFinished }), 'site.sqlite');
  const database = await openSiteDatabase(path, 1);
  await database.stores.site.insert(
    { id: SITE, name: 'Xã Tân Lập', createdUnixMs: 1, configurationRevision: 0 },
    [{ id: 'default', siteId: SITE, path: 'archive' }],
  );
  await database.transaction(async (stores) => {
    for (let index = 0; index < entries; index += 1)
      await stores.audit.append({
        siteId: SITE,
        atUnixMs: index,
        actor: 'local',
        address: null,
        action: 'camera.added',
        subjectId: String(index),
        detail: { index },
      });
  });
  await database.close();
  return path;
}

function tamper(path: string, sql: string): void {
  const raw = new DatabaseSync(path);
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    raw.exec(`DROP TRIGGER "${String(name)}"`);
  raw.exec(sql);
  raw.close();
}

test('a log that nobody touched holds; there is none in a new folder', async (context) => {
  const path = await logOf(context);
  expect(await checkBothWays(path)).toEqual({ entries: ENTRIES, broken: null, provenSeq: 0 });
  expect(await checkBothWays(`${path}.nothing`)).toBeNull();
});

test.each([
  [
    'an altered entry',
    "UPDATE audit_entry SET actor = 'other' WHERE seq = 1100",
    { seq: 1100, kind: 'content' },
  ],
  ['a removed entry', 'DELETE FROM audit_entry WHERE seq = 1100', { seq: 1101, kind: 'order' }],
  [
    'an entry that is none any more',
    "UPDATE audit_entry SET detail = '{' WHERE seq = 1100",
    { seq: 1100, kind: 'content' },
  ],
  [
    'an entry that follows another one',
    'UPDATE audit_entry SET previous_hash = hash WHERE seq = 5',
    { seq: 5, kind: 'previous' },
  ],
  ['the first entry taken away', 'DELETE FROM audit_entry WHERE seq = 1', { seq: 2, kind: 'order' }],
  [
    'two entries in each other’s place',
    `UPDATE audit_entry SET seq = -1 WHERE seq = 700; UPDATE audit_entry SET seq = 700 WHERE seq = 701;
     UPDATE audit_entry SET seq = 701 WHERE seq = -1`,
    { seq: 700, kind: 'previous' },
  ],
  [
    'an entry taken away and those behind it numbered anew',
    'DELETE FROM audit_entry WHERE seq = 900; UPDATE audit_entry SET seq = seq - 1 WHERE seq > 900',
    { seq: 900, kind: 'previous' },
  ],
  [
    'a hash made anew with its entry',
    `UPDATE audit_entry SET hash = '${'ab'.repeat(32)}' WHERE seq = 44`,
    { seq: 44, kind: 'content' },
  ],
  [
    'another time',
    'UPDATE audit_entry SET at_unix_ms = at_unix_ms + 1 WHERE seq = 44',
    { seq: 44, kind: 'content' },
  ],
  [
    'another detail',
    `UPDATE audit_entry SET detail = '{"index":0}' WHERE seq = 44`,
    { seq: 44, kind: 'content' },
  ],
  [
    'a detail that is a list',
    "UPDATE audit_entry SET detail = '[]' WHERE seq = 44",
    { seq: 44, kind: 'content' },
  ],
  ['another address', "UPDATE audit_entry SET address = '::1' WHERE seq = 44", { seq: 44, kind: 'content' }],
  ['a tail cut off', 'DELETE FROM audit_entry WHERE seq > 1150', { seq: 1151, kind: 'cut' }],
  ['all entries taken away', 'DELETE FROM audit_entry', { seq: 1, kind: 'cut' }],
  ['the whole tree taken away', 'DELETE FROM audit_subtree', { seq: 1, kind: 'subtree', level: 1 }],
  [
    'a tail cut off with its subtrees',
    `DELETE FROM audit_entry WHERE seq > 1198;
     DELETE FROM audit_subtree WHERE (subtree_index + 1) * (1 << level) > 1198`,
    { seq: 1199, kind: 'cut' },
  ],
  [
    'a subtree altered',
    `UPDATE audit_subtree SET hash = '${'ab'.repeat(32)}' WHERE level = 1 AND subtree_index = 550`,
    { seq: 1101, kind: 'subtree', level: 1 },
  ],
  [
    'a high subtree altered',
    `UPDATE audit_subtree SET hash = '${'ab'.repeat(32)}' WHERE level = 10`,
    { seq: 1, kind: 'subtree', level: 10 },
  ],
  [
    'a subtree taken away',
    'DELETE FROM audit_subtree WHERE level = 3 AND subtree_index = 9',
    { seq: 73, kind: 'subtree', level: 3 },
  ],
  [
    'two subtrees in each other’s place',
    `UPDATE audit_subtree SET subtree_index = -1 WHERE level = 2 AND subtree_index = 4;
     UPDATE audit_subtree SET subtree_index = 4 WHERE level = 2 AND subtree_index = 5;
     UPDATE audit_subtree SET subtree_index = 5 WHERE level = 2 AND subtree_index = -1`,
    { seq: 17, kind: 'subtree', level: 2 },
  ],
  [
    'a subtree that no entries are under',
    `INSERT INTO audit_subtree VALUES ('${SITE}', 1, 600, '${'ab'.repeat(32)}')`,
    { seq: 1201, kind: 'cut' },
  ],
  [
    'an entry hidden from who asks for its subject',
    'DELETE FROM audit_subject WHERE seq = 321',
    { seq: 321, kind: 'search' },
  ],
  [
    'entries hidden from who asks for their time',
    'UPDATE audit_block SET greatest_unix_ms = 5',
    { seq: 1, kind: 'search' },
  ],
  ['a block taken away', 'DELETE FROM audit_block', { seq: 1, kind: 'search' }],
])('%s is named', async (_, sql, broken) => {
  const path = await logOf({ onTestFinished });
  tamper(path, sql);
  expect((await checkBothWays(path))?.broken).toEqual(broken);
});

test('all heads that the log keeps are handed out, in their order', async (context) => {
  const path = await logOf(context);
  const database = await openSiteDatabase(path, 1);
  const told = async (seq: number): Promise<void> => {
    const heads = { 'c/main': { seq, chain: 'ab' } };
    await database.stores.audit.append({
      siteId: SITE,
      atUnixMs: seq,
      actor: 'recorder',
      address: null,
      action: 'archive.heads-signed',
      subjectId: SITE,
      detail: { volumeId: 'default', heads },
    });
  };
  await told(4);
  await told(9);
  await told(5);
  await database.close();
  const heads: LoggedHead[] = [];
  await checkAuditLog(path, { onHead: (head) => heads.push(head) });
  expect(heads).toEqual(
    [4, 9, 5].map((seq) => ({ volumeId: 'default', stream: 'c/main', seq, chain: 'ab', atUnixMs: seq })),
  );
});

const MESSAGES = new Map<string, string>();
/** A key whose signatures nobody else can make: it remembers what it signed. */
const verify = (keyId: string, message: Uint8Array, signature: Uint8Array): boolean | null =>
  keyId === 'k1'
    ? MESSAGES.get(Buffer.from(signature).toString('hex')) === String(Buffer.from(message))
    : null;

async function appendTo(
  path: string,
  records: readonly { readonly action: string; readonly detail: object }[],
) {
  const database = await openSiteDatabase(path, 1);
  for (const { action, detail } of records)
    await database.stores.audit.append({
      siteId: SITE,
      atUnixMs: 5,
      actor: 'recorder',
      address: null,
      action,
      subjectId: SITE,
      detail: { ...detail },
    });
  const newest = await database.stores.audit.newest(SITE);
  await database.close();
  return newest ?? { seq: 0, hash: '' };
}

async function sign(path: string, { withRoot = true, meanwhile = 0 } = {}) {
  const { seq, hash } = await appendTo(path, []);
  const database = await openSiteDatabase(path, 1);
  const head = { seq, hash, ...(withRoot ? { root: await database.stores.audit.rootAt(SITE, seq) } : {}) };
  await database.close();
  const signature = String(MESSAGES.size + 1).padStart(128, '0');
  MESSAGES.set(signature, auditLogHeadText({ siteId: SITE, ...head, signedUnixMs: 6 }));
  await appendTo(
    path,
    Array.from({ length: meanwhile }, () => ({ action: 'camera.added', detail: {} })),
  );
  await appendTo(path, [
    { action: AUDIT_SIGNED, detail: { ...head, signedUnixMs: 6, keyId: 'k1', signature } },
  ]);
  return { siteId: SITE, ...head };
}

const EVERYTHING = ['audit_entry', 'audit_subtree', 'audit_subject', 'audit_block'];

/** Written anew by the program itself, numbers and hashes too: nothing in the chain tells. `tables` are those that the forger thought of. */
async function forge(
  path: string,
  change: (record: AuditRecord, seq: number) => AuditRecord | null,
  tables = EVERYTHING,
): Promise<void> {
  const database = await openSiteDatabase(path, 1);
  const entries = await database.stores.audit.read(SITE, 0, 10_000);
  await database.close();
  tamper(path, tables.map((table) => `DELETE FROM ${table};`).join(''));
  const again = await openSiteDatabase(path, 1);
  await again.transaction(async (stores) => {
    for (const { seq, siteId, atUnixMs, actor, address, action, subjectId, detail } of entries) {
      const record = change({ siteId, atUnixMs, actor, address, action, subjectId, detail }, seq);
      if (record !== null) await stores.audit.append(record);
    }
  });
  await again.close();
}

const dropEntry = (path: string, dropped: number): Promise<void> =>
  forge(path, (record, seq) => (seq === dropped ? null : record));

test('a chain made anew without an entry: what the node signed tells of it', async (context) => {
  const path = await logOf(context);
  const remembered = await sign(path);
  expect(await checkBothWays(path, { verify, remembered })).toEqual({
    entries: ENTRIES + 1,
    broken: null,
    provenSeq: ENTRIES,
  });
  await dropEntry(path, 1100);
  expect((await checkBothWays(path))?.broken).toBeNull();
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: ENTRIES, kind: 'signature' });
  // Its signature taken away too.
  await dropEntry(path, ENTRIES);
  expect((await checkBothWays(path, { verify }))?.broken).toBeNull();
  expect((await checkBothWays(path, { verify, remembered }))?.broken).toEqual({ seq: ENTRIES, kind: 'cut' });
});

test('a log that is not signed any more though a recorder is there', async (context) => {
  const path = await logOf(context);
  await sign(path);
  const heads = Array.from({ length: 101 }, () => ({ action: 'archive.heads-signed', detail: {} }));
  await appendTo(path, heads.slice(1));
  expect((await checkBothWays(path, { verify }))?.broken).toBeNull();
  await appendTo(path, heads.slice(0, 1));
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: ENTRIES + 102, kind: 'unsigned' });
});

test('made anew with the tree of before left beside it: the first pair that differs is named, no key is needed', async (context) => {
  const path = await logOf(context);
  await sign(path);
  await forge(path, (record, seq) => (seq === 1151 ? { ...record, actor: 'other' } : record), [
    'audit_entry',
    'audit_subject',
    'audit_block',
  ]);
  expect((await checkBothWays(path))?.broken).toEqual({ seq: 1151, kind: 'subtree', level: 1 });
  // A signature behind it does not fit either: what comes first is said.
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: 1151, kind: 'subtree', level: 1 });
});

test.each([
  [
    'one changed',
    (record: AuditRecord, seq: number) => (seq === 150 ? { ...record, actor: 'other' } : record),
  ],
  ['one removed', (record: AuditRecord, seq: number) => (seq === 150 ? null : record)],
  [
    'two swapped',
    (record: AuditRecord, seq: number) =>
      seq === 150 || seq === 151 ? { ...record, detail: { index: seq === 150 ? 49 : 48 } } : record,
  ],
])('made anew without the key, all rows with it (%s): between which signatures', async (_, change) => {
  const path = await logOf({ onTestFinished });
  tamper(path, EVERYTHING.map((table) => `DELETE FROM ${table};`).join(''));
  const entry = { action: 'camera.added', detail: {} };
  const entries = (count: number) =>
    Array.from({ length: count }, (_one, index) => ({ ...entry, detail: { index } }));
  await appendTo(path, entries(100));
  await sign(path);
  await appendTo(path, entries(100));
  await sign(path);
  await appendTo(path, entries(100));
  await sign(path);
  expect(await checkBothWays(path, { verify })).toEqual({ entries: 303, broken: null, provenSeq: 302 });
  await forge(path, change);
  expect((await checkBothWays(path))?.broken).toBeNull();
  const { broken, provenSeq } = (await checkBothWays(path, { verify }))!;
  expect({ broken, provenSeq }).toEqual({
    broken: { seq: change({} as AuditRecord, 150) === null ? 201 : 202, kind: 'signature' },
    provenSeq: 100,
  });
});

test('a root that was signed of rows that were altered at that time', async (context) => {
  const path = await logOf(context);
  const hash = 'ab'.repeat(32);
  const raw = new DatabaseSync(path);
  const before = raw.prepare('SELECT hash FROM audit_subtree WHERE level = 10').get()?.['hash'];
  raw.close();
  tamper(path, `UPDATE audit_subtree SET hash = '${hash}' WHERE level = 10`);
  const remembered = await sign(path);
  tamper(path, `UPDATE audit_subtree SET hash = '${String(before)}' WHERE level = 10`);
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: ENTRIES + 1, kind: 'root' });
  expect((await checkBothWays(path, { remembered }))?.broken).toEqual({ seq: ENTRIES, kind: 'root' });
});

test('a signature counts though entries came before it was written, and one of another root does not', async (context) => {
  const path = await logOf(context);
  await sign(path, { meanwhile: 3 });
  expect(await checkBothWays(path, { verify })).toEqual({
    entries: ENTRIES + 4,
    broken: null,
    provenSeq: ENTRIES,
  });
  await forge(path, (record, seq) =>
    seq === ENTRIES + 4 ? { ...record, detail: { ...record.detail, root: 'ab'.repeat(32) } } : record,
  );
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: ENTRIES + 4, kind: 'signature' });
});

test('signatures of before there was a tree count beside newer ones; none becomes another', async (context) => {
  const path = await logOf(context);
  await sign(path, { withRoot: false });
  await sign(path);
  expect(await checkBothWays(path, { verify })).toMatchObject({ broken: null, provenSeq: ENTRIES + 1 });
  await forge(path, (record, seq) => {
    const { root: _, ...without } = record.detail;
    return seq === ENTRIES + 2 ? { ...record, detail: without } : record;
  });
  expect((await checkBothWays(path, { verify }))?.broken).toEqual({ seq: ENTRIES + 2, kind: 'signature' });
});

test('a tail cut off with all that stands beside it: what the recorder remembers tells', async (context) => {
  const path = await logOf(context);
  const remembered = await sign(path);
  await forge(path, (record, seq) => (seq > 1000 ? null : record));
  expect((await checkBothWays(path, { verify }))?.broken).toBeNull();
  expect((await checkBothWays(path, { verify, remembered }))?.broken).toEqual({ seq: 1001, kind: 'cut' });
});

test('a log that was cut and goes on: the rows of before don’t fit', async (context) => {
  const path = await logOf(context);
  tamper(path, 'DELETE FROM audit_entry WHERE seq > 1150');
  await appendTo(
    path,
    Array.from({ length: 60 }, () => ({ action: 'camera.added', detail: {} })),
  );
  expect((await checkBothWays(path))?.broken).toEqual({ seq: 1151, kind: 'subtree', level: 1 });
});

test('read beside a server that appends, as one state', async (context) => {
  const path = await logOf(context);
  const database = await openSiteDatabase(path, 1);
  context.onTestFinished(() => database.close());
  const record = {
    siteId: SITE,
    atUnixMs: 1,
    actor: 'local',
    address: null,
    action: 'camera.added',
    subjectId: 'c',
    detail: {},
  };
  const appending = (async () => {
    for (let index = 0; index < 40; index += 1)
      await database.transaction((stores) => stores.audit.append(record));
  })();
  const checks = [];
  for (let index = 0; index < 5; index += 1) checks.push(await checkAuditLog(path));
  await appending;
  expect(checks.map((check) => check?.broken)).toEqual([null, null, null, null, null]);
});

test('a thread that fails refuses what it was asked, and what it is asked later', async (context) => {
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  await writeFile(path, 'no database');
  const thread = new DerivedRowsThread({ path, siteId: SITE, lockWaitMs: 0 });
  context.onTestFinished(thread.close);
  const hash = '0'.repeat(64);
  const entries: LinkedEntries = {
    firstSeq: 1,
    hashes: [hash, hash],
    atUnixMs: [1, 2],
    signedSeqs: [],
    seqsBySubject: new Map(),
  };
  const [first, second] = [thread.check(entries), thread.check(entries)];
  await expect(first).rejects.toThrow('file is not a database');
  await expect(second).rejects.toThrow('file is not a database');
  await expect(thread.check(entries)).rejects.toThrow('file is not a database');
});

test('of a log of many pages the first fault is said, wherever it lies', async () => {
  const path = await makeLog(MANY_ENTRIES);
  expect(await checkBothWays(path)).toEqual({ entries: MANY_ENTRIES, broken: null, provenSeq: 0 });
  tamper(path, `DELETE FROM audit_subject WHERE seq = ${MANY_ENTRIES - 1}`);
  expect((await checkBothWays(path))?.broken).toEqual({ seq: MANY_ENTRIES - 1, kind: 'search' });
  tamper(path, `UPDATE audit_entry SET actor = 'x' WHERE seq = 4100`);
  expect((await checkBothWays(path))?.broken).toEqual({ seq: 4100, kind: 'content' });
  tamper(
    path,
    `UPDATE audit_subtree SET hash = replace(hash, 'a', 'b') WHERE level = 1 AND subtree_index = 15`,
  );
  expect((await checkBothWays(path))?.broken).toEqual({ seq: 31, kind: 'subtree', level: 1 });
});
