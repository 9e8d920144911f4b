/** The site on a network: real listeners and TLS connections on another address of the loopback, and attacks on them. */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import {
  type AuditPageAnswer,
  NETWORK_DEFAULTS,
  type NetworkAnswer,
  type NetworkSettings,
} from '@matlang/contract';
import { OPERATOR_PROOF_HEADERS, openOperatorToken } from '@matlang/keys';
import { makeServerCertificate, openAuthority } from '@matlang/keys/certificate';
import { freePort, until } from '@matlang/testkit';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { listen } from '../http/listen.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';

/** Stands for the machine's address on its network. */
const ADDRESS = '127.0.0.2';
const NAME = 'camera.lan';
const PASSWORD = 'trâu vàng uống nước ao sâu';

let site: TestSite;
let localUrl = '';
let localPort = 0;
let port = 0;
/** The authority's certificate, fetched as a phone does. */
let ca = '';
let own: NetworkSettings;

beforeAll(async () => {
  const cleanUps: (() => Promise<void>)[] = [];
  site = await openTestSite({
    onTestFinished: (cleanUp) => void cleanUps.unshift(cleanUp),
    withRecorder: false,
    readOwnNames: () => ({ addresses: [ADDRESS], names: ['may-truc', 'may-truc.local'] }),
  });
  // TLS of this process goes by the real clock.
  site.clock.unixMs = Date.now();
  port = await freePort(ADDRESS);
  localUrl = await listen(site.app, 0);
  localPort = Number(new URL(localUrl).port);
  await site.network.start(site.app.server, localPort);
  own = { ...NETWORK_DEFAULTS, listen: [ADDRESS], port, https: 'own', names: [NAME] };
  return async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  };
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly secure?: boolean;
  readonly at?: number;
}

/** From another machine, as far as the site can tell. */
function ask({
  path = '/',
  method = 'GET',
  headers = {},
  body,
  secure = true,
  at,
}: Question): Promise<Reply> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const options = {
    host: ADDRESS,
    port: at ?? (secure ? port : localPort),
    path,
    method,
    agent: false,
    headers: {
      host: `${NAME}:${port}`,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...headers,
    },
  } as const;
  return new Promise((resolve, reject) => {
    const request = secure ? requestHttps({ ...options, servername: NAME, ca }) : requestHttp(options);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.end(text);
  });
}

const codeOf = ({ body }: Pick<Reply, 'body'>): string =>
  (JSON.parse(body) as { error: { code: string; field?: string } }).error.code;
const failureOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

/** As the owner of the data folder, at the machine itself. */
async function change(settings: object): Promise<{ readonly status: number; readonly body: string }> {
  const answer = await site.app.inject({
    method: 'PUT',
    url: '/api/v1/settings/network',
    headers: { authorization: `Bearer ${openOperatorToken(site.dataDirectory)}` },
    payload: settings,
  });
  return { status: answer.statusCode, body: answer.body };
}
const networkOf = ({ body }: { readonly body: string }): NetworkAnswer => JSON.parse(body) as NetworkAnswer;

test('nothing is open on the network before there is an administrator, whatever is set; then by HTTPS', async () => {
  const before = networkOf(await change(own));
  expect([before.reason, before.urls, before.trustUrl]).toEqual(['no-administrator', [], null]);
  expect(await failureOf(ask({}))).toBe('ECONNREFUSED');
  expect(await failureOf(ask({ secure: false }))).toBe('ECONNREFUSED');
  const made = await fetch(new URL('/api/v1/setup', localUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: site.setUpCode, userName: 'lan', name: 'Lan', password: PASSWORD }),
  });
  expect(made.status).toBe(201);
  await site.network.refresh();
  expect(site.network.access.vi).toContain('HTTPS');
  expect(site.network.urls).toEqual([`https://${NAME}:${port}/`, `https://${ADDRESS}:${port}/`]);
  expect(await failureOf(ask({ path: '/healthz' }))).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/);
  const certificate = await ask({ path: '/trust/matlang.crt', secure: false, headers: { host: NAME } });
  expect(certificate.status).toBe(200);
  const der = await (await fetch(new URL('/trust/matlang.crt', localUrl))).arrayBuffer();
  ca = new X509Certificate(Buffer.from(der)).toString();
  expect((await ask({ path: '/healthz' })).status).toBe(200);
  // At the machine itself everything is as before.
  expect((await fetch(new URL('/healthz', localUrl))).status).toBe(200);
});

test('each change is in the log with before and after, and so is each certificate', async () => {
  const answer = await site.app.inject({
    url: '/api/v1/audit?limit=50',
    headers: { authorization: `Bearer ${openOperatorToken(site.dataDirectory)}` },
  });
  const { entries } = answer.json<AuditPageAnswer>();
  const changed = entries.find(({ action }) => action === 'settings.changed');
  expect(changed?.detail).toEqual({ setting: 'network', before: NETWORK_DEFAULTS, after: own });
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['authority.made', 'certificate.made']),
  );
});

test('what a phone needs is there in clear and says nothing of the site but its name', async () => {
  const page = await ask({ path: '/trust', secure: false, headers: { host: NAME } });
  expect(page.status).toBe(200);
  const certificate = await fetch(new URL('/trust/matlang.crt', localUrl));
  expect(certificate.headers.get('content-type')).toBe('application/x-x509-ca-cert');
  const fingerprint = createHash('sha256')
    .update(Buffer.from(await certificate.arrayBuffer()))
    .digest('hex');
  expect(page.body).toContain((fingerprint.toUpperCase().match(/.{4}/g) ?? []).join(' '));
  expect(page.body).toContain(`http://${NAME}:${localPort}/trust`);
  expect(page.body).toContain(`https://${NAME}:${port}/`);
  expect(page.body).toContain('<svg class="qr" role="img"');
  expect(page.body).not.toMatch(/lan<|Nguyễn|version|<script/);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect((await ask({ path: '/trust?lang=en', secure: false, headers: { host: NAME } })).body).toContain(
    'Get the certificate',
  );
});

test('open redirect: HTTP leads to HTTPS by the site’s own names alone, with path and method', async () => {
  const leads = async (question: Question) => {
    const { status, headers } = await ask({ secure: false, ...question });
    return `${status} ${headers.location ?? ''}`;
  };
  const to = (name: string, path: string): string => `308 https://${name}:${port}${path}`;
  expect(await leads({ path: '/review?camera=1', headers: { host: `${NAME}:${localPort}` } })).toBe(
    to(NAME, '/review?camera=1'),
  );
  expect(await leads({ headers: { host: 'MAY-TRUC.local' } })).toBe(to('may-truc.local', '/'));
  expect(await leads({ headers: { host: ADDRESS }, method: 'POST', body: {} })).toBe(to(ADDRESS, '/'));
  expect(await leads({ path: '//evil.example/x', headers: { host: NAME } })).toBe(
    to(NAME, '//evil.example/x'),
  );
  expect(await leads({ path: 'http://evil.example/x', headers: { host: NAME } })).toBe(to(NAME, '/'));
  expect(await leads({ path: '/trust/../api/v1/status', headers: { host: NAME } })).toMatch(/^308 /);
  for (const host of ['evil.example', `${NAME}.evil.example`, `${NAME}@evil.example`, `evil.example/${NAME}`])
    expect(await leads({ headers: { host } }), host).toBe('421 ');
  expect((await ask({ secure: false, headers: { host: NAME } })).headers['cache-control']).toBe('no-store');
});

test('host header forged: over HTTPS only names of the site are answered', async () => {
  for (const host of [NAME, `${NAME}:${port}`, ADDRESS, 'may-truc', 'localhost:1'])
    expect((await ask({ path: '/healthz', headers: { host } })).status, host).toBe(200);
  for (const host of ['evil.example', '192.168.1.1', `${NAME}.`, '[::2]']) {
    const refused = await ask({ path: '/healthz', headers: { host } });
    expect([refused.status, codeOf(refused)], host).toEqual([421, 'host-refused']);
  }
  // A name that only the network has is none of the machine's own entrance.
  const local = await site.app.inject({ url: '/healthz', headers: { host: NAME } });
  expect(local.statusCode).toBe(421);
});

test('cookie without Secure: over HTTPS every cookie is bound to host and HTTPS, and no other one counts', async () => {
  const signIn = { path: '/api/v1/session', method: 'POST', body: { userName: 'lan', password: PASSWORD } };
  const signedIn = await ask({ ...signIn, headers: { origin: `https://${NAME}:${port}` } });
  expect(signedIn.status).toBe(200);
  const cookies = signedIn.headers['set-cookie'] ?? [];
  expect(cookies.length).toBeGreaterThanOrEqual(2);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^__Host-matlang-\w+=.*; Path=\/; HttpOnly; SameSite=Strict; Secure/);
  const [session = ''] = cookies
    .filter((cookie) => cookie.startsWith('__Host-matlang-session='))
    .map((cookie) => cookie.split(';')[0] ?? '');
  const stateWith = async (cookie: string): Promise<string> =>
    (JSON.parse((await ask({ path: '/api/v1/session', headers: { cookie } })).body) as { state: string })
      .state;
  expect(await stateWith(session)).toBe('signed-in');
  // Set by whoever is on the way of a connection in clear.
  expect(await stateWith(session.replace('__Host-', ''))).toBe('signed-out');
  const local = await site.app.inject({ url: '/api/v1/session', headers: { cookie: session } });
  expect(local.json()).toMatchObject({ state: 'signed-out' });
});

test('cross-site request over HTTPS: a page of another origin, of the same name in clear too, is refused', async () => {
  for (const origin of ['https://evil.example', `http://${NAME}:${port}`, `https://${NAME}`, 'null']) {
    const refused = await ask({ path: '/api/v1/session', method: 'DELETE', headers: { origin } });
    expect([refused.status, codeOf(refused)], origin).toEqual([403, 'origin-refused']);
  }
});

test('websocket from another origin over HTTPS is refused, one without session as well', async () => {
  const open = (origin: string, cookie = ''): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`wss://${ADDRESS}:${port}/api/v1/live`, {
        ca,
        origin,
        headers: { host: `${NAME}:${port}`, ...(cookie === '' ? {} : { cookie }) },
      });
      socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)));
      socket.on('message', (data) => {
        resolve((JSON.parse((data as Buffer).toString('utf8')) as { type: string }).type);
        socket.close();
      });
      socket.on('error', () => {});
    });
  const signedIn = await ask({
    path: '/api/v1/session',
    method: 'POST',
    body: { userName: 'lan', password: PASSWORD },
  });
  const [cookie = ''] = (signedIn.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
  expect(await open(`https://${NAME}:${port}`, cookie)).toBe('hello');
  expect(await open('https://evil.example', cookie)).toBe('403');
  expect(await open(`http://${NAME}:${port}`, cookie)).toBe('403');
  expect(await open(`https://${NAME}:${port}`)).toBe('401');
});

test('a stolen token of the terminal is of no use on the network, nor is the proof of it given there', async () => {
  const authorization = `Bearer ${openOperatorToken(site.dataDirectory)}`;
  expect((await ask({ path: '/api/v1/settings/network', headers: { authorization } })).status).toBe(401);
  const nonce = { [OPERATOR_PROOF_HEADERS.nonce]: 'a'.repeat(32) };
  expect(
    (await ask({ path: '/healthz', headers: nonce })).headers[OPERATOR_PROOF_HEADERS.proof],
  ).toBeUndefined();
  const local = await fetch(new URL('/healthz', localUrl), { headers: nonce });
  expect(local.headers.get(OPERATOR_PROOF_HEADERS.proof)).not.toBeNull();
});

test('old TLS is refused', async () => {
  const socket = connectTls({
    host: ADDRESS,
    port,
    servername: NAME,
    ca,
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1.1',
  });
  const outcome = await new Promise<string>((resolve) => {
    socket.on('secureConnect', () => resolve('connected'));
    socket.on('error', ({ code }: Error & { code?: string }) => resolve(code ?? ''));
  });
  expect(outcome).toMatch(/PROTOCOL|ECONNRESET|UNSUPPORTED/);
});

test('what can’t be is refused with what to do, and nothing is changed', async () => {
  const refused = async (settings: Partial<NetworkSettings>): Promise<string> => {
    const answer = await change({ ...own, ...settings });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    return codeOf(answer);
  };
  expect(await refused({ https: 'off' })).toBe('network-needs-https');
  expect(await refused({ listen: ['192.0.2.1'] })).toBe('address-not-here');
  expect(await refused({ listen: ['camera.lan'] })).toBe('request-invalid');
  expect(await refused({ names: ['http://camera.lan/'] })).toBe('request-invalid');
  expect(await refused({ names: ['camera.xa.vn'] })).toBe('name-beyond-authority');
  expect(await refused({ https: 'given' })).toBe('request-invalid');
  const file = (name: string, text: string): string => {
    writeFileSync(join(site.dataDirectory, name), text);
    return join(site.dataDirectory, name);
  };
  const elsewhere = join(site.dataDirectory, 'elsewhere');
  const now = { nowUnixMs: site.clock.unixMs };
  const authority = openAuthority(elsewhere, { siteName: 'x', names: [], ...now });
  const make = (name: string) => makeServerCertificate(elsewhere, authority, { names: [name], ...now });
  const [good, other] = [make(NAME), make('other.lan')];
  const given = (certificate: string, key: string) =>
    ({ https: 'given', certificateFile: file('g.crt', certificate), keyFile: file('g.key', key) }) as const;
  expect(await refused(given(other.chain, other.key))).toBe('certificate-foreign');
  expect(await refused(given(good.chain, other.key))).toBe('certificate-key-unfit');
  expect(await refused(given('', good.key))).toBe('certificate-malformed');
  expect(await refused(given(good.chain, ''))).toBe('certificate-key-malformed');
  expect(await refused({ ...given(good.chain, good.key), names: [] })).toBe('names-missing');
  expect(await refused({ ...given(good.chain, good.key), keyFile: '/nowhere' })).toBe(
    'certificate-file-unreadable',
  );
  expect((await ask({ path: '/healthz' })).status).toBe(200);
  // The one that is right is taken, and shown from the next connection on, without a restart.
  expect((await change({ ...own, ...given(good.chain, good.key) })).status).toBe(200);
  expect(await failureOf(ask({ path: '/healthz' }))).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/);
  expect(site.network.trustUrl).toBeNull();
  expect((await fetch(new URL('/trust/matlang.crt', localUrl))).status).toBe(404);
  expect(await (await fetch(new URL('/trust', localUrl))).text()).toContain('không cần cài gì');
  expect((await change(own)).status).toBe(200);
  expect((await ask({ path: '/healthz' })).status).toBe(200);
});

test('another name comes into the certificate without a restart; a connection that is open stays', async () => {
  const socket = connectTls({ host: ADDRESS, port, servername: NAME, ca });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  expect((await change({ ...own, names: [NAME, 'xem.lan'], hsts: true })).status).toBe(200);
  const heard = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${NAME}\r\n\r\n`);
  expect(await heard).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
  const renewed = connectTls({ host: ADDRESS, port, servername: 'xem.lan', ca });
  await new Promise((resolve, reject) => renewed.once('secureConnect', resolve).once('error', reject));
  expect(renewed.getPeerCertificate().subjectaltname).toContain('DNS:xem.lan');
  renewed.destroy();
  const { headers } = await ask({ path: '/healthz', headers: { host: 'xem.lan' } });
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  const inClear = await ask({ path: '/trust', secure: false, headers: { host: NAME } });
  expect(inClear.headers['strict-transport-security']).toBeUndefined();
});

test('plain HTTP only by explicit choice; then cookies are of HTTP, and foreign names are refused as before', async () => {
  const plain = networkOf(await change({ ...own, https: 'off', allowHttp: true }));
  expect([plain.reason, plain.urls[0]]).toEqual(['plain-http', `http://${NAME}:${port}/`]);
  const signedIn = await ask({
    secure: false,
    at: port,
    path: '/api/v1/session',
    method: 'POST',
    body: { userName: 'lan', password: PASSWORD },
  });
  expect(signedIn.headers['set-cookie']?.[0]).toMatch(
    /^matlang-session=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  expect((await ask({ secure: false, at: port, headers: { host: 'evil.example' } })).status).toBe(421);
});

test('another program has the port: the site says so, stays open at the machine, and opens once it is free', async () => {
  const { createServer } = await import('node:net');
  const other = createServer();
  const taken = await freePort(ADDRESS);
  await new Promise<void>((resolve) => void other.listen(taken, ADDRESS, resolve));
  const answer = networkOf(await change({ ...own, port: taken }));
  expect(answer.reason).toBe('no-address');
  expect(answer.problems[0]?.vi).toContain(`cổng ${taken}`);
  expect((await fetch(new URL('/healthz', localUrl))).status).toBe(200);
  await new Promise((resolve) => void other.close(resolve));
  await site.network.refresh();
  expect(site.network.urls).toContain(`https://${NAME}:${taken}/`);
  expect(site.network.problems).toEqual([]);
});

test('switched off, what came in by the network ends within a second or two', async () => {
  expect((await change(own)).status).toBe(200);
  const socket = connectTls({ host: ADDRESS, port, servername: NAME, ca });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  let isClosed = false;
  socket
    .on('error', () => {})
    .on('close', () => {
      isClosed = true;
    });
  socket.resume();
  const answer = networkOf(await change(NETWORK_DEFAULTS));
  expect([answer.reason, answer.urls]).toEqual(['not-asked', []]);
  await until('the connection ends', () => isClosed, 5000);
  expect(await failureOf(ask({}))).toBe('ECONNREFUSED');
});

test('an authority that can’t be read is said, with its file; the machine’s own entrance and recording go on', async () => {
  const broken = await openTestSite({
    onTestFinished,
    withRecorder: false,
    network: { https: 'own', listen: [ADDRESS] },
  });
  mkdirSync(join(broken.dataDirectory, 'keys'), { recursive: true, mode: 0o700 });
  writeFileSync(join(broken.dataDirectory, 'keys', 'authority.pem'), 'x', { mode: 0o600 });
  const url = await listen(broken.app, 0);
  await broken.network.start(broken.app.server, Number(new URL(url).port));
  expect(broken.network.problems[0]?.vi).toContain('authority.pem');
  const { authority, overridden, settings } = await broken.network.answer();
  expect(authority).toBeNull();
  // What the command line says is in force and is not taken for what is kept.
  expect([overridden, settings]).toEqual([['listen', 'https'], NETWORK_DEFAULTS]);
  expect((await fetch(new URL('/healthz', url))).status).toBe(200);
});
