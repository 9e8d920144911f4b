/** `matlang audit` over the log of a real folder: what it says of a whole log, of one that was altered, and of heads that somebody kept. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditRecord } from '@matlang/domain';
import { openHeadSigner, publishNodeKey } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import { temporaryDirectory } from '@matlang/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Result, runHere } from '../../packages/cli/run-here-for-tests.ts';
import { composeSite } from '../../packages/server/compose-site.ts';
import { createLog } from '../../packages/server/log/log.ts';
import { AUDIT_SIGNED } from '../../packages/server/store/audit-log-signatures.ts';
import { openSiteDatabase, type SiteDatabase } from '../../packages/server/store/site-database.ts';

const SITE = '01990000-0000-7000-8000-000000000000';
const ENTRIES = 60;
const TIME = Date.UTC(2026, 1, 15, 7, 30);

const cleanUps: (() => unknown)[] = [];
let made: string;

/** 60 entries and a signature, twice, with a head of each; and three entries. */
beforeAll(async () => {
  made = join(await temporaryDirectory({ onTestFinished: (run) => void cleanUps.push(run) }), 'site');
  mkdirSync(made, { mode: 0o700 });
  const database = await openLog(made);
  await database.stores.site.insert(
    { id: SITE, name: 'Xã Tân Lập', createdUnixMs: 1, configurationRevision: 0 },
    [{ id: 'default', siteId: SITE, path: 'archive' }],
  );
  const unsigned = await runHere('audit', 'head', '--data', made);
  expect([unsigned.code, unsigned.stderr]).toEqual([3, expect.stringContaining('chưa được ký lần nào')]);
  for (const file of ['first.json', 'second.json']) {
    await append(database, ENTRIES);
    await sign(database, made);
    // Beside the server that has it open.
    const { code, stdout } = await runHere('audit', 'head', '--data', made);
    expect(code).toBe(0);
    writeFileSync(join(made, file), stdout);
  }
  await append(database, 3);
  await database.close();
});

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

const openLog = (folder: string): Promise<SiteDatabase> =>
  openSiteDatabase(join(folder, 'site.sqlite'), TIME);

async function append(database: SiteDatabase, count: number): Promise<void> {
  await database.transaction(async ({ audit }) => {
    for (let index = 0; index < count; index += 1)
      await audit.append({
        siteId: SITE,
        atUnixMs: TIME + index,
        actor: 'lan',
        address: null,
        action: 'camera.added',
        subjectId: `camera ${index}`,
        detail: { index },
      });
  });
}

async function sign(database: SiteDatabase, folder: string): Promise<void> {
  const signer = openHeadSigner(folder);
  const { audit } = database.stores;
  const { seq, hash } = (await audit.newest(SITE))!;
  const head = { seq, hash, root: await audit.rootAt(SITE, seq), signedUnixMs: TIME };
  const signature = signer.sign(Buffer.from(auditLogHeadText({ siteId: SITE, ...head })));
  await audit.append({
    siteId: SITE,
    atUnixMs: TIME,
    actor: 'recorder',
    address: null,
    action: AUDIT_SIGNED,
    subjectId: SITE,
    detail: { ...head, keyId: signer.keyId, signature: Buffer.from(signature).toString('hex') },
  });
}

/** A folder of its own, altered by SQL without the triggers that stand in the way. */
async function copy(sql = ''): Promise<string> {
  const folder = join(await temporaryDirectory({ onTestFinished }), 'site');
  cpSync(made, folder, { recursive: true });
  const raw = new DatabaseSync(join(folder, 'site.sqlite'));
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    raw.exec(`DROP TRIGGER "${String(name)}"`);
  raw.exec(sql);
  raw.close();
  return folder;
}

/** By somebody with the key: numbers, hashes, tree and signatures are made anew by the program itself. */
async function writtenAnew(
  change: (record: AuditRecord, seq: number) => AuditRecord | null,
): Promise<string> {
  const folder = await copy();
  const read = await openLog(folder);
  const entries = await read.stores.audit.read(SITE, 0, 1000);
  await read.close();
  const raw = new DatabaseSync(join(folder, 'site.sqlite'));
  for (const table of ['audit_entry', 'audit_subtree', 'audit_subject', 'audit_block'])
    raw.exec(`DELETE FROM ${table}`);
  raw.close();
  const database = await openLog(folder);
  for (const { seq, hash: _hash, previousHash: _previous, ...record } of entries) {
    const changed = change(record, seq);
    if (changed?.action === AUDIT_SIGNED) await sign(database, folder);
    else if (changed !== null) await database.stores.audit.append(changed);
  }
  await database.close();
  return folder;
}

const verify = (folder: string, ...more: readonly string[]): Promise<Result> =>
  runHere('audit', 'verify', '--data', folder, ...more);

const headIn = (folder: string, file = 'first.json'): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;

test('a log that nobody touched, with both heads that were kept; beside a server that appends', async () => {
  const folder = await copy();
  const database = await openLog(folder);
  onTestFinished(() => database.close());
  const heads = ['first.json', 'second.json'].flatMap((file) => ['--head', join(folder, file)]);
  const [{ code, stdout }] = await Promise.all([verify(folder, ...heads), append(database, 40)]);
  expect(code).toBe(0);
  expect(stdout).toContain('không mục nào bị sửa, mất hay chèn thêm');
  expect(stdout).toMatch(/Mốc .*first\.json \(mục 60, ký lúc 15\/02\/2026 14:30:00\): khớp/);
  expect(stdout).toContain('Chữ ký xác nhận các mục từ 1 đến 121');
  const { stdout: json } = await verify(folder, '--json', ...heads);
  expect(JSON.parse(json)).toMatchObject({
    holds: true,
    entries: 165,
    broken: null,
    provenSeq: 121,
    head: { size: 165 },
    signed: { seq: 121 },
    signaturesVerified: true,
    kept: [
      { seq: 60, state: 'holds', proof: { oldSize: 60, newSize: 165 } },
      { seq: 121, state: 'holds' },
    ],
  });
});

test.each([
  [
    'an entry altered',
    "UPDATE audit_entry SET actor = 'minh' WHERE seq = 44",
    /Mục 44: nội dung đã bị sửa.*\n.*hiện ghi: 15\/02\/2026 14:30:00, minh: Thêm mắt camera.*\nCác mục từ 1 đến 43 còn nguyên/,
  ],
  ['an entry removed', 'DELETE FROM audit_entry WHERE seq = 44', /Mục 45: mục ngay trước đó không còn/],
  [
    'the tree altered',
    `UPDATE audit_subtree SET hash = '${'ab'.repeat(32)}' WHERE level = 3 AND subtree_index = 2`,
    /Từ mục 17 đến mục 24: cây mã băm không khớp/,
  ],
  ['the end cut off', 'DELETE FROM audit_entry WHERE seq > 123', /Từ mục 124 trở đi: các mục đã bị cắt bỏ/],
  [
    'entries hidden from who searches',
    'DELETE FROM audit_subject WHERE seq = 7',
    /danh mục để tìm kiếm bị sửa từ mục 7/,
  ],
  [
    'a signature altered',
    'UPDATE audit_entry SET detail = replace(detail, \'"seq":60\', \'"seq":59\') WHERE seq = 61',
    /Mục 61: nội dung đã bị sửa/,
  ],
])('%s is found, and said where', async (_, sql, said) => {
  const { code, stdout } = await verify(await copy(sql));
  expect(code).toBe(1);
  expect(stdout).toMatch(said);
  expect(stdout).toContain('NHẬT KÝ TRUY CẬP ĐÃ BỊ SỬA HOẶC MẤT MỤC');
});

test('made anew by who has the key: nothing in the folder tells, the kept heads do, and between which', async () => {
  const folder = await writtenAnew((record, seq) => (seq === 100 ? { ...record, actor: 'minh' } : record));
  expect((await verify(folder)).code).toBe(0);
  const heads = ['first.json', 'second.json'].flatMap((file) => ['--head', join(folder, file)]);
  const { code, stdout } = await verify(folder, ...heads);
  expect(code).toBe(1);
  expect(stdout).toMatch(/first\.json \(mục 60.*\): khớp/);
  expect(stdout).toMatch(/second\.json \(mục 121.*\): KHÔNG khớp.*từ 61 đến 121/);
});

test('cut by who has the key, with all that would tell', async () => {
  const folder = await writtenAnew((record, seq) => (seq > 80 ? null : record));
  expect((await verify(folder)).code).toBe(0);
  const { code, stdout } = await verify(folder, '--head', join(folder, 'second.json'));
  expect(code).toBe(1);
  expect(stdout).toContain('Lúc giữ mốc có 121 mục, nay chỉ còn 80');
});

test('a log that is broken before a kept head says so, and does not judge that head', async () => {
  const folder = await copy('DELETE FROM audit_subtree WHERE level = 6');
  const { code, stdout } = await verify(folder, '--head', join(folder, 'first.json'));
  expect(code).toBe(1);
  expect(stdout).toContain('chưa kết luận được, vì nhật ký đã hỏng');
  const head = await runHere('audit', 'head', '--data', folder);
  expect([head.code, head.stderr]).toEqual([1, expect.stringContaining('không khớp với nhật ký')]);
});

test.each([
  ['seq', 61],
  ['hash', 'ab'.repeat(32)],
  ['root', 'ab'.repeat(32)],
  ['signedAt', TIME + 1],
  ['siteId', '01990000-0000-7000-8000-000000000001'],
  ['keyId', 'ab'.repeat(16)],
  ['publicKey', 'ab'.repeat(32)],
  ['signature', 'ab'.repeat(64)],
])('a head whose %s was changed proves nothing, and is no fault of the log', async (field, value) => {
  const folder = await copy();
  writeFileSync(join(folder, 'first.json'), JSON.stringify({ ...headIn(folder), [field]: value }));
  const { code, stdout } = await verify(folder, '--json', '--head', join(folder, 'first.json'));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ holds: false, broken: null, kept: [{ state: 'unsigned' }] });
});

test('heads of another site and of another key; files that are no heads; folders that are no sites', async () => {
  const folder = await copy();
  const other = await temporaryDirectory({ onTestFinished });
  const signer = openHeadSigner(other);
  const resigned = (change: object): string => {
    const head: Record<string, unknown> = { ...headIn(folder), ...change, keyId: signer.keyId };
    const text = auditLogHeadText({
      siteId: String(head['siteId']),
      seq: Number(head['seq']),
      hash: String(head['hash']),
      root: String(head['root']),
      signedUnixMs: Number(head['signedAt']),
    });
    const path = join(other, 'head.json');
    const signature = Buffer.from(signer.sign(Buffer.from(text))).toString('hex');
    const publicKey = Buffer.from(signer.publicKey).toString('hex');
    writeFileSync(path, JSON.stringify({ ...head, signature, publicKey }));
    return path;
  };
  const stateOf = async (path: string) => {
    const { code, stdout } = await verify(folder, '--json', '--head', path);
    return [code, (JSON.parse(stdout) as { kept: { state: string }[] }).kept[0]?.state];
  };
  expect(await stateOf(resigned({ siteId: '01990000-0000-7000-8000-000000000001' }))).toEqual([
    1,
    'other-site',
  ]);
  expect(await stateOf(resigned({ root: 'ab'.repeat(32) }))).toEqual([1, 'other-key']);
  for (const text of ['', '{}', 'x'.repeat(70_000), JSON.stringify({ ...headIn(folder), more: 1 })]) {
    writeFileSync(join(other, 'head.json'), text);
    const { code, stderr } = await verify(folder, '--head', join(other, 'head.json'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('không phải là mốc đã ký')]);
  }
  expect((await verify(folder, '--head', join(other, 'nothing.json'))).code).toBe(3);
  expect((await verify(other)).code).toBe(3);
  expect((await runHere('audit', 'head', '--data', other)).code).toBe(3);
});

test('a copy without keys: signatures can’t be verified until a kept head brings the key', async () => {
  const folder = await copy();
  rmSync(join(folder, 'keys'), { recursive: true });
  const without = await verify(folder);
  expect([without.code, without.stdout]).toEqual([5, expect.stringContaining('CHƯA kiểm tra được chữ ký')]);
  const { code, stdout } = await verify(folder, '--head', join(folder, 'first.json'));
  expect([code, stdout]).toEqual([0, expect.stringContaining('Chữ ký xác nhận các mục từ 1 đến 121')]);
});

test('a database that is none is said to be unreadable, not altered', async () => {
  const folder = await copy();
  for (const more of ['', '-wal', '-shm']) rmSync(join(folder, `site.sqlite${more}`), { force: true });
  writeFileSync(join(folder, 'site.sqlite'), 'x'.repeat(5000));
  const { code, stderr } = await verify(folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Chưa kết luận được gì')]);
});

test('a file that was exported proves itself without the site; altered, cut or unsigned it does not', async () => {
  const folder = await copy();
  publishNodeKey(folder, openHeadSigner(folder));
  const site = await composeSite({
    dataDirectory: folder,
    recorderSocketPath: `${folder}/no-recorder.sock`,
    version: 'test',
    clock: { nowUnixMs: () => TIME },
    log: createLog(
      () => undefined,
      () => TIME,
    ),
  });
  const { body } = await site.app.inject('/api/v1/audit/export?actor=lan');
  await site.close();
  const path = join(folder, 'export.json');
  const run = async (text: string, ...more: readonly string[]): Promise<Result> => {
    writeFileSync(path, text);
    return await runHere('audit', 'verify-export', path, ...more);
  };
  // Three came behind the last signature.
  const whole = await run(body);
  expect([whole.code, whole.stdout]).toEqual([
    5,
    expect.stringMatching(/^120 mục đúng.*“Xã Tân Lập”[^]*3 mục chưa được ký/),
  ]);
  const file = JSON.parse(body) as {
    head: object;
    entries: { entry: { actor: string }; path: string[] | null }[];
  };
  const signed = { ...file, entries: file.entries.slice(3) };
  expect((await run(JSON.stringify(signed))).code).toBe(0);
  const one = { ...file, entries: file.entries.slice(70, 71) };
  expect((await run(JSON.stringify(one))).stdout).toMatch(/^1 mục đúng/);
  const altered = structuredClone(signed);
  altered.entries[4]!.entry.actor = 'minh';
  expect(JSON.parse((await run(JSON.stringify(altered), '--json')).stdout)).toMatchObject({
    holds: false,
    proved: 119,
    wrong: [117],
  });
  const forged = await run(JSON.stringify({ ...signed, head: { ...file.head, signedAt: 7 } }));
  expect([forged.code, forged.stdout]).toEqual([
    1,
    expect.stringContaining('120 mục không phải là mục đã ghi'),
  ]);
  for (const text of [body.slice(0, -20), '{}', JSON.stringify({ ...file, complete: false })])
    expect((await run(text)).code).toBe(2);
});
