/** Tampering with the audit log in its file, and what a check says. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
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
  await checkAuditLog(path, (head) => heads.push(head));
  expect(heads).toEqual(
    [4, 9, 5].map((seq) => ({ volumeId: 'default', stream: 'c/main', seq, chain: 'ab', atUnixMs: seq })),
  );
});
