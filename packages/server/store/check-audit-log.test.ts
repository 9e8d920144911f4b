/** Tampering with the audit log in its file, and what a check says. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditLogHeadText } from '@matlang/link';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { AUDIT_SIGNED } from './audit-log-signatures.ts';
import { checkAuditLog, type LoggedHead } from './check-audit-log.ts';
import { openSiteDatabase } from './site-database.ts';

const ENTRIES = 1200;
const SITE = '01990000-0000-7000-8000-000000000000';

async function logOf(context: FinishingContext): Promise<string> {
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  const database = await openSiteDatabase(path, 1);
  await database.stores.site.insert(
    { id: SITE, name: 'Xã Tân Lập', createdUnixMs: 1, configurationRevision: 0 },
    [{ id: 'default', siteId: SITE, path: 'archive' }],
  );
  await database.transaction(async (stores) => {
    for (let index = 0; index < ENTRIES; index += 1)
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
  expect(await checkAuditLog(path)).toEqual({ entries: ENTRIES, broken: null });
  expect(await checkAuditLog(`${path}.nothing`)).toBeNull();
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
])('%s is named', async (_, sql, broken) => {
  const path = await logOf({ onTestFinished });
  tamper(path, sql);
  expect((await checkAuditLog(path))?.broken).toEqual(broken);
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

async function sign(path: string) {
  const { seq, hash } = await appendTo(path, []);
  const signature = String(MESSAGES.size + 1).padStart(128, '0');
  MESSAGES.set(signature, auditLogHeadText({ siteId: SITE, seq, hash, signedUnixMs: 6 }));
  await appendTo(path, [
    { action: AUDIT_SIGNED, detail: { seq, hash, signedUnixMs: 6, keyId: 'k1', signature } },
  ]);
  return { siteId: SITE, seq, hash };
}

/** Without an entry, numbers and hashes made anew: nothing in the chain tells. */
async function dropEntry(path: string, dropped: number): Promise<void> {
  const database = await openSiteDatabase(path, 1);
  const entries = await database.stores.audit.read(SITE, 0, 10_000);
  await database.close();
  tamper(path, 'DELETE FROM audit_entry');
  const again = await openSiteDatabase(path, 1);
  await again.transaction(async (stores) => {
    for (const entry of entries) {
      const { siteId, atUnixMs, actor, address, action, subjectId, detail } = entry;
      const record = { siteId, atUnixMs, actor, address, action, subjectId, detail };
      if (entry.seq !== dropped) await stores.audit.append(record);
    }
  });
  await again.close();
}

test('a chain made anew without an entry: what the node signed tells of it', async (context) => {
  const path = await logOf(context);
  const remembered = await sign(path);
  expect(await checkAuditLog(path, { verify, remembered })).toEqual({ entries: ENTRIES + 1, broken: null });
  await dropEntry(path, 1100);
  expect((await checkAuditLog(path))?.broken).toBeNull();
  expect((await checkAuditLog(path, { verify }))?.broken).toEqual({ seq: ENTRIES, kind: 'signature' });
  // Its signature taken away too.
  await dropEntry(path, ENTRIES);
  expect((await checkAuditLog(path, { verify }))?.broken).toBeNull();
  expect((await checkAuditLog(path, { verify, remembered }))?.broken).toEqual({ seq: ENTRIES, kind: 'cut' });
});

test('a log that is not signed any more though a recorder is there', async (context) => {
  const path = await logOf(context);
  await sign(path);
  const heads = Array.from({ length: 101 }, () => ({ action: 'archive.heads-signed', detail: {} }));
  await appendTo(path, heads.slice(1));
  expect((await checkAuditLog(path, { verify }))?.broken).toBeNull();
  await appendTo(path, heads.slice(0, 1));
  expect((await checkAuditLog(path, { verify }))?.broken).toEqual({ seq: ENTRIES + 102, kind: 'unsigned' });
});
