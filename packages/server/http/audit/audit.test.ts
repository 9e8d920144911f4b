/** The log over HTTP: files and heads that prove themselves, each way in which they can be wrong, and that readers are in the log. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type AuditExportFile,
  type AuditHeadAnswer,
  auditExportSchema,
  auditHeadSchema,
  auditHeadText,
  provingEntry,
  provingGrowth,
} from '@matlang/contract';
import { BUILT_IN_ROLES, Rights, runDigestSteps } from '@matlang/domain';
import { nodeKeyId, openHeadSigner, publishNodeKey, verifyHeadSignature } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import type { FinishingContext } from '@matlang/testkit';
import { expect, test } from 'vitest';
import type { Identity } from '../../access/identity.ts';
import { openTestSite, TEST_NOW_UNIX_MS, type TestSite, type TestSiteOptions } from '../../site-for-tests.ts';
import { sha256 } from '../../store/audit-digests.ts';

/** Its recorder signs with the node's own key. */
async function openSite(
  context: FinishingContext,
  options: Omit<TestSiteOptions, 'onTestFinished'> = {},
): Promise<TestSite> {
  const site = await openTestSite({ ...options, onTestFinished: (run) => context.onTestFinished(run) });
  const signer = openHeadSigner(site.dataDirectory);
  publishNodeKey(site.dataDirectory, signer);
  const answer = site.recorder.answer.bind(site.recorder);
  site.recorder.answer = (command) => {
    if (command.command !== 'sign-log') return answer(command);
    const { command: name, ...place } = command;
    const text = auditLogHeadText({ ...place, signedUnixMs: TEST_NOW_UNIX_MS });
    const signature = Buffer.from(signer.sign(Buffer.from(text))).toString('hex');
    const outcome = { command: name, signedUnixMs: TEST_NOW_UNIX_MS, keyId: signer.keyId, signature };
    return { ok: true, outcome };
  };
  return site;
}

async function append({ context: { database, siteId } }: TestSite, count: number, more: object = {}) {
  await database.transaction(async ({ audit }) => {
    for (let index = 0; index < count; index += 1)
      await audit.append({
        siteId,
        atUnixMs: TEST_NOW_UNIX_MS + index,
        actor: index % 2 === 0 ? 'lan' : 'minh',
        address: '192.168.1.7',
        action: 'camera.changed',
        subjectId: `camera ${index % 7}`,
        detail: { z: index, a: { y: [1, { d: 1, c: 2 }], x: null } },
        ...more,
      });
  });
}

async function get(site: TestSite, path: string): Promise<{ status: number; body: unknown; text: string }> {
  const answer = await site.app.inject({ url: `/api/v1/audit${path}` });
  const text = answer.body;
  return { status: answer.statusCode, body: text.startsWith('{') ? JSON.parse(text) : null, text };
}

const codeOf = ({ body }: { body: unknown }) => (body as { error: { code: string } }).error.code;
const actionsOf = async ({ context: { database, siteId } }: TestSite): Promise<readonly string[]> =>
  (await database.stores.audit.read(siteId, 0, 10_000)).map(({ action }) => action);
const countOf = async (site: TestSite, wanted: string): Promise<number> =>
  (await actionsOf(site)).filter((action) => action === wanted).length;

const isSigned = (head: AuditHeadAnswer): boolean => {
  const publicKey = Buffer.from(head.publicKey, 'hex');
  const message = Buffer.from(auditHeadText(head), 'utf8');
  const signature = Buffer.from(head.signature, 'hex');
  return nodeKeyId(publicKey) === head.keyId && verifyHeadSignature(publicKey, message, signature);
};

/** What somebody does who has one entry of the file and the head, and nothing else. */
type Line = AuditExportFile['entries'][number];
const isProved = (
  head: AuditHeadAnswer,
  { entry, path }: { readonly entry: Line['entry']; readonly path: readonly string[] | null },
): boolean => isSigned(head) && path !== null && runDigestSteps(provingEntry(head, entry, path), sha256);

test('a file in JSON: each entry is proved by the signed head alone; whatever is altered proves nothing', async (context) => {
  const site = await openSite(context);
  await append(site, 1200);
  const { status, text } = await get(site, '/export');
  expect(status).toBe(200);
  const file = auditExportSchema.parse(JSON.parse(text));
  const head = file.head!;
  expect(file.filter).toEqual({});
  expect(file.entries.map(({ entry }) => entry.seq)).toEqual(
    Array.from({ length: head.seq }, (_, index) => head.seq - index),
  );
  expect(file.entries[0]?.entry).toMatchObject({ action: 'audit.exported', detail: { format: 'json' } });
  expect(file.entries.every((one) => isProved(head, one))).toBe(true);

  const one = file.entries[500]!;
  const other = file.entries[501]!;
  const digest = 'ab'.repeat(32);
  const altered = [
    ...[
      { seq: one.entry.seq - 1 },
      { at: 1 },
      { actor: 'other' },
      { address: null },
      { action: 'camera.removed' },
      { subjectId: 'other' },
      { detail: { ...one.entry.detail, z: 0 } },
      { detail: {} },
      { previousHash: digest },
      { hash: digest },
    ].map((change) => [head, { ...one, entry: { ...one.entry, ...change } }] as const),
    [head, { ...one, path: other.path }] as const,
    [head, { ...one, path: one.path!.slice(1) }] as const,
    [head, { ...one, path: [...one.path!, digest] }] as const,
    [head, { ...one, path: one.path!.with(3, digest) }] as const,
    [head, { ...one, path: [] }] as const,
    ...[
      { seq: head.seq + 1 },
      { hash: digest },
      { root: digest },
      { signedAt: head.signedAt + 1 },
      { siteId: '01990000-0000-7000-8000-000000000009' },
      { keyId: 'ab'.repeat(16) },
      { publicKey: digest },
      { signature: 'ab'.repeat(64) },
    ].map((change) => [{ ...head, ...change }, one] as const),
  ];
  for (const [changedHead, changed] of altered) {
    expect(isProved(changedHead, changed), JSON.stringify(changed).slice(0, 300)).toBe(false);
  }
  expect(isProved(head, one)).toBe(true);
  // One that broke off is no file.
  expect(() => JSON.parse(text.slice(0, -20)) as unknown).toThrow(SyntaxError);
});

test('a file narrows down as the page does; without a recorder it has no proofs and says so', async (context) => {
  const site = await openSite(context, { withRecorder: false });
  await append(site, 30);
  const { text } = await get(site, '/export?actor=lan&about=camera%200&action=camera.');
  const file = auditExportSchema.parse(JSON.parse(text));
  expect(file.filter).toEqual({ actor: 'lan', subjectId: 'camera 0', actionPrefix: 'camera.' });
  expect(file.entries.map(({ entry: { detail } }) => detail['z'])).toEqual([28, 14, 0]);
  expect(file.head).toBeNull();
  expect(file.entries.every(({ path }) => path === null)).toBe(true);
  expect(codeOf(await get(site, '/head'))).toBe('audit-not-signed');
});

test('a file in CSV: words in the asked language, nothing that a spreadsheet takes for a formula', async (context) => {
  const site = await openSite(context);
  await append(site, 1, { actor: '=1+1', detail: { note: 'một, "hai"\nba', capacity: 'officer' } });
  const { text } = await get(site, '/export?format=csv&action=camera.');
  const [head, line] = text.split('\r\n');
  expect(head).toBe(
    '\u{FEFF}số,thời điểm,người thực hiện,vai trò,địa chỉ,việc,mã việc,về,mã đối tượng,chi tiết,mã băm',
  );
  expect(line).toMatch(
    /^2,2026-02-15T15:00:00\.000\+07:00,'=1\+1,officer,192\.168\.1\.7,Sửa thiết lập mắt camera,camera\.changed,,camera 0,"\{""capacity"":""officer"",""note"":""một, \\""hai\\""\\nba""/,
  );
  expect((await get(site, '/export?format=csv&lang=en')).text).toContain('Changed a camera’s settings');
  const { headers } = await site.app.inject({ url: '/api/v1/audit/export?format=csv' });
  expect(headers['content-disposition']).toBe('attachment; filename="nhat-ky-20260215T0800Z.csv"');
  expect(codeOf(await get(site, '/export?format=xlsx'))).toBe('request-invalid');
});

test('each file is in the log; a page is once in a while for one person and question', async (context) => {
  const site = await openSite(context);
  await append(site, 30);
  await get(site, '?limit=10');
  await get(site, '?limit=10&before=20');
  expect(await countOf(site, 'audit.read')).toBe(1);
  await get(site, '?actor=lan');
  expect(await countOf(site, 'audit.read')).toBe(2);
  site.clock.unixMs += 16 * 60_000;
  await get(site, '?actor=lan');
  expect(await countOf(site, 'audit.read')).toBe(3);
  // A clock that went back is no reason to be silent.
  site.clock.unixMs -= 3_600_000;
  await get(site, '?actor=lan');
  expect(await countOf(site, 'audit.read')).toBe(4);
  await get(site, '/export');
  await get(site, '/export');
  expect(await countOf(site, 'audit.exported')).toBe(2);
});

/** It is given back when the answer's stream is closed, a moment behind its last byte. One question at a time: each takes a place. */
async function untilThereIsAPlace(site: TestSite): Promise<void> {
  for (let status = 0; status !== 200; ) ({ status } = await get(site, '/export?about=nothing'));
}

test('so many files at once and no more', async (context) => {
  const site = await openSite(context);
  await append(site, 600);
  const answers = await Promise.all([1, 2, 3].map(() => get(site, '/export')));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  expect(answers.filter((answer) => answer.status === 429).map(codeOf)).toEqual(['too-many-audit-exports']);
  await untilThereIsAPlace(site);
});

test('a head is signed anew for who asks, at most once a minute; an old one is the beginning of the newer', async (context) => {
  const site = await openSite(context);
  await append(site, 5);
  const first = auditHeadSchema.parse((await get(site, '/head')).body);
  expect(isSigned(first)).toBe(true);
  await append(site, 20);
  expect((await get(site, '/head')).body).toEqual(first);
  site.clock.unixMs += 61_000;
  const second = auditHeadSchema.parse((await get(site, '/head')).body);
  expect(second.seq).toBeGreaterThan(first.seq + 19);
  expect(await countOf(site, 'audit.signed')).toBe(2);
  const { body } = await get(site, `/consistency?old=${first.seq}&size=${second.seq}`);
  const { path } = body as { path: string[] };
  const grows = (old: AuditHeadAnswer, head: AuditHeadAnswer, way = path): boolean =>
    runDigestSteps(provingGrowth(old, head, way), sha256);
  expect(grows(first, second)).toBe(true);
  expect(grows({ ...first, root: 'ab'.repeat(32) }, second)).toBe(false);
  expect(grows({ ...first, seq: first.seq - 1 }, second)).toBe(false);
  expect(grows({ ...first, siteId: '01990000-0000-7000-8000-000000000009' }, second)).toBe(false);
  expect(grows(second, first)).toBe(false);
  expect(grows(first, second, path.slice(1))).toBe(false);
  expect(codeOf(await get(site, `/consistency?old=${second.seq}&size=${first.seq}`))).toBe(
    'audit-entry-not-found',
  );
});

test('a key that is not known here proves nothing: no head is handed out', async (context) => {
  const site = await openTestSite(context);
  await append(site, 5);
  expect(codeOf(await get(site, '/head'))).toBe('audit-not-signed');
  expect(await countOf(site, 'audit.signed')).toBe(1);
});

test('proofs of single entries; none of what is not there, none of a tree that was damaged', async (context) => {
  const site = await openSite(context);
  await append(site, 40);
  const head = auditHeadSchema.parse((await get(site, '/head')).body);
  const { entries } = (await get(site, '?limit=3&before=20')).body as {
    entries: AuditExportFile['entries'][number]['entry'][];
  };
  const seqs = entries.map(({ seq }) => seq);
  const { proofs } = (await get(site, `/proof?seq=${seqs.join(',')}&size=${head.seq}`)).body as {
    proofs: { seq: number; path: string[] }[];
  };
  expect(proofs.map(({ seq }) => seq)).toEqual(seqs);
  for (const [at, entry] of entries.entries())
    expect(isProved(head, { entry, path: proofs[at]!.path })).toBe(true);
  expect(codeOf(await get(site, '/proof?seq=41&size=40'))).toBe('audit-entry-not-found');
  expect(codeOf(await get(site, '/proof?seq=1&size=100000'))).toBe('audit-entry-not-found');
  for (const asked of [
    'seq=0&size=4',
    'seq=1,,2&size=4',
    'size=4',
    'seq=1',
    `seq=${'1,'.repeat(501)}1&size=4`,
  ])
    expect(codeOf(await get(site, `/proof?${asked}`)), asked).toBe('request-invalid');
  const raw = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'));
  context.onTestFinished(() => raw.close());
  raw.exec('DELETE FROM audit_subtree');
  expect(codeOf(await get(site, `/proof?seq=5&size=${head.seq}`))).toBe('audit-tree-damaged');
  // What was done can still be taken away, without proofs.
  const file = auditExportSchema.parse(JSON.parse((await get(site, '/export')).text));
  expect(file.entries.length).toBeGreaterThan(40);
  expect(file.entries.every(({ path }) => path === null)).toBe(true);
});

test('a reader who goes away in the middle gives the place back', async (context) => {
  const site = await openSite(context);
  await append(site, 3000);
  const address = await site.app.listen({ port: 0, host: '127.0.0.1' });
  const leave = async (): Promise<void> => {
    const stop = new AbortController();
    const { body } = await fetch(`${address}/api/v1/audit/export`, { signal: stop.signal });
    await body!.getReader().read();
    stop.abort();
  };
  await leave();
  await leave();
  await untilThereIsAPlace(site);
});

test('what a person does is kept with the role in which they may; names of what it is about come beside', async (context) => {
  const person = {
    id: '01990000-0000-7000-8000-000000000003',
    siteId: '',
    userName: 'thu',
    name: 'Phạm Thị Thu',
    position: '',
    createdUnixMs: 0,
    endedUnixMs: null,
  };
  const identity: Identity = {
    kind: 'session',
    signedIn: { person, sessionId: person.id, secondFactor: 'none', provedUnixMs: 0 },
    requester: { actor: 'thu', address: '127.0.0.1' },
    rights: Rights.of(
      [{ roleId: 'auditor', cameraIds: null, fromUnixMs: 0, untilUnixMs: null }],
      new Map([['auditor', { permissions: BUILT_IN_ROLES.auditor }]]),
    ),
  };
  const site = await openSite(context, { identify: async () => identity });
  const { siteId, database } = site.context;
  await database.stores.people.insert({ ...person, siteId });
  await append(site, 1, { action: 'grant.added', subjectId: person.id, detail: {} });
  await get(site, '');
  const { body } = await get(site, '?action=audit.');
  expect(body).toMatchObject({
    entries: [{ actor: 'thu', action: 'audit.read', detail: { capacity: 'auditor' } }],
  });
  expect((await get(site, '?action=grant.')).body).toMatchObject({ names: { [person.id]: 'Phạm Thị Thu' } });
});
