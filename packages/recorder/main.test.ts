/** The recorder's process: what it leaves behind, however it ends. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkArchive } from '@matlang/archive/check';
import { openSiteKey, sealSecret } from '@matlang/keys';
import { cameraPasswordContext } from '@matlang/link';
import { LinkClient, until } from '@matlang/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CAMERA_ID, type SimulatedCamera, simulateCamera } from './camera/camera-for-tests.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const PASSWORD = 'Tre-xanh-1';
let data: string;
let simulated: SimulatedCamera | null = null;
let started: {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<string>;
  ready: () => boolean;
  log: () => string;
}[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'matlang-recorder-'));
  started = [];
});

afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
  await simulated?.close();
  simulated = null;
  rmSync(data, { recursive: true });
});

function configure(revision = 1, change: object = {}): void {
  const directory = join(data, 'recorder');
  mkdirSync(directory, { recursive: true });
  const camera = {
    id: CAMERA_ID,
    name: 'Cổng chợ',
    volumeId: 'default',
    enabled: true,
    main: { url: simulated?.server.urlOf('/main') },
    username: 'admin',
    sealedPassword: sealSecret(openSiteKey(data), PASSWORD, cameraPasswordContext(CAMERA_ID)),
    transport: 'tcp',
    record: 'main',
    live: { main: true, sub: true },
    audio: { enabled: false, reason: null },
    retentionDays: 30,
  };
  writeFileSync(
    join(directory, 'new'),
    JSON.stringify({
      version: 1,
      revision,
      siteId: '01990000-0000-7000-8000-000000000000',
      siteName: 'Xã Tân Lập',
      volumes: [{ id: 'default', path: 'archive' }],
      cameras: [camera],
      ...change,
    }),
  );
  renameSync(join(directory, 'new'), join(directory, 'cameras.json'));
}

function run() {
  const child = spawn(process.execPath, [MAIN, '--data', data], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let log = '';
  child.stdin.on('error', () => {});
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    log += bytes.toString();
  });
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const process_ = { child, ended, ready: () => output.includes('"ready":true'), log: () => log };
  started.push(process_);
  return process_;
}

function segmentFiles(): number {
  let total = 0;
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith('.mp4')) {
      total += 1;
    }
  }
  return total;
}

const check = () =>
  checkArchive({
    volumes: [{ id: 'default', path: join(data, 'archive') }],
    deep: true,
    nowUnixMs: Date.now(),
  });

/** Connects as the server does and waits until some seconds are on disk. */
async function recorded(fragments: number): Promise<LinkClient> {
  const client = new LinkClient(join(data, 'run', 'recorder.sock'));
  await until(`${fragments} fragments`, () => client.of('appended').length >= fragments, 20_000);
  return client;
}

describe('the process', () => {
  beforeEach(async () => {
    simulated = await simulateCamera({
      server: { authentication: { username: 'admin', password: PASSWORD } },
    });
  });

  test("ends with its supervisor's pipe: runs ended, camera told, archive clean, no secret said", async () => {
    const process_ = run();
    await until('ready', process_.ready, 20_000);
    // A configuration that comes later is taken without a restart.
    configure();
    const client = await recorded(2);
    process_.child.stdin.end();
    expect(await process_.ended).toBe('code 0');
    client.close();
    expect(simulated?.server.viewerCount).toBe(0);
    expect(segmentFiles()).toBe(1);
    const report = await check();
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ clean: true });
    expect(report.volumes[0]!.segments).toBe(1);
    expect(process_.log()).not.toContain(PASSWORD);
    for (const line of process_.log().trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ role: 'recorder' });
    }
  }, 60_000);

  test('killed: what was announced is there, the next start repairs, records on and is clean', async () => {
    configure();
    const first = run();
    await until('ready', first.ready, 20_000);
    const client = await recorded(2);
    const announced = client.of('appended').at(-1)!;
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    client.close();
    const second = run();
    await until('ready again', second.ready, 20_000);
    const again = await recorded(1);
    expect(again.of('appended')[0]!.seq).toBeGreaterThan(announced.seq);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe('code 0');
    again.close();
    const report = await check();
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.volumes[0]!.segments).toBe(2);
  }, 60_000);

  test('two recorders of one archive: the second ends', async () => {
    configure();
    const first = run();
    await until('ready', first.ready, 20_000);
    const second = run();
    expect(await second.ended).toBe('code 1');
    expect(second.log()).toContain('archive-locked');
    // It did not take the socket away either.
    const client = await recorded(1);
    client.close();
  }, 60_000);

  test('a broken configuration leaves what runs alone, other volumes ask for a new start', async () => {
    configure();
    const process_ = run();
    await until('ready', process_.ready, 20_000);
    const client = await recorded(1);
    writeFileSync(join(data, 'recorder', 'cameras.json'), '{"version":1');
    await until(
      'the problem told',
      () => client.of('statistics').at(-1)?.statistics.configurationProblem != null,
    );
    expect(client.of('statistics').at(-1)!.statistics.streams[0]).toMatchObject({ recording: true });
    configure(2, {
      volumes: [
        { id: 'default', path: 'archive' },
        { id: 'second', path: 'second' },
      ],
    });
    expect(await process_.ended).toBe('code 0');
    client.close();
  }, 60_000);
});

test('a disk that was recorded on and is away at the next start: its empty folder stays empty', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'matlang-disk-'));
  const away = `${disk}-away`;
  try {
    configure(1, { volumes: [{ id: 'default', path: disk }], cameras: [] });
    const first = run();
    await until('ready', first.ready, 20_000);
    first.child.stdin.end();
    expect(await first.ended).toBe('code 0');
    renameSync(disk, away);
    mkdirSync(disk);
    const second = run();
    await until('ready', second.ready, 20_000);
    expect(second.log()).toContain('is not mounted');
    expect(readdirSync(disk)).toEqual([]);
    // The disk comes back; nobody does anything.
    rmSync(disk, { recursive: true });
    renameSync(away, disk);
    await until('it works again', () => second.log().includes('the disk works again'), 20_000);
  } finally {
    for (const folder of [disk, away]) rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test('says how it is used', async () => {
  const child = spawn(process.execPath, [MAIN], { stdio: 'ignore' });
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(64);
});
