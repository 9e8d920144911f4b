/** The supervisor over real processes: a process that dies, and the cache of compiled modules that starts are quicker with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { statusSchema } from '@matlang/contract';
import { listeningAddresses, startProcess, temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { compileCacheSettings } from './compile-cache.ts';
import { type SiteOptions, SiteProcesses } from './site-processes.ts';

/** The tests have a cache of their own, for all that they start. */
const WITHOUT_CACHE = { ...process.env, NODE_COMPILE_CACHE: undefined };
const RECORDER_MAIN = fileURLToPath(import.meta.resolve('@matlang/recorder/main'));

async function startSite(
  context: TestContext,
  options: Pick<SiteOptions, 'analystPatience'> = {},
): Promise<{ site: SiteProcesses; url: string; addresses: readonly string[] }> {
  const dataDirectory = await temporaryDirectory(context);
  const address = Promise.withResolvers<string>();
  const addresses: string[] = [];
  const site = new SiteProcesses({
    dataDirectory,
    port: 0,
    logOf: () => new PassThrough().resume(),
    onAddress: (url) => {
      addresses.push(url);
      address.resolve(url);
    },
    onSimulatedCamerasWished: null,
    onEnd: () => undefined,
    ...options,
  });
  onTestFinished(() => site.stop());
  site.start();
  return { site, url: await address.promise, addresses };
}

const processesAt = async (url: string) =>
  statusSchema.parse(await (await fetch(new URL('/api/v1/status', url))).json()).processes;

test('an analyst that is stopped answers nobody: it is killed and started again, and the recorder is left alone', {
  timeout: 60_000,
}, async (context) => {
  const { site, url } = await startSite(context, { analystPatience: { everyMs: 500, looks: 3 } });
  const analyst = async () => (await processesAt(url)).analyst;
  await expect.poll(analyst, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 0 });
  const { analyst: stopped = 0, ...others } = site.pids();
  // The kernel takes their memory in this order; the recorder's score is what it was started with.
  const score = (pid = 0): number => Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'));
  expect([score(stopped), score(others.server), score(others.recorder)]).toEqual([
    800,
    400,
    score(process.pid),
  ]);
  process.kill(stopped, 'SIGSTOP');
  await expect.poll(analyst, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 1 });
  const { analyst: again, ...same } = site.pids();
  expect(again).not.toBe(stopped);
  expect(same).toEqual(others);
});

test('an analyst that is killed is told absent, started again and told running', {
  timeout: 60_000,
}, async (context) => {
  const { site, url } = await startSite(context);
  const processes = () => processesAt(url);
  const analyst = async () => (await processes()).analyst;

  await expect.poll(analyst, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 0 });
  const kill = () => {
    const pid = site.pids().analyst;
    if (pid === undefined) throw new Error('there is no analyst to kill');
    process.kill(pid, 'SIGKILL');
  };
  const { since } = await analyst();
  // The first death is answered at once, the second after 250 ms: long enough to be seen absent.
  kill();
  await expect.poll(analyst, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 1 });
  kill();
  await expect.poll(analyst, { timeout: 20_000, interval: 5 }).toMatchObject({ state: 'absent' });
  await expect.poll(analyst, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 2 });
  const after = await processes();
  expect(after.analyst.since).toBeGreaterThan(since);
  expect(after).toMatchObject({
    server: { state: 'running', restarts: 0 },
    recorder: { state: 'running', restarts: 0 },
  });
});

test('a recorder and a server that are killed are started again, and nobody else is touched', {
  timeout: 90_000,
}, async (context) => {
  const { site, addresses } = await startSite(context);
  const url = () => addresses.at(-1) ?? '';
  // A server that is being started again answers nobody.
  const processes = () => processesAt(url()).catch(() => null);
  const running = (restarts: number) => ({ state: 'running', restarts });
  const whole = { recorder: running(0), server: running(0), analyst: running(0) };
  await expect.poll(processes, { timeout: 20_000 }).toMatchObject(whole);
  const first = site.pids();
  // The whole site listens to this machine alone: the server on 127.0.0.1, the others on no network.
  expect([first.recorder, first.server, first.analyst].map((pid) => listeningAddresses(pid ?? 0))).toEqual([
    [],
    ['7f000001'],
    [],
  ]);

  process.kill(first.recorder ?? 0, 'SIGKILL');
  await expect.poll(processes, { timeout: 20_000 }).toMatchObject({ ...whole, recorder: running(1) });
  const second = site.pids();
  expect(second).toEqual({ ...first, recorder: expect.any(Number) });
  expect(second.recorder).not.toBe(first.recorder);

  process.kill(second.server ?? 0, 'SIGKILL');
  await expect
    .poll(processes, { timeout: 20_000 })
    .toMatchObject({ ...whole, recorder: running(1), server: running(1) });
  const third = site.pids();
  expect(third).toEqual({ ...second, server: expect.any(Number) });
  expect(third.server).not.toBe(second.server);
});

test('a cache of compiled modules is kept, also of a process that is killed', {
  timeout: 60_000,
}, async (context) => {
  const dataDirectory = await temporaryDirectory(context);
  const { environment, nodeOptions } = compileCacheSettings(dataDirectory, WITHOUT_CACHE);
  const recorder = await startProcess(
    process.execPath,
    [...nodeOptions, RECORDER_MAIN, '--data', dataDirectory],
    { env: { NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] ?? '' } },
  );
  onTestFinished(() => recorder.kill());
  const kept = () => {
    const folder = join(dataDirectory, 'cache', 'compiled');
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
      : 0;
  };
  await expect.poll(kept, { timeout: 20_000 }).toBeGreaterThan(50);
  await recorder.kill('SIGKILL');
  expect(kept()).toBeGreaterThan(50);
});

test('a cache that can’t be written costs nothing but time', async (context) => {
  const dataDirectory = await temporaryDirectory(context);
  // A file where the folder should be: nobody can write into it, root neither.
  await mkdir(join(dataDirectory, 'cache'));
  await writeFile(join(dataDirectory, 'cache', 'compiled'), 'no folder');
  const { environment, nodeOptions } = compileCacheSettings(dataDirectory, WITHOUT_CACHE);
  const recorder = await startProcess(
    process.execPath,
    [...nodeOptions, RECORDER_MAIN, '--data', dataDirectory],
    { env: { NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] ?? '' } },
  );
  onTestFinished(() => recorder.kill());
  await recorder.waitForLine(/"ready":true/);
  recorder.child.stdin?.end();
  expect(await recorder.ended).toEqual({ code: 0, signal: null });
  expect(readFileSync(join(dataDirectory, 'cache', 'compiled'), 'utf8')).toBe('no folder');
});

test('a cache that the user chose or switched off stays as it is', () => {
  for (const environment of [{ NODE_COMPILE_CACHE: '/elsewhere' }, { NODE_DISABLE_COMPILE_CACHE: '1' }]) {
    expect(compileCacheSettings('/data', environment)).toEqual({ environment, nodeOptions: [] });
  }
  expect(compileCacheSettings('/data', { PATH: '/bin' }).environment).toEqual({
    PATH: '/bin',
    NODE_COMPILE_CACHE: '/data/cache/compiled',
  });
});
