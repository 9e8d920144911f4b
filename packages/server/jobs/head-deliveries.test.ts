/** Heads of the log in other hands: what arrived convicts a log that was made anew afterwards. Real folders, a real web server, the node's own key. */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditHeadText, type HeadDeliveryAnswer, parseAuditHead } from '@matlang/contract';
import { nodeKeyId, openHeadSigner, publishNodeKey, verifyHeadSignature } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { localIdentity } from '../access/identity.ts';
import { openTestSite, TEST_NOW_UNIX_MS, type TestSite } from '../site-for-tests.ts';
import { verifyAuditLog } from '../store/verify-audit-log.ts';

const HOUR_MS = 3_600_000;
const PATH = '/api/v1/settings/audit-heads';
const context = { onTestFinished };

/** Its recorder signs with the node's own key, by the site's clock. */
async function openSite(): Promise<TestSite> {
  const site = await openTestSite({ onTestFinished, identify: async () => localIdentity('127.0.0.1') });
  const signer = openHeadSigner(site.dataDirectory);
  publishNodeKey(site.dataDirectory, signer);
  const answer = site.recorder.answer.bind(site.recorder);
  site.recorder.answer = (command) => {
    if (command.command !== 'sign-log') return answer(command);
    const { command: name, ...place } = command;
    const signedUnixMs = site.clock.unixMs;
    const text = auditLogHeadText({ ...place, signedUnixMs });
    const signature = Buffer.from(signer.sign(Buffer.from(text))).toString('hex');
    return { ok: true, outcome: { command: name, signedUnixMs, keyId: signer.keyId, signature } };
  };
  return site;
}

interface Receiver {
  readonly url: string;
  readonly bodies: string[];
  /** What it answers; default: 204. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

async function openReceiver(): Promise<Receiver> {
  const receiver: Receiver & { url: string } = {
    url: '',
    bodies: [],
    answer: (_, response) => void response.writeHead(204).end(),
  };
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    receiver.bodies.push(Buffer.concat(pieces).toString('utf8'));
    receiver.answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads`;
  return receiver;
}

const set = async (site: TestSite, payload: object): Promise<HeadDeliveryAnswer> => {
  const answer = await site.app.inject({ method: 'PUT', url: PATH, payload });
  expect(answer.statusCode).toBe(200);
  return answer.json();
};
const send = async (site: TestSite): Promise<HeadDeliveryAnswer> =>
  (await site.app.inject({ method: 'POST', url: `${PATH}/delivery`, payload: {} })).json();
const now = async (site: TestSite): Promise<HeadDeliveryAnswer> => (await site.app.inject(PATH)).json();
const entriesOf = async ({ context: { database, siteId } }: TestSite) =>
  (await database.stores.audit.read(siteId, 0, 1000)).filter(({ action }) =>
    action.startsWith('audit.head-'),
  );

test('what arrived in a folder and at a web address proves itself, and convicts a log that was made anew behind it', async () => {
  const site = await openSite();
  const receiver = await openReceiver();
  const folder = await temporaryDirectory(context);
  await set(site, { folder, webhook: receiver.url });
  const sent = await send(site);
  expect(sent).toMatchObject({
    folder: { sentAt: TEST_NOW_UNIX_MS, failure: null },
    webhook: { sentAt: TEST_NOW_UNIX_MS, failure: null },
  });
  const [file = ''] = await readdir(folder);
  expect(file).toMatch(/^matlang-audit-head-[0-9a-f]{12}-20260215-\d+\.json$/);
  const texts = [await readFile(join(folder, file), 'utf8'), receiver.bodies[0] ?? ''];
  expect(texts[0]).toBe(texts[1]);
  const head = parseAuditHead(texts[0] ?? '')!;
  const publicKey = Buffer.from(head.publicKey, 'hex');
  expect(nodeKeyId(publicKey)).toBe(head.keyId);
  const message = Buffer.from(auditHeadText(head));
  expect(verifyHeadSignature(publicKey, message, Buffer.from(head.signature, 'hex'))).toBe(true);

  const { siteId, database } = site.context;
  const kept = [{ siteId, seq: head.seq, hash: head.hash, root: head.root }];
  const path = join(site.dataDirectory, 'site.sqlite');
  expect((await verifyAuditLog(path, { kept }))?.kept.map(({ state }) => state)).toEqual(['holds']);
  // Whoever has the key and the file: the newest entries go, with all that stands beside them.
  await database.close();
  const raw = new DatabaseSync(path);
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    raw.exec(`DROP TRIGGER "${String(name)}"`);
  for (const table of ['audit_entry', 'audit_subject'])
    raw.exec(`DELETE FROM ${table} WHERE seq >= ${head.seq}`);
  raw.exec(`DELETE FROM audit_subtree WHERE (subtree_index + 1) * (1 << level) >= ${head.seq}`);
  raw.close();
  expect((await verifyAuditLog(path, { kept }))?.kept.map(({ state }) => state)).toEqual(['cut']);
});

test('each day at three, once; what was missed while the site was off is one head; nothing where nothing is set', async () => {
  const site = await openSite();
  const receiver = await openReceiver();
  const { headDeliveries } = site;
  await headDeliveries.look();
  await set(site, { folder: null, webhook: receiver.url });
  for (let hour = 0; hour < 24; hour += 1) {
    await headDeliveries.look();
    site.clock.unixMs += HOUR_MS;
  }
  // 15:00 at the site when it began: at once, and at three in the morning.
  expect(receiver.bodies.length).toBe(2);
  site.clock.unixMs += 10 * 24 * HOUR_MS;
  await headDeliveries.look();
  await headDeliveries.look();
  expect(receiver.bodies.length).toBe(3);
  // A clock that was a year ahead and is put right: the next day goes on.
  site.clock.unixMs += 365 * 24 * HOUR_MS;
  await headDeliveries.look();
  site.clock.unixMs -= 365 * 24 * HOUR_MS;
  await headDeliveries.look();
  expect(receiver.bodies.length).toBe(5);
  expect((await entriesOf(site)).map(({ action }) => action)).toEqual(
    Array.from({ length: 5 }, () => 'audit.head-sent'),
  );
});

test('a failure is said with its reason, tried again each hour, and is in the log once until it is over', async () => {
  const site = await openSite();
  const receiver = await openReceiver();
  await set(site, { folder: null, webhook: receiver.url });
  receiver.answer = (_, response) => void response.writeHead(500).end('x'.repeat(1_000_000));
  const beganUnixMs = site.clock.unixMs;
  for (let minute = 0; minute < 180; minute += 10) {
    await site.headDeliveries.look();
    site.clock.unixMs += 600_000;
  }
  expect(receiver.bodies.length).toBe(3);
  expect((await now(site)).webhook).toMatchObject({
    sentAt: null,
    failingSince: beganUnixMs,
    failure: 'refused',
  });
  receiver.answer = (_, response) => void response.writeHead(200).end('thanks');
  await site.headDeliveries.look();
  expect((await now(site)).webhook).toMatchObject({
    sentAt: site.clock.unixMs,
    failingSince: null,
    failure: null,
  });
  expect((await entriesOf(site)).map(({ action, detail }) => [action, detail['failure'] ?? null])).toEqual([
    ['audit.head-failed', 'refused'],
    ['audit.head-sent', null],
  ]);
});

test('a redirect to another address gets nothing there; an address that does not answer, and one that hangs, hold nobody up', async () => {
  const site = await openSite();
  const [receiver, other] = [await openReceiver(), await openReceiver()];
  await set(site, { folder: null, webhook: receiver.url });
  receiver.answer = (_, response) => void response.writeHead(307, { location: other.url }).end();
  expect((await send(site)).webhook.failure).toBe('refused');
  expect(other.bodies).toEqual([]);
  await set(site, { folder: null, webhook: 'http://127.0.0.1:1/' });
  expect((await send(site)).webhook.failure).toBe('not-reached');
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() =>
    AbortSignal.abort(new DOMException('late', 'TimeoutError')),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  await set(site, { folder: null, webhook: receiver.url });
  expect((await send(site)).webhook.failure).toBe('too-slow');
});

test('a stick that is not put in is said; nothing is made in its place', async () => {
  const site = await openSite();
  const parent = await temporaryDirectory(context);
  const folder = join(parent, 'stick');
  await set(site, { folder, webhook: null });
  expect((await send(site)).folder.failure).toBe('folder-missing');
  expect(await readdir(parent)).toEqual([]);
  await mkdir(folder);
  expect((await send(site)).folder).toMatchObject({ failure: null, sentAt: site.clock.unixMs });
  await rename(folder, `${folder}.out`);
  site.clock.unixMs += HOUR_MS;
  // What arrived before stays said.
  expect((await send(site)).folder).toMatchObject({ failure: 'folder-missing', sentAt: TEST_NOW_UNIX_MS });
});

test('without a recorder there is no head to send, and that is said', async () => {
  const site = await openTestSite({
    onTestFinished,
    withRecorder: false,
    identify: async () => localIdentity('127.0.0.1'),
  });
  await set(site, { folder: await temporaryDirectory(context), webhook: null });
  expect((await send(site)).folder.failure).toBe('no-head');
});

test('what is set is checked, and is in the log without what may be a secret in an address', async () => {
  const site = await openSite();
  const fieldOf = async (payload: object): Promise<string> =>
    (await site.app.inject({ method: 'PUT', url: PATH, payload })).json().error.field;
  expect(await fieldOf({ folder: 'media/stick', webhook: null })).toBe('folder');
  for (const webhook of ['ftp://a/', 'javascript:alert(1)', 'https://u:p@a/', 'a'])
    expect(await fieldOf({ folder: null, webhook })).toBe('webhook');
  await set(site, { folder: null, webhook: 'https://a.example/hooks/s3cret' });
  const { database, siteId } = site.context;
  const text = JSON.stringify(await database.stores.audit.read(siteId, 0, 1000));
  expect(text).toContain('https://a.example');
  expect(text).not.toContain('s3cret');
});
