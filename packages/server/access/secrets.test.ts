/** One of every kind of secret, and everything that the server says afterwards: no answer, line of the log or entry holds one, sealed or not. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROUTE_NAMES, ROUTES, type RouteShape } from '@matlang/contract';
import { openOperatorToken } from '@matlang/keys';
import { recorderConfigurationSchema } from '@matlang/link';
import { temporaryDirectory } from '@matlang/testkit';
import type { InjectOptions } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, type TestSite } from '../site-for-tests.ts';
import { oneTimeCode } from './one-time-code.ts';

const CAMERA_PASSWORD = 'mật-khẩu-camera-9Qx';
const ADDRESS_SECRET = 'tlJwpbo6';
const PASSWORD = 'trâu vàng uống nước ao sâu';
const BACKUP_PASSPHRASE = 'cây đa bến nước sân đình';

interface Made {
  /** By what it is. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly cameraId: string;
  readonly cookie: string;
}

async function makeSecrets(site: TestSite): Promise<Made> {
  const secrets = new Map([
    ['camera password', CAMERA_PASSWORD],
    ['secret of an address', ADDRESS_SECRET],
    ['password', PASSWORD],
    ['set-up code', site.setUpCode ?? ''],
    ['operator’s token', openOperatorToken(site.dataDirectory)],
  ]);
  let cookie = '';
  const post = async <Body>(
    url: string,
    payload?: object,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<Body> => {
    const answer = await site.app.inject({
      method,
      url,
      headers: { cookie },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode, url).toBeLessThan(300);
    const lines = [answer.headers['set-cookie'] ?? []].flat();
    for (const line of lines.filter((one) => one !== '')) {
      const [pair = ''] = line.split(';');
      if (pair.endsWith('=')) continue;
      secrets.set(`cookie ${pair.split('=')[0]}`, pair.slice(pair.indexOf('=') + 1));
      cookie = cookie === '' ? pair : `${cookie}; ${pair}`;
    }
    return answer.json<Body>();
  };
  await post('/api/v1/setup', {
    code: site.setUpCode,
    userName: 'lan',
    name: 'Lan',
    password: PASSWORD,
  });
  const { secret } = await post<{ secret: string }>('/api/v1/second-factor');
  secrets.set('authenticator', secret);
  const code = oneTimeCode(base32Bytes(secret), Math.floor(site.clock.unixMs / 30_000));
  const { recoveryCodes } = await post<{ recoveryCodes: string[] }>('/api/v1/second-factor/confirm', {
    code,
  });
  recoveryCodes.forEach((one, at) => secrets.set(`recovery code ${at}`, one));
  const camera = await post<{ id: string }>('/api/v1/cameras', {
    name: 'Cổng chợ',
    main: { url: `rtsp://10.0.0.5/1?password=${ADDRESS_SECRET}` },
    username: 'admin',
    password: CAMERA_PASSWORD,
  });
  const person = await post<{ invitation: string }>('/api/v1/people', {
    userName: 'minh',
    name: 'Minh',
  });
  secrets.set('invitation', person.invitation);
  const token = await post<{ secret: string }>('/api/v1/tokens', {
    name: 'x',
    permissions: ['status.read'],
  });
  secrets.set('token', token.secret);
  const directory = await temporaryDirectory({ onTestFinished });
  const settings = { every: 'day', directory, passphrase: BACKUP_PASSPHRASE };
  await post('/api/v1/settings/backups', settings, 'PUT');
  secrets.set('passphrase of backups', BACKUP_PASSPHRASE);
  const plan = await site.context.database.stores.backups.find(site.context.siteId);
  secrets.set('sealed passphrase of backups', plan.sealedPassphrase ?? '');
  const told = recorderConfigurationSchema.parse(
    JSON.parse(await readFile(join(site.dataDirectory, 'recorder', 'cameras.json'), 'utf8')),
  ).cameras[0];
  secrets.set('sealed password', told?.sealedPassword ?? '');
  secrets.set('sealed address', told?.main.sealedUrl ?? '');
  const key = await readFile(join(site.dataDirectory, 'keys', 'site.key'));
  for (const encoding of ['hex', 'base64', 'base64url'] as const)
    secrets.set(`site key in ${encoding}`, key.toString(encoding));
  expect([...secrets].filter(([, value]) => value.length < 8)).toEqual([]);
  return { secrets, cameraId: camera.id, cookie };
}

/** RFC 4648, as the app is given it. */
function base32Bytes(text: string): Buffer {
  const bits = Array.from(text, (sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'),
  ).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

test('no secret comes out of any route, into the log or the audit log, nor lies open in a file', async () => {
  const site = await openTestSite({ onTestFinished, withRecorder: false });
  const { secrets, cameraId, cookie } = await makeSecrets(site);
  const said: [where: string, text: string][] = [];
  let answered = 0;
  const ask = async (where: string, request: InjectOptions): Promise<void> => {
    const answer = await site.app.inject({ remoteAddress: '127.0.0.1', ...request });
    if (answer.statusCode === 200) answered += 1;
    said.push([`${where} (${answer.statusCode})`, `${JSON.stringify(answer.headers)}\n${answer.body}`]);
  };
  for (const name of ROUTE_NAMES) {
    const route: RouteShape = ROUTES[name];
    const path = route.path.replaceAll(/\{\w+\}/g, cameraId);
    if (route.method === 'GET') await ask(name, { url: path, headers: { cookie } });
    // Nonsense with a secret in the wrong place: refused by a sentence that does not say it again.
    const secret = { password: CAMERA_PASSWORD };
    await ask(`${name}, refused`, {
      method: route.method,
      url: path,
      headers: { cookie: `matlang=${CAMERA_PASSWORD.slice(-3)}`, authorization: `Bearer ${ADDRESS_SECRET}` },
      ...(route.method === 'GET' ? {} : { payload: { ...secret, name: secret } }),
    });
  }
  await ask('unknown address', { url: `/api/v1/${ADDRESS_SECRET}?password=${ADDRESS_SECRET}` });
  await ask('wrong password', {
    method: 'POST',
    url: '/api/v1/session',
    payload: { userName: 'lan', password: `${PASSWORD}.` },
  });
  expect(answered).toBeGreaterThan(20);
  said.push(['log', site.logged.join('')]);
  const entries = await site.context.database.stores.audit.read(site.context.siteId, 0, 1000);
  expect(entries.length).toBeGreaterThan(5);
  said.push(['audit log', JSON.stringify(entries)]);
  for (const [what, secret] of secrets)
    expect(
      said.flatMap(([where, text]) => (text.includes(secret) ? [where] : [])),
      what,
    ).toEqual([]);

  await site.close();
  const files = await readdir(site.dataDirectory, { recursive: true, withFileTypes: true });
  const kept = files.filter((file) => file.isFile() && !file.parentPath.endsWith('keys'));
  const texts = await Promise.all(
    kept.map(
      async (file) => [file.name, await readFile(join(file.parentPath, file.name), 'latin1')] as const,
    ),
  );
  expect(texts.map(([name]) => name)).toContain('site.sqlite');
  for (const [what, secret] of secrets) {
    if (what.startsWith('sealed')) continue;
    const bytes = Buffer.from(secret, 'utf8').toString('latin1');
    expect(
      texts.flatMap(([name, text]) => (text.includes(bytes) ? [name] : [])),
      what,
    ).toEqual([]);
  }
});
