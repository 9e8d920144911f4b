/** The command line against real processes: the demo from start to Ctrl-C, a real site, and what wrong input gets. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  requireWitness,
  runProgram,
  type StartedProcess,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const matlang = (...args: readonly string[]): Promise<Result> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });

const startMatlang = async (...args: readonly string[]): Promise<StartedProcess> => {
  const started = await startProcess(process.execPath, [MAIN, ...args]);
  onTestFinished(() => started.kill());
  return started;
};

const waitUntilGone = async (pids: readonly number[]): Promise<void> => {
  for (const pid of pids) {
    while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/task/${name}/children`))
    .filter((name) => Number(statField(name)) === pid)
    .map(Number);

const statField = (name: string): string => {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
};

describe('demo', () => {
  test('records nine cameras, exports and checks while it runs, ends cleanly', {
    timeout: 120_000,
  }, async (context) => {
    const ffprobe = requireWitness('ffprobe', context);
    const folder = await temporaryDirectory(context);
    const data = join(folder, 'demo');
    const demo = await startMatlang(
      'demo',
      '--clips',
      '--data',
      data,
      '--port',
      String(20_000 + (process.pid % 10_000)),
    );
    const url = /http:\S+/.exec(await demo.waitForLine(/^Mắt Làng: http/, 30_000))?.[0] ?? '';
    await demo.waitForLine(/^18 of 18 streams recorded$/, 60_000);

    const list = await matlang('camera', 'list', '--data', data, '--json');
    const status = JSON.parse(list.stdout) as {
      cameras: {
        id: string;
        name: string;
        streams: { state: string; measured: { codec: string } | null }[];
      }[];
    };
    expect(status.cameras).toHaveLength(9);
    expect(status.cameras.filter(({ streams }) => streams[0]?.measured?.codec === 'h265')).toHaveLength(2);
    expect(list.stdout).not.toContain('password');

    const camera = status.cameras[0];
    const timeline = await fetch(
      `${url}/api/v1/cameras/${camera?.id}/timeline?from=${Date.now() - 60_000}&to=${Date.now()}`,
    );
    const spans = ((await timeline.json()) as { spans: { start: number; end: number; stream: string }[] })
      .spans;
    const span = spans.find(({ stream }) => stream === 'main');
    expect(span).toBeDefined();
    const file = join(folder, 'span.mp4');
    const exported = await matlang(
      'export',
      camera?.name ?? '',
      '--data',
      data,
      '--from',
      String(span?.start),
      '--to',
      String(span?.end),
      '-o',
      file,
      '--json',
    );
    expect(exported).toMatchObject({ code: 0 });
    const { stdout } = await runProgram(ffprobe, [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=nb_read_frames:format_tags=title',
      '-of',
      'json',
      file,
    ]);
    const probed = JSON.parse(stdout) as {
      streams: { nb_read_frames: string }[];
      format: { tags: { title: string } };
    };
    expect(Number(probed.streams[0]?.nb_read_frames)).toBeGreaterThan(0);
    expect(probed.format.tags.title).toBe(camera?.name);
    expect((await matlang('check', '--data', data)).code).toBe(0);

    const processes = [demo.pid, ...childrenOf(demo.pid)];
    expect(processes.length).toBe(5);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toEqual({ code: 0, signal: null });
    await waitUntilGone(processes);
    const after = await matlang('check', '--data', data, '--deep', '--json');
    const report = JSON.parse(after.stdout) as {
      clean: boolean;
      findings: unknown[];
      volumes: { segments: number }[];
    };
    expect(report).toMatchObject({ clean: true, findings: [] });
    expect(report.volumes[0]?.segments).toBeGreaterThanOrEqual(18);
    expect(await matlang('verify-chain', '--data', data)).toMatchObject({ code: 0 });
    const footage = readdirSync(join(data, 'archive'), { recursive: true, encoding: 'utf8' });
    unlinkSync(join(data, 'archive', footage.find((name) => name.endsWith('.mp4')) ?? ''));
    const broken = await matlang('verify-chain', '--data', data);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('row-without-file');
    // A stop that was asked for is no crash: the next start says `stopped`, not `recorder-down`.
    expect(statSync(join(data, 'log', 'recorder.log')).size).toBeGreaterThan(0);
  });
});

describe('run', () => {
  test('prints its address, refuses a second site on the same folder, and takes its processes along when killed', {
    timeout: 60_000,
  }, async (context) => {
    const data = join(await temporaryDirectory(context), 'site');
    const site = await startMatlang('run', '--data', data, '--port', String(30_000 + (process.pid % 10_000)));
    const url = /http:\S+/.exec(await site.waitForLine(/^Mắt Làng: http/))?.[0] ?? '';
    await site.waitForLine(/"event":"configuration"/);
    const status = (await (await fetch(`${url}/api/v1/status`)).json()) as { cameras: unknown[] };
    expect(status.cameras).toEqual([]);

    const second = await startMatlang('run', '--data', data);
    expect((await second.ended).code).toBe(4);

    const children = childrenOf(site.pid);
    expect(children).toHaveLength(3);
    await site.kill('SIGKILL');
    await waitUntilGone(children);
  });

  test('goes on recording without a page when its port is taken', { timeout: 60_000 }, async (context) => {
    const data = join(await temporaryDirectory(context), 'site');
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void holder.close());
    const { port } = holder.address() as AddressInfo;
    const site = await startMatlang('run', '--data', data, '--port', String(port));
    const sentence = await site.waitForLine(/^the page is not there/, 30_000);
    expect(sentence).toContain(`port ${port}`);
    expect(sentence).toContain('recording goes on');
    const commands = childrenOf(site.pid).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    expect(commands.filter((command) => command.includes('recorder/main.ts'))).toHaveLength(1);
    expect(commands.filter((command) => command.includes('server/main.ts'))).toEqual([]);
    site.child.kill('SIGINT');
    expect(await site.ended).toEqual({ code: 0, signal: null });
  });
});

describe('wrong input', () => {
  test('a folder that is no site, a camera that is not there, an instant without zone, an unknown option', async (context) => {
    const data = await temporaryDirectory(context);
    const nowhere = await matlang('check', '--data', join(data, 'nothing'));
    expect(nowhere).toMatchObject({ code: 3 });
    expect(nowhere.stderr).toContain('matlang init');
    for (const verb of [['list'], ['add', '--name', 'x', '--main', 'rtsp://127.0.0.1/'], ['remove', 'x']]) {
      const refused = await matlang('camera', ...verb, '--data', join(data, 'nothing'));
      expect(refused).toMatchObject({ code: 3 });
      expect(refused.stderr).toContain('matlang init');
    }
    expect(existsSync(join(data, 'nothing'))).toBe(false);
    expect((await matlang('init', '--data', data)).code).toBe(0);
    const times = ['--from', '2026-02-15T14:30:00+07:00', '--to', '2026-02-15T14:31:00+07:00'];
    expect(
      await matlang('export', 'Cổng chợ', '--data', data, ...times, '-o', join(data, 'x.mp4')),
    ).toMatchObject({ code: 3 });
    expect(readdirSync(data).filter((name) => name.startsWith('x.mp4'))).toEqual([]);
    expect(
      await matlang('export', 'x', '--data', data, '--from', '2026-02-15', '--to', '1', '-o', 'x.mp4'),
    ).toMatchObject({ code: 3 });
    expect(await matlang('check', '--deeper')).toMatchObject({ code: 2 });
    expect(await matlang('nonsense')).toMatchObject({ code: 2 });
    expect(await matlang('--help')).toMatchObject({ code: 0 });
    for (const text of [
      nowhere.stderr,
      (await matlang('camera', 'add', '--name', 'x', '--main', 'http://x', '--data', data)).stderr,
    ]) {
      expect(text).not.toMatch(/\n\s+at /);
    }
  });

  test('a cameras.json that is no JSON is one sentence', async (context) => {
    const data = await temporaryDirectory(context);
    expect((await matlang('init', '--data', data)).code).toBe(0);
    writeFileSync(join(data, 'recorder', 'cameras.json'), '{"cameras":');
    const checked = await matlang('check', '--data', data);
    expect(checked).toMatchObject({ code: 1 });
    expect(checked.stderr).toContain('cameras.json is no JSON document');
    expect(checked.stderr).not.toMatch(/\n\s+at /);
  });

  test('a camera is added without a running site, its password never shown again', async (context) => {
    const data = await temporaryDirectory(context);
    expect((await matlang('init', '--data', data)).code).toBe(0);
    const added = await matlang(
      'camera',
      'add',
      '--data',
      data,
      '--name',
      'Cổng chợ',
      '--main',
      'rtsp://admin:s3cretpass@127.0.0.1:5540/main',
      '--json',
    );
    expect(added).toMatchObject({ code: 0 });
    const list = await matlang('camera', 'list', '--data', data, '--json');
    const configuration = readFileSync(join(data, 'recorder', 'cameras.json'), 'utf8');
    expect(configuration).toContain('Cổng chợ');
    for (const text of [added.stdout, added.stderr, list.stdout, configuration])
      expect(text).not.toContain('s3cretpass');
    const { id } = JSON.parse(added.stdout) as { id: string };
    expect(await matlang('camera', 'remove', id, '--data', data)).toMatchObject({ code: 0 });
    expect(await matlang('camera', 'remove', id, '--data', data)).toMatchObject({ code: 3 });
  });
});
