/** The server as a process: how it starts, what it refuses, how it ends, what it does with what is not HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PORT } from '@matlang/contract';
import { listeningAddresses } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly ready: { url: string; siteId: string };
  readonly ended: Promise<number | null>;
}

async function dataFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'matlang-main-'));
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

function run(...args: readonly string[]): {
  child: ChildProcess;
  ended: Promise<number | null>;
  output: () => string;
} {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, output: () => text };
}

async function start(...args: readonly string[]): Promise<Started> {
  const { child, ended, output } = run(...args);
  await expect.poll(output, { timeout: 20_000 }).toMatch(/"ready":true.*\n/);
  const line =
    output()
      .split('\n')
      .find((one) => one.includes('"ready":true')) ?? '';
  return { child, ended, ready: JSON.parse(line) };
}

const takePort = async (): Promise<{ server: Server; port: number }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
};

/** Sends raw bytes and gives everything that comes back. */
const talk = (url: string, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    socket.end(bytes);
  });

test('it says where it is and why only here, answers, and ends with its supervisor', async () => {
  const data = await dataFolder();
  const first = await start('--data', data, '--port', '0');
  expect(first.ready).toMatchObject({ role: 'server', access: { vi: expect.stringContaining('127.0.0.1') } });
  expect((await fetch(new URL('/healthz', first.ready.url))).status).toBe(200);
  // 127.0.0.1: no other address of the machine leads to it.
  expect(listeningAddresses(first.child.pid ?? 0)).toEqual(['7f000001']);
  first.child.stdin?.end();
  expect(await first.ended).toBe(0);

  const second = await start('--data', data, '--port', '0');
  expect(second.ready.siteId).toBe(first.ready.siteId);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('name and volumes are kept from the first start', async () => {
  const data = await dataFolder();
  const seed = ['--site-name', 'Xã Tân Lập', '--volume', 'disk-1=/mnt/1', '--volume', 'disk-2=archive'];
  const first = await start('--data', data, '--port', '0', ...seed);
  first.child.stdin?.end();
  await first.ended;
  const { ready } = await start('--data', data, '--port', '0', '--site-name', 'another');
  const status: unknown = await (await fetch(new URL('/api/v1/status', ready.url))).json();
  expect(status).toMatchObject({
    site: { name: 'Xã Tân Lập' },
    volumes: [
      { id: 'disk-1', path: '/mnt/1' },
      { id: 'disk-2', path: 'archive' },
    ],
  });
});

test('what is not HTTP, or too much of it, gets a short answer and no stack', async () => {
  const { ready } = await start('--data', await dataFolder(), '--port', '0');
  const garbage = await talk(ready.url, '\u0016\u0003\u0001 hello\r\n\r\n');
  expect(garbage).toMatch(/^HTTP\/1\.1 400 /);
  expect(garbage).toContain('"code":"http-malformed"');
  const long = await talk(ready.url, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
  expect(long).toContain('"code":"http-malformed"');
  const noHost = await talk(ready.url, 'GET /api/v1/status HTTP/1.0\r\n\r\n');
  expect(noHost).toContain('"code":"host-refused"');
  const split = await talk(
    ready.url,
    'GET /api/v1/cameras?removed=a%0d%0aX:1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  );
  expect(split).not.toMatch(/\r\nX:1/);
  expect((await fetch(new URL('/healthz', ready.url))).status).toBe(200);
});

test('the usual port is taken and none was asked for: it takes the next free one and says which', async () => {
  const taken = async (port: number): Promise<boolean> => {
    const server = createServer();
    return await new Promise((resolve, reject) => {
      server.once('error', (error) =>
        'code' in error && error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
      );
      server.listen(port, '127.0.0.1', () => {
        onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
        resolve(false);
      });
    });
  };
  // By this test now, or by another program before.
  await taken(DEFAULT_PORT);
  const { ready } = await start('--data', await dataFolder());
  const port = Number(new URL(ready.url).port);
  expect(port).toBeGreaterThan(DEFAULT_PORT);
  expect((await fetch(new URL('/healthz', ready.url))).status).toBe(200);
  // None of those before it was free.
  for (let before = DEFAULT_PORT; before < port; before += 1) expect(await taken(before)).toBe(true);
});

test('a port that is asked for and taken ends it, with a sentence and the code that stops restarts', async () => {
  const { port } = await takePort();
  const { ended, output } = run('--data', await dataFolder(), '--port', String(port));
  expect(await ended).toBe(78);
  expect(output()).toContain(`port ${port} is taken`);
});

test.each([
  [[], '--data DIR is missing'],
  [['--data', 'x', '--port', 'http'], '--port http'],
  [['--data', 'x', '--bogus'], '--bogus'],
  [['--data', 'x', '--site-name', ' '], '--site-name: must not be empty'],
  [['--data', 'x', '--volume', '../a'], '--volume ../a'],
  [['--data', 'x', '--volume', 'a=/b', '--volume', 'a=/c'], 'an id occurs twice'],
])('refuses %j', async (args, sentence) => {
  const { ended, output } = run(...args);
  expect(await ended).toBe(78);
  expect(output()).toContain(sentence);
});

test('a database of a newer program is left alone', async () => {
  const data = await dataFolder();
  const first = await start('--data', data, '--port', '0');
  first.child.stdin?.end();
  await first.ended;
  const database = new DatabaseSync(join(data, 'site.sqlite'));
  database.exec("INSERT INTO schema_version VALUES (999, 'later', 0)");
  database.close();
  const { ended, output } = run('--data', data, '--port', '0');
  expect(await ended).toBe(78);
  expect(output()).toContain('the database has schema 999');
});

test('a fault that is no wrong option is told with its stack and may be tried again', async () => {
  const data = await dataFolder();
  const first = await start('--data', data, '--port', '0');
  first.child.stdin?.end();
  await first.ended;
  // An integer that JavaScript can't hold: the driver throws a RangeError while the site is put together.
  const database = new DatabaseSync(join(data, 'site.sqlite'));
  database.exec('UPDATE site SET configuration_revision = 9223372036854775807');
  database.close();
  const { ended, output } = run('--data', data, '--port', '0');
  expect(await ended).toBe(1);
  expect(output()).toContain('the server could not start');
});

test('killed with SIGKILL while cameras are added, it has every camera that it answered for', async () => {
  const data = await dataFolder();
  const { child, ended, ready } = await start('--data', data, '--port', '0');
  const answered: string[] = [];
  const adding = (async () => {
    for (let index = 0; index < 1000; index += 1) {
      const response = await fetch(new URL('/api/v1/cameras', ready.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: `camera ${index}`, main: { url: 'rtsp://h/' } }),
      });
      const camera: unknown = await response.json();
      if (typeof camera === 'object' && camera !== null && 'id' in camera) answered.push(String(camera.id));
      if (index === 15) child.kill('SIGKILL');
    }
  })();
  await expect(adding).rejects.toThrow();
  await ended;
  expect(answered.length).toBeGreaterThan(10);
  const again = await start('--data', data, '--port', '0');
  const list: unknown = await (await fetch(new URL('/api/v1/cameras', again.ready.url))).json();
  for (const id of answered) expect(JSON.stringify(list)).toContain(id);
});
