/** Plans of exports after a power cut: there, or said to be lost. */
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportPlan } from '@matlang/archive/reading';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS } from '../site-for-tests.ts';
import { PlanFiles } from './plan-files.ts';

const START = TEST_NOW_UNIX_MS - 3_600_000;

const PLAN: ExportPlan = {
  cameraId: 'camera',
  stream: 'main',
  fromUnixMs: 0,
  toUnixMs: 1,
  parts: [],
};

const only = async function* (...plans: readonly ExportPlan[]): AsyncGenerator<ExportPlan> {
  yield* plans;
};

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'matlang-plans-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a plan’s bytes are synced before it gets its name, and its directory afterwards', async () => {
  const folder = await temporaryFolder();
  const probe = await open(folder, 'r');
  const prototype: unknown = Object.getPrototypeOf(probe);
  await probe.close();
  // Every handle of node:fs/promises has this prototype: what a sync finds is what a power cut would leave.
  const handles = prototype as typeof probe;
  // Called with its own `this` below.
  // oxlint-disable-next-line typescript/unbound-method
  const sync = handles.sync;
  const synced: { readonly directory: boolean; readonly names: readonly string[] }[] = [];
  const spy = vi.spyOn(handles, 'sync').mockImplementation(async function (this: typeof probe) {
    const names = await readdir(join(folder, 'exports'));
    synced.push({ directory: (await this.stat()).isDirectory(), names });
    await sync.call(this);
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  const plans = new PlanFiles(folder);
  await plans.write('a', only(PLAN, { ...PLAN, cameraId: 'other' }));
  expect(synced).toEqual([
    { directory: true, names: [] },
    { directory: false, names: ['a.0.json.new'] },
    { directory: false, names: ['a.0.json', 'a.1.json.new'] },
    { directory: true, names: ['a.0.json', 'a.1.json'] },
  ]);
  expect(await new PlanFiles(folder).read('a', 0)).toEqual(PLAN);
  expect(await new PlanFiles(folder).read('a', 1)).toMatchObject({ cameraId: 'other' });
});

test.each(['ENOSPC', 'EROFS', 'EIO'])(
  'a data directory that takes no plan (%s): said in words, and nothing of it is left',
  async (code) => {
    const site = await openTestSite({ onTestFinished });
    const added = await site.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } },
    });
    const { id: cameraId } = added.json<{ id: string }>();
    await recordRuns(site.dataDirectory, [{ cameraId, startUnixMs: START, seconds: 3 }]);
    const probe = await open(site.dataDirectory, 'r');
    const prototype: unknown = Object.getPrototypeOf(probe);
    await probe.close();
    const spy = vi
      .spyOn(prototype as typeof probe, 'writeFile')
      .mockRejectedValue(Object.assign(new Error(`${code}: as the test says`), { code }));
    const create = async (wait: boolean) => {
      const payload = { cameras: [cameraId], from: START, to: START + 3000, wait };
      return await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
    };
    const refused = await create(true);
    const begun = await create(false);
    const address = `/api/v1/exports/${begun.json<{ id: string }>().id}`;
    await expect
      .poll(async () => (await site.app.inject(address)).json<{ state: string }>().state, { timeout: 20_000 })
      .toBe('failed');
    spy.mockRestore();
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ error: { code: 'data-directory-unavailable' } });
    const { failure } = (await site.app.inject(address)).json<{ failure: { vi: string; en: string } }>();
    expect(failure.vi).toContain('Thư mục dữ liệu');
    expect(failure.en).toContain('data directory');
    expect(await readdir(join(site.dataDirectory, 'exports'))).toEqual([]);
    expect((await create(true)).statusCode).toBe(201);
  },
);

test('a plan that is not there or half is null; a place that can’t be read is an error', async () => {
  const folder = await temporaryFolder();
  const plans = new PlanFiles(folder);
  expect(await plans.list()).toEqual(new Map());
  await plans.write('a', only(PLAN, PLAN));
  await writeFile(join(folder, 'exports', 'half.0.json'), '{"cameraId":"cam');
  await writeFile(join(folder, 'exports', 'zeros.0.json'), new Uint8Array(500));
  await writeFile(join(folder, 'exports', 'other.0.json'), '{"version":7,"parts":[]}');
  await writeFile(join(folder, 'exports', 'b.0.json.new'), '');
  for (const id of ['half', 'zeros', 'other', 'missing']) expect(await plans.read(id, 0), id).toBeNull();
  expect(Object.fromEntries(await plans.list())).toEqual({ a: 2, b: 0, half: 1, other: 1, zeros: 1 });
  await mkdir(join(folder, 'exports', 'folder.0.json'));
  await expect(plans.read('folder', 0)).rejects.toMatchObject({ code: 'EISDIR' });
});

test('an export whose plan is lost says so, at a start or when it is fetched; what is nobody’s is removed', async () => {
  const site = await openTestSite({ onTestFinished });
  const added = await site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras',
    payload: { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } },
  });
  const { id: cameraId } = added.json<{ id: string }>();
  await recordRuns(site.dataDirectory, [{ cameraId, startUnixMs: START, seconds: 3 }]);
  const create = async (): Promise<{ id: string; files: { url: string }[]; zip: { url: string } }> => {
    const payload = { cameras: [cameraId], from: START, to: START + 3000 };
    return (await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload })).json();
  };
  const [kept, gone, torn] = [await create(), await create(), await create()];
  const directory = join(site.dataDirectory, 'exports');
  await rm(join(directory, `${gone.id}.0.json`));
  await writeFile(join(directory, `${torn.id}.0.json`), new Uint8Array(64));
  await writeFile(join(directory, 'nobody.json'), '[]');
  await writeFile(join(directory, 'nobody-else.3.json.new'), '');
  site.recorder.commands.length = 0;
  await site.jobs.recover();
  expect((await readdir(directory)).toSorted()).toEqual(
    [`${kept.id}.0.json`, `${torn.id}.0.json`].toSorted(),
  );
  expect((await site.app.inject(`/api/v1/exports/${gone.id}`)).json()).toMatchObject({ state: 'failed' });
  // Its segments are kept from retention no longer.
  await until('the recorder hears `release`', () =>
    site.recorder.commands.some(({ command }) => command === 'release'),
  );
  for (const url of [gone.files[0]!.url, gone.zip.url, torn.zip.url, torn.files[0]!.url]) {
    const answer = await site.app.inject(url);
    expect(answer.statusCode).toBe(410);
    expect(answer.json()).toMatchObject({ error: { code: 'export-lost' } });
  }
  expect((await site.app.inject(`/api/v1/exports/${torn.id}`)).json()).toMatchObject({ state: 'failed' });
  expect((await site.app.inject(kept.files[0]!.url)).statusCode).toBe(200);
  expect(site.logged.filter((line) => line.includes('the plan of an export is lost'))).toHaveLength(2);
});
