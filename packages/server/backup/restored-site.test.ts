/** A site on a new machine, made from a backup that the old one kept by itself: the server starts there, and its people find what was theirs. */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openOffice, PASSWORD, setUpFactor } from '../access/office-for-tests.ts';
import { recordRuns, TEST_NOW_UNIX_MS } from '../site-for-tests.ts';
import { restoreBackup } from './restore-backup.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const PASSPHRASE = 'cây đa bến nước sân đình';
const START_PATIENCE_MS = 120_000;

/** Answers from this machine, as a process of its own. */
async function startServer(dataDirectory: string): Promise<string> {
  const child = spawn(process.execPath, [MAIN, '--data', dataDirectory, '--port', '0'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  await expect.poll(() => text, { timeout: 60_000 }).toMatch(/"ready":true.*\n/);
  const line = text.split('\n').find((one) => one.includes('"ready":true')) ?? '';
  // The accounts came along: nobody is asked to make the first one.
  expect(JSON.parse(line)).toMatchObject({ setUpCode: null });
  return (JSON.parse(line) as { url: string }).url;
}

test(
  'on an empty machine: the server starts, the administrator signs in with password and second factor, cameras and footage are listed, and backups go on',
  async () => {
    const { site, administrator } = await openOffice();
    const factor = await setUpFactor(administrator, site);
    const added = await administrator.ask('POST', '/api/v1/cameras', {
      name: 'Cổng chợ',
      main: { url: 'rtsp://10.0.0.5/1' },
      username: 'admin',
      password: 'bí mật của cổng chợ',
    });
    const cameraId = (added.body as { id: string }).id;
    const startUnixMs = TEST_NOW_UNIX_MS - 60_000;
    await recordRuns(site.dataDirectory, [{ cameraId, startUnixMs, seconds: 20 }]);
    const stick = await temporaryDirectory({ onTestFinished });
    const settings = { every: 'day', directory: stick, passphrase: PASSPHRASE };
    expect((await administrator.ask('PUT', '/api/v1/settings/backups', settings)).status).toBe(200);
    await site.backups.look();
    await site.backups.settled();
    const [name = ''] = readdirSync(stick).filter((one) => one.endsWith('.backup'));

    const machine = await temporaryDirectory({ onTestFinished });
    const dataDirectory = join(machine, 'site');
    await restoreBackup({
      file: join(stick, name),
      dataDirectory,
      passphrase: PASSPHRASE,
      nowUnixMs: TEST_NOW_UNIX_MS,
    });
    // The disk with the footage is put into the new machine.
    cpSync(join(site.dataDirectory, 'archive'), join(dataDirectory, 'archive'), { recursive: true });
    await site.close();
    const url = await startServer(dataDirectory);

    const cookies = new Map<string, string>();
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          cookie: Array.from(cookies, ([key, value]) => `${key}=${value}`).join('; '),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(key, value);
      }
      const answered: unknown = await answer.json();
      return { status: answer.status, body: answered };
    };
    expect((await ask('GET', '/api/v1/cameras')).status).toBe(401);
    const signedIn = await ask('POST', '/api/v1/session', { userName: 'lan', password: PASSWORD });
    expect(signedIn).toMatchObject({ status: 200, body: { state: 'second-factor' } });
    const code = factor?.recoveryCodes[0];
    const confirmed = await ask('POST', '/api/v1/session/second-factor', { code });
    expect(confirmed).toMatchObject({
      status: 200,
      body: { state: 'signed-in', person: { userName: 'lan' } },
    });
    expect((await ask('GET', '/api/v1/cameras')).body).toMatchObject({
      cameras: [{ id: cameraId, name: 'Cổng chợ', username: 'admin' }],
    });
    const span = `from=${startUnixMs}&to=${startUnixMs + 60_000}`;
    expect((await ask('GET', `/api/v1/cameras/${cameraId}/timeline?${span}`)).body).toMatchObject({
      spans: [{ start: startUnixMs, end: startUnixMs + 20_000, stream: 'main' }],
    });
    expect((await ask('GET', '/api/v1/settings/backups')).body).toMatchObject({
      settings: { every: 'day', directory: stick },
      hasPassphrase: true,
    });
  },
  START_PATIENCE_MS,
);
