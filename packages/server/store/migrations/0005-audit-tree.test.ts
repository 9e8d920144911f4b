/**
 * A data folder as the program before this migration left it, written here by its own SQL and its own texts, none of them taken from
 * today's code: what was chained and signed then holds now, and has a tree.
 */
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditLeafHash, hexOf, MerkleFrontier, provingAuditEntry, runDigestSteps } from '@matlang/domain';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { sha256 } from '../audit-digests.ts';
import { checkAuditLog } from '../check-audit-log.ts';
import { openSiteDatabase } from '../site-database.ts';

const SITE = '01990000-0000-7000-8000-000000000000';
const ENTRIES = 2500;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

const SCHEMA_4 = `
  CREATE TABLE "schema_version" ("version" integer primary key, "name" text not null, "applied_unix_ms" bigint not null);
  CREATE TABLE "site" ("id" text primary key, "name" text not null, "created_unix_ms" bigint not null, "configuration_revision" bigint not null);
  CREATE TABLE "volume" ("id" text not null, "site_id" text not null references "site" ("id"), "path" text not null, constraint "volume_key" primary key ("site_id", "id"));
  CREATE TABLE "camera" ("id" text primary key, "site_id" text not null references "site" ("id"), "volume_id" text not null, "name" text not null, "enabled" integer not null, "main_url" text not null, "sub_url" text, "username" text, "sealed_password" text, "transport" text not null, "record" text not null, "live_main" integer not null, "live_sub" integer not null, "audio_enabled" integer not null, "audio_reason" text, "retention_days" integer not null, "revision" bigint not null, "created_unix_ms" bigint not null, "changed_unix_ms" bigint not null, "removed_unix_ms" bigint, "sealed_main_url" text, "sealed_sub_url" text);
  CREATE INDEX "camera_of_site" on "camera" ("site_id", "id");
  CREATE TABLE "hold" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_id" text not null, "start_unix_ms" bigint not null, "end_unix_ms" bigint not null, "reason" text not null, "owner" text not null, "review_unix_ms" bigint not null, "state" text not null, "created_unix_ms" bigint not null, "lifted_unix_ms" bigint);
  CREATE INDEX "hold_of_site" on "hold" ("site_id", "state", "id");
  CREATE TABLE "export_job" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_ids" text not null, "start_unix_ms" bigint not null, "end_unix_ms" bigint not null, "stream" text not null, "with_audio" integer not null, "purpose" text not null, "requested_by" text not null, "state" text not null, "created_unix_ms" bigint not null, "expires_unix_ms" bigint not null, "total_bytes" bigint not null, "files" text not null, "failure" text);
  CREATE INDEX "export_of_site" on "export_job" ("site_id", "state", "id");
  CREATE TABLE "footage_deletion" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_id" text not null, "reason" text not null, "requested_by" text not null, "created_unix_ms" bigint not null, "done_unix_ms" bigint, "deleted_bytes" bigint, "held_bytes" bigint);
  CREATE TABLE "audit_entry" ("site_id" text not null references "site" ("id"), "seq" bigint not null, "at_unix_ms" bigint not null, "actor" text not null, "address" text, "action" text not null, "subject_id" text not null, "detail" text not null, "previous_hash" text not null, "hash" text not null, constraint "audit_entry_key" primary key ("site_id", "seq"));
  CREATE TABLE "bookmark" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_id" text not null, "start_unix_ms" bigint not null, "end_unix_ms" bigint not null, "title" text not null, "note" text not null, "created_by" text not null, "created_unix_ms" bigint not null, "changed_unix_ms" bigint not null);
  CREATE INDEX "bookmark_of_site" on "bookmark" ("site_id", "id");
  CREATE INDEX "bookmark_by_time" on "bookmark" ("site_id", "camera_id", "start_unix_ms", "end_unix_ms");
  INSERT INTO schema_version VALUES (1, 'site', 1), (2, 'sealed-addresses', 1), (3, 'export-preparation', 1), (4, 'bookmarks', 1);
  INSERT INTO site VALUES ('${SITE}', 'Xã Tân Lập', 1, 3);
  INSERT INTO volume VALUES ('default', '${SITE}', 'archive');
`;

/** Every thousandth entry is a signature of the one before it. */
async function oldDatabase(context: FinishingContext): Promise<{ path: string; file: DatabaseSync }> {
  const path = join(await temporaryDirectory(context), 'site.sqlite');
  const file = new DatabaseSync(path);
  context.onTestFinished(async () => {
    if (file.isOpen) file.close();
  });
  file.exec(`PRAGMA journal_mode = WAL; ${SCHEMA_4} BEGIN`);
  const insert = file.prepare('INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let previous = '0'.repeat(64);
  for (let seq = 1; seq <= ENTRIES; seq += 1) {
    const isSigned = seq % 1000 === 0;
    const detail = isSigned ? signed(seq - 1, previous) : { cameraId: `c${seq % 3}`, note: 'cổng số 1' };
    const action = isSigned ? 'audit.signed' : 'bookmark.added';
    const content = [1, previous, seq, SITE, 5 * seq, 'local', null, action, `b${seq}`, detail];
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    // Kept in another order of keys than they are hashed in.
    const kept = JSON.stringify(Object.fromEntries(Object.entries(detail).toReversed()));
    insert.run(SITE, seq, 5 * seq, 'local', null, action, `b${seq}`, kept, previous, hash);
    previous = hash;
  }
  file.exec('COMMIT');
  return { path, file };
}

/** In the order of the alphabet, as it is hashed. */
function signed(seq: number, hash: string): Readonly<Record<string, unknown>> {
  const text = `matlang-audit-log-head-1\n${SITE}\n${seq}\n${hash}\n7\n`;
  const signature = sign(null, Buffer.from(text), privateKey).toString('hex');
  return { hash, keyId: 'k1', seq, signature, signedUnixMs: 7 };
}

const options = {
  verify: (keyId: string, message: Uint8Array, signature: Uint8Array) =>
    keyId === 'k1' ? verify(null, message, publicKey, signature) : null,
};

test('its log has the tree of its entries, what was signed still counts, and it goes on', async (context) => {
  const { path, file } = await oldDatabase(context);
  file.close();
  const whole = { entries: ENTRIES, broken: null, provenSeq: 1999 };
  // Also before a server has started with it.
  expect(await checkAuditLog(path, options)).toEqual(whole);
  const database = await openSiteDatabase(path, 9);
  context.onTestFinished(() => database.close());
  expect(await checkAuditLog(path, options)).toEqual(whole);
  const { audit } = database.stores;
  const entries = await audit.read(SITE, 0, ENTRIES);
  const frontier = new MerkleFrontier(sha256);
  for (const { hash } of entries) frontier.append(auditLeafHash(hash, sha256));
  const head = { size: ENTRIES, root: hexOf(frontier.root()) };
  expect(await audit.head(SITE)).toEqual(head);
  const proof = await audit.inclusionProof(SITE, 1234, ENTRIES);
  expect(runDigestSteps(provingAuditEntry(entries[1233]!, proof!, head), sha256)).toBe(true);
  const question = { subjectId: 'c1', fromUnixMs: 5000, toUnixMs: 5030, beforeSeq: null, limit: 9 };
  const page = await audit.readPage(SITE, question);
  // Number 1000 is at that time too, a signature; 1006 is too late.
  expect(page.entries.map(({ seq }) => seq)).toEqual([1003]);
  for (let index = 0; index < 5; index += 1)
    await database.transaction((stores) => stores.audit.append({ ...entries[0]!, atUnixMs: 99_000 }));
  expect(await checkAuditLog(path, options)).toEqual({ ...whole, entries: ENTRIES + 5 });
});

test('a log that was altered before is opened all the same; a check names the place, as before', async (context) => {
  const { path, file } = await oldDatabase(context);
  file.exec("DELETE FROM audit_entry WHERE seq = 70; UPDATE audit_entry SET detail = '{' WHERE seq = 2049");
  file.close();
  const broken = { seq: 71, kind: 'order' };
  expect((await checkAuditLog(path, options))?.broken).toEqual(broken);
  const database = await openSiteDatabase(path, 9);
  context.onTestFinished(() => database.close());
  await database.transaction((stores) =>
    stores.audit.append({
      siteId: SITE,
      atUnixMs: 1,
      actor: 'local',
      address: null,
      action: 'hold.placed',
      subjectId: 'h',
      detail: { cameraId: 'c7' },
    }),
  );
  expect((await checkAuditLog(path, options))?.broken).toEqual(broken);
  const page = await database.stores.audit.readPage(SITE, { subjectId: 'c7', beforeSeq: null, limit: 9 });
  expect(page.entries.map(({ seq }) => seq)).toEqual([ENTRIES + 1]);
});

test('killed half-way it begins again: nothing of it is there', async (context) => {
  const { path, file } = await oldDatabase(context);
  // The index comes last.
  file.exec('CREATE INDEX audit_by_action ON audit_entry (action)');
  await expect(openSiteDatabase(path, 9)).rejects.toThrow(/audit_by_action/);
  const names = file.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'audit_sub%'").all();
  expect(names).toEqual([]);
  file.exec('DROP INDEX audit_by_action');
  file.close();
  await (await openSiteDatabase(path, 9)).close();
  expect((await checkAuditLog(path, options))?.broken).toBeNull();
});
