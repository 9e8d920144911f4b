/** Every route: described, guarded, and answering bad questions with the field and the rule. */
import { connect } from 'node:net';
import { ROUTE_NAMES, ROUTES, type RouteShape } from '@matlang/contract';
import { until } from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Arrival } from '../access/door.ts';
import { kioskIdentity, operatorIdentity } from '../access/identity.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';

const ID = '01a20fc6-0083-7c5e-8259-235187bcb577';
const open = (): Promise<TestSite> => openTestSite({ onTestFinished, withRecorder: false });

const routes: readonly (RouteShape & { readonly name: string })[] = ROUTE_NAMES.map((name) => ({
  name,
  ...ROUTES[name],
}));

function addressOf(route: RouteShape, values: Record<string, string> = {}): string {
  const known: Record<string, string> = {
    id: ID,
    volume: 'default',
    stream: 'main',
    file: '1.mp4',
    index: '0',
    ...values,
  };
  return route.path.replaceAll(/\{([a-zA-Z]+)\}/g, (_, name: string) => known[name] ?? '');
}

interface Operation {
  readonly operationId: string;
  readonly 'x-permission': string;
  readonly 'x-kiosk'?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly responses: Record<string, { content: Record<string, { schema: object }> }>;
}

interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly field?: string;
    readonly rule?: string;
    readonly message: { vi: string; en: string };
  };
}

describe('OpenAPI', () => {
  test('describes every route with its permission, its parameters and every answer', async () => {
    const { app } = await open();
    const answer = await app.inject('/api/v1/openapi.json');
    expect(answer.headers['content-type']).toContain('application/json');
    const document = answer.json<{
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
    for (const route of routes) {
      const operation = document.paths[route.path]![route.method.toLowerCase()]!;
      expect(operation['x-permission']).toBe(route.permission);
      expect(operation['x-kiosk']).toBe(route.kiosk);
      expect(operation.operationId).toBe(route.name);
      expect('security' in operation).toBe(route.permission === 'public');
      const parameters = operation.parameters ?? [];
      for (const [place, schema] of [
        ['path', route.params],
        ['query', route.query],
        ['header', route.headers],
      ] as const) {
        const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
        expect(
          parameters
            .filter((one) => one.in === place)
            .map((one) => one.name)
            .toSorted(),
        ).toEqual(names.toSorted());
      }
      for (const { schema } of parameters) expect(Object.keys(schema).length).toBeGreaterThan(0);
      expect('requestBody' in operation).toBe(route.body !== undefined);
      const { responses } = operation;
      expect(Object.keys(responses).toSorted()).toEqual(
        [...Object.keys(route.answers), '4XX', '5XX'].toSorted(),
      );
      for (const response of Object.values(responses)) {
        for (const { schema } of Object.values(response.content))
          expect(Object.keys(schema).length).toBeGreaterThan(0);
      }
    }
  });
});

describe('bad questions', () => {
  test('an unknown key in a query or body is refused by every route, by name', async () => {
    const screen = { id: ID, name: 'x', cameraIds: null, unlock: null, earliestUnixMs: 0 };
    const revoked = new AbortController().signal;
    let isScreens = false;
    const identify = async ({ address }: Arrival) =>
      isScreens ? kioskIdentity({ ...screen, revoked }, null, address) : operatorIdentity(address);
    const { app } = await openTestSite({ onTestFinished, withRecorder: false, identify });
    for (const route of routes) {
      isScreens = route.permission === 'kiosk';
      const answer = await app.inject({
        method: route.method,
        url: `${addressOf(route)}?bogus=1`,
        ...(route.body === undefined ? {} : { payload: {} }),
      });
      expect(answer.statusCode, route.name).toBe(400);
      const { error } = answer.json<ErrorBody>();
      expect(error.code).toBe('request-invalid');
      expect(error.message.vi).toMatch(/^Chưa thực hiện được: /);
      if (error.rule === 'unknown-key') expect(error.message.vi).toContain(`“${error.field}”`);
    }
    const body = { name: 'a', main: { url: 'rtsp://h/' }, passwort: 'x' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/cameras', payload: body });
    expect(answer.json<ErrorBody>().error).toMatchObject({ field: 'passwort', rule: 'unknown-key' });
  });

  test.each([
    ['GET', '/api/v1/cameras/1', undefined, 'id', 'format'],
    ['GET', `/api/v1/cameras/${ID}/timeline?to=2`, undefined, 'from', 'required'],
    ['GET', `/api/v1/cameras/${ID}/timeline?from=1&from=2&to=3`, undefined, 'from', 'given-twice'],
    ['GET', `/api/v1/cameras/${ID}/timeline?from=2026-02-15&to=3`, undefined, 'from', 'instant'],
    [
      'GET',
      `/api/v1/cameras/${ID}/timeline?from=1&to=3&maxPoints=10001`,
      undefined,
      'maxPoints',
      'number-too-large',
    ],
    ['GET', `/api/v1/cameras/${ID}/timeline?from=1&to=3&maxPoints=-1`, undefined, 'maxPoints', 'format'],
    ['GET', `/api/v1/cameras/${ID}/timeline?from=1&to=3&purpose=`, undefined, 'purpose', 'text-empty'],
    ['GET', `/api/v1/timeline?cameras=${ID},x&from=1&to=3`, undefined, 'cameras.1', 'format'],
    [
      'GET',
      `/api/v1/timeline?cameras=${Array.from({ length: 65 }, () => ID).join(',')}&from=1&to=3`,
      undefined,
      'cameras',
      'too-many',
    ],
    ['GET', `/api/v1/cameras/${ID}/hls.m3u8?from=1&to=3&stream=x`, undefined, 'stream', 'choice'],
    ['GET', `/api/v1/cameras/${ID}/segments/..%2f/main/1.mp4`, undefined, 'volume', 'format'],
    ['GET', `/api/v1/cameras/${ID}/segments/default/main/..%2f..%2fsite.sqlite`, undefined, 'file', 'format'],
    ['DELETE', `/api/v1/cameras/${ID}`, undefined, 'footage', 'required'],
    ['POST', '/api/v1/cameras', {}, 'name', 'required'],
    ['POST', '/api/v1/cameras', [], 'body', 'type'],
    ['POST', '/api/v1/cameras', { name: 1, main: { url: 'rtsp://h/' } }, 'name', 'type'],
    ['POST', '/api/v1/cameras', { name: 'a', main: {} }, 'main.url', 'required'],
    ['POST', '/api/v1/cameras', { name: 'a', main: { url: 'http://h/' } }, 'main.url', 'camera-url-scheme'],
    [
      'POST',
      '/api/v1/cameras',
      { name: 'a', main: { url: 'rtsp://h/' }, transport: 'http' },
      'transport',
      'choice',
    ],
    [
      'POST',
      '/api/v1/cameras',
      { name: 'a', main: { url: 'rtsp://h/' }, retentionDays: 0 },
      'retentionDays',
      'number-too-small',
    ],
    ['POST', '/api/v1/cameras', { name: 'a', main: { url: 'rtsp://h/' }, audio: true }, 'audio', 'type'],
    [
      'POST',
      '/api/v1/cameras',
      { name: 'a', main: { url: 'rtsp://h/' }, audio: { enabled: true } },
      'audio.reason',
      'audio-needs-reason',
    ],
    [
      'POST',
      '/api/v1/cameras',
      { name: '\u0007', main: { url: 'rtsp://h/' } },
      'name',
      'text-control-characters',
    ],
    ['PATCH', `/api/v1/cameras/${ID}`, { revision: 1 }, 'body', 'nothing-to-change'],
    ['POST', '/api/v1/exports', { cameras: [], from: 1, to: 2 }, 'cameras', 'too-few'],
    ['POST', '/api/v1/exports', { cameras: [ID], from: 'x', to: 2 }, 'from', 'instant'],
    [
      'POST',
      '/api/v1/holds',
      { cameraId: ID, from: 1, to: 2, reason: 'x', owner: 'y' },
      'reviewAt',
      'required',
    ],
  ] as const)('%s %s %j', async (method, url, payload, field, rule) => {
    const { app } = await open();
    const answer = await app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<ErrorBody>().error).toMatchObject({ code: 'request-invalid', field, rule });
  });

  test.each([
    ['{', 'application/json', 400, 'body-not-json'],
    ['', 'application/json', 400, 'body-not-json'],
    ['{"__proto__":{}}', 'application/json', 400, 'body-not-json'],
    ['{"constructor":{"prototype":{}}}', 'application/json', 400, 'body-not-json'],
    [`${'['.repeat(500_000)}${']'.repeat(500_000)}`, 'application/json', 400, 'body-not-json'],
    ['a=b', 'application/x-www-form-urlencoded', 415, 'media-type-unsupported'],
    ['{}', 'text/plain', 415, 'media-type-unsupported'],
    [`{"name":"${'a'.repeat(1024 * 1024)}"}`, 'application/json', 413, 'body-too-large'],
  ])('body no. %#', async (payload, type, status, code) => {
    const { app } = await open();
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload,
      headers: { 'content-type': type },
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json<ErrorBody>().error.code).toBe(code);
    expect(answer.body).not.toMatch(/\bat \//);
  });

  test('a body nested ten thousand deep is refused without harm', async () => {
    const { app } = await open();
    const payload = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(400);
  });

  test('an unknown address, a wrong method, a broken escape', async () => {
    const { app } = await open();
    expect((await app.inject('/nothing')).json<ErrorBody>().error.code).toBe('not-found');
    expect((await app.inject('/api/v1/../../etc/passwd')).statusCode).toBe(404);
    const put = await app.inject({ method: 'PUT', url: '/api/v1/cameras' });
    expect(put.statusCode).toBe(405);
    expect((await app.inject('/api/v1/cameras/%E0%A4%A')).json<ErrorBody>().error.code).toBe(
      'http-malformed',
    );
  });

  test('who sends nonsense and never ends the connection keeps no place', async () => {
    const { app } = await open();
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
    let connections = 0;
    app.server.on('connection', (at) => {
      connections += 1;
      at.on('close', () => {
        connections -= 1;
      });
    });
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', (bytes) => {
      answer += String(bytes);
    });
    socket.write('nonsense\r\n\r\n');
    await until('the place is free', () => answer !== '' && connections === 0);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  });

  test('a browser gets a page in both languages where a program gets JSON', async () => {
    const { app } = await open();
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    for (const [url, status, code] of [
      ['/nothing', 404, 'not-found'],
      ['/api/v1/cameras/1', 400, 'request-invalid'],
      [`/api/v1/cameras/${ID}`, 404, 'camera-not-found'],
      ['/api/v1/cameras/%E0%A4%A', 400, 'http-malformed'],
      ['/api/v1/exports/x', 400, 'request-invalid'],
    ] as const) {
      const page = await app.inject({ url, headers: { accept } });
      const answer = await app.inject({ url, headers: { accept: 'application/json' } });
      expect([page.statusCode, answer.statusCode], url).toEqual([status, status]);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(page.headers['x-content-type-options']).toBe('nosniff');
      const { error } = answer.json<ErrorBody>();
      expect(error.code).toBe(code);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      for (const one of [page, answer]) expect(one.headers['vary']).toBe('Accept');
      // Of an address that is none a person is told something else than a program.
      const texts =
        error.code === 'not-found'
          ? ['Không có trang nào ở địa chỉ này.']
          : [error.message.vi, error.message.en];
      for (const text of texts) {
        expect(page.body).toContain(text.replaceAll("'", '&#39;'));
      }
    }
    const put = await app.inject({ method: 'PUT', url: '/', headers: { accept } });
    expect(put.statusCode).toBe(405);
    const evil = await app.inject({ url: '/', headers: { accept, host: 'evil.example' } });
    expect(evil.statusCode).toBe(421);
    expect(evil.body).toContain('127.0.0.1');
    // Data that a browser opens stays data.
    const data = await app.inject({ url: '/api/v1/status', headers: { accept } });
    expect(data.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('spans in the wrong order or too long', async () => {
    const { app } = await open();
    const added = await app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: 'a', main: { url: 'rtsp://h/' } },
    });
    const { id } = added.json<{ id: string }>();
    for (const path of [
      `cameras/${id}/timeline?`,
      `timeline?cameras=${id}&`,
      `cameras/${id}/hls.m3u8?`,
      `cameras/${id}/export.mp4?`,
    ]) {
      const order = await app.inject(`/api/v1/${path}from=2&to=2`);
      expect(order.json<ErrorBody>().error, path).toMatchObject({ field: 'to', rule: 'span-order' });
      const long = await app.inject(`/api/v1/${path}from=0&to=${32 * 86_400_000}`);
      expect(long.json<ErrorBody>().error, path).toMatchObject({ field: 'to', rule: 'span-too-long' });
    }
  });
});

describe('who may ask', () => {
  test.each([
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example:80', 421],
    ['0.0.0.0', 421],
    ['localhost', 200],
    ['127.0.0.1:8080', 200],
    ['[::1]:8080', 200],
  ])('DNS rebinding: Host %s gets %i', async (host, status) => {
    const { app } = await open();
    const answer = await app.inject({ url: '/api/v1/status', headers: { host } });
    expect(answer.statusCode).toBe(status);
  });

  test('another page may link here, and neither post nor read', async () => {
    const { app } = await open();
    const ask = async (headers: Record<string, string>, method: 'GET' | 'POST' = 'GET'): Promise<number> =>
      (
        await app.inject({
          method,
          url: '/api/v1/cameras',
          headers: { host: 'localhost:8080', ...headers },
          ...(method === 'POST' ? { payload: {} } : {}),
        })
      ).statusCode;
    expect(await ask({ origin: 'http://evil.example' }, 'POST')).toBe(403);
    expect(await ask({ origin: 'null' }, 'POST')).toBe(403);
    expect(await ask({ origin: 'http://localhost:9999' }, 'POST')).toBe(403);
    expect(await ask({ origin: 'http://localhost:8080' }, 'POST')).toBe(400);
    expect(await ask({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    const opened = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await ask(opened)).toBe(200);
    expect(await ask({ ...opened, 'sec-fetch-dest': 'document' })).toBe(200);
    for (const embedded of ['iframe', 'frame', 'object', 'embed'])
      expect(await ask({ ...opened, 'sec-fetch-dest': embedded }), embedded).toBe(403);
    expect(await ask({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(200);
  });

  test('every answer, good or bad, has the headers that keep it in its place, and none opens it to others', async () => {
    const { app } = await open();
    for (const url of ['/', '/api/v1/status', '/nothing', '/api/v1/cameras/1', '/metrics']) {
      const { headers } = await app.inject({ url, headers: { origin: 'http://localhost:80' } });
      expect(headers['content-security-policy'], url).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

test('the first page says what it is, without script, and escapes what people typed', async () => {
  const { app } = await open();
  await app.inject({
    method: 'POST',
    url: '/api/v1/cameras',
    payload: { name: '<script>alert(1)</script>', main: { url: 'rtsp://h/' } },
  });
  const { body, headers } = await app.inject('/');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(body).toContain('chỉ mở trên máy này');
  expect(body).toContain('&lt;script&gt;');
  expect(body).not.toContain('<script');
});
