/** Exports as the page asks for them: foretold, prepared while nobody waits, followed, fetched, given up. Real database and archive. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExportAnswer, ExportEstimateAnswer } from '@matlang/contract';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS, type TestSite } from '../../site-for-tests.ts';
import { listen } from '../listen.ts';

/** On a busy machine. */
const PATIENCE = { timeout: 20_000 };
const START = TEST_NOW_UNIX_MS - 3_600_000;

async function recorded(cameras: number, seconds: number): Promise<{ site: TestSite; ids: string[] }> {
  const site = await openTestSite({ onTestFinished });
  const ids: string[] = [];
  for (let index = 0; index < cameras; index += 1) {
    const payload = { name: `Cổng chợ ${index + 1}`, main: { url: 'rtsp://h/1' } };
    const answer = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
    ids.push(answer.json<{ id: string }>().id);
  }
  const runs = ids.map((cameraId) => ({ cameraId, startUnixMs: START, seconds }));
  await recordRuns(site.dataDirectory, runs);
  return { site, ids };
}

const begin = async (site: TestSite, payload: object): Promise<ExportAnswer> => {
  const answer = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  expect(answer.statusCode).toBe(202);
  return answer.json<ExportAnswer>();
};
const get = async (site: TestSite, id: string): Promise<ExportAnswer> =>
  (await site.app.inject(`/api/v1/exports/${id}`)).json<ExportAnswer>();
const actions = async (site: TestSite): Promise<string[]> => {
  const { database, siteId } = site.context;
  return (await database.stores.audit.read(siteId, 0, 100)).map(({ action }) => action);
};
const estimate = async (
  site: TestSite,
  cameras: readonly string[],
  from: number,
  to: number,
): Promise<ExportEstimateAnswer> =>
  (
    await site.app.inject(`/api/v1/exports/estimate?cameras=${cameras.join(',')}&from=${from}&to=${to}`)
  ).json();

test('what is foretold is what comes, within a few per cent, and shares of it for shares of the span', async () => {
  const { site, ids } = await recorded(2, 150);
  const payload = { cameras: ids, from: START, to: START + 150_000, purpose: 'vụ 12' };
  const whole = await estimate(site, ids, START - 60_000, START + 600_000);
  const made = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  const { totalBytes } = made.json<ExportAnswer>();
  expect(whole.cameras).toMatchObject(
    ids.map((cameraId) => ({
      cameraId,
      recordedMs: 150_000,
      firstAt: START,
      lastAt: START + 150_000,
      codec: 'avc1.42c01e',
    })),
  );
  expect(whole.totalBytes / totalBytes).toBeGreaterThan(0.9);
  expect(whole.totalBytes / totalBytes).toBeLessThan(1.1);
  const third = await estimate(site, ids, START + 30_000, START + 80_000);
  expect(third.cameras[0]).toMatchObject({
    recordedMs: 50_000,
    firstAt: START + 30_000,
    lastAt: START + 80_000,
  });
  expect(third.totalBytes / whole.totalBytes).toBeCloseTo(1 / 3, 1);
  const none = await estimate(site, ids, START + 200_000, START + 300_000);
  expect(none).toMatchObject({ totalBytes: 0, prepareMs: 0, sendMs: 0 });
  expect(none.cameras[0]).toMatchObject({ bytes: 0, firstAt: null, lastAt: null, codec: null });
});

test('bad questions for an estimate are refused with the field', async () => {
  const { site, ids } = await recorded(1, 1);
  const refusal = async (query: string): Promise<unknown> =>
    (await site.app.inject(`/api/v1/exports/estimate?${query}`)).json();
  expect(await refusal(`cameras=${ids[0]}&from=2&to=1`)).toMatchObject({ error: { field: 'to' } });
  expect(await refusal(`cameras=${ids[0]}&from=0&to=9000000000`)).toMatchObject({
    error: { rule: 'span-too-long' },
  });
  expect(await refusal('cameras=x&from=1&to=2')).toMatchObject({ error: { code: 'request-invalid' } });
  const other = '01890000-0000-7000-8000-000000000000';
  expect(await refusal(`cameras=${other}&from=1&to=2`)).toMatchObject({
    error: { code: 'camera-not-found' },
  });
});

test.each(['\u0000', 'vụ\u202e12', ' '])(
  'a purpose that people could not read (no. %#) is refused by name, however the export is asked for',
  async (purpose) => {
    const { site, ids } = await recorded(1, 2);
    const span = { from: START, to: START + 2000 };
    const payload = { cameras: ids, ...span, purpose };
    const prepared = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
    const query = new URLSearchParams({ from: String(span.from), to: String(span.to), purpose });
    const single = await site.app.inject(`/api/v1/cameras/${ids[0]}/export.mp4?${query.toString()}`);
    for (const answer of [prepared, single]) {
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ error: { code: 'request-invalid', field: 'purpose' } });
    }
    expect(await actions(site)).not.toContain('export.created');
  },
);

test('prepared while nobody waits: followed by its address, fetched, and each fetch is written down', async () => {
  const { site, ids } = await recorded(2, 20);
  const payload = { cameras: ids, from: START, to: START + 20_000, purpose: 'vụ 12', wait: false };
  const begun = await begin(site, payload);
  expect(begun).toMatchObject({
    state: 'preparing',
    progress: { camerasDone: 0, cameras: 2 },
    files: [],
    withoutFootage: [],
    delivery: null,
  });
  const early = await site.app.inject(begun.zip.url);
  if (early.statusCode !== 200) expect(early.json()).toMatchObject({ error: { code: 'export-not-ready' } });
  await expect.poll(async () => (await get(site, begun.id)).state, PATIENCE).toBe('ready');
  const ready = await get(site, begun.id);
  expect(ready).toMatchObject({ progress: null, failure: null, withoutFootage: [] });
  expect(ready.files.map(({ cameraId }) => cameraId)).toEqual(ids);
  expect(ready.zip.fileName).toBe('matlang-2-camera-20260215T140000+0700.zip');
  const url = await listen(site.app, 0);
  const zip = await (await fetch(new URL(ready.zip.url, url))).arrayBuffer();
  expect(zip.byteLength).toBeGreaterThan(ready.totalBytes);
  await expect
    .poll(async () => (await get(site, begun.id)).delivery, PATIENCE)
    .toMatchObject({ state: 'done', sentBytes: zip.byteLength, totalBytes: zip.byteLength });
  const [file] = ready.files;
  await site.app.inject({ url: file?.url ?? '', headers: { range: 'bytes=0-9' } });
  await site.app.inject({ url: file?.url ?? '', headers: { range: 'bytes=10-19' } });
  expect((await actions(site)).filter((action) => action === 'export.fetched')).toHaveLength(
    early.statusCode === 200 ? 3 : 2,
  );
});

test('given up while it is prepared or fetched: nothing of it is left, and who fetched it gets no more', async () => {
  const { site, ids } = await recorded(2, 40);
  const payload = { cameras: ids, from: START, to: START + 40_000, purpose: 'x', wait: false };
  const begun = await begin(site, payload);
  const cancelled = await site.app.inject({ method: 'DELETE', url: `/api/v1/exports/${begun.id}` });
  expect(cancelled.json()).toMatchObject({ state: 'cancelled' });
  const folder = join(site.dataDirectory, 'exports');
  await expect.poll(() => readdir(folder).catch(() => []), PATIENCE).toEqual([]);
  expect(await get(site, begun.id)).toMatchObject({ state: 'cancelled', files: [] });
  const again = await site.app.inject({ method: 'DELETE', url: `/api/v1/exports/${begun.id}` });
  expect(again.json()).toMatchObject({ error: { code: 'export-over' } });
});

test('what can’t be prepared says why, in both languages', async () => {
  const { site, ids } = await recorded(1, 1);
  const payload = { cameras: ids, from: START + 60_000, to: START + 90_000, purpose: 'x', wait: false };
  const begun = await begin(site, payload);
  await expect.poll(async () => (await get(site, begun.id)).state, PATIENCE).toBe('failed');
  const failed = await get(site, begun.id);
  expect(failed.failure?.vi).toContain('Không có dữ liệu ghi hình');
  expect(await actions(site)).toContain('export.failed');
});

test('a disk that is full: the export says that it failed as soon as that can be written, and leaves no half of a plan', async () => {
  const { site, ids } = await recorded(1, 10);
  const other = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'));
  const payload = { cameras: ids, from: START, to: START + 10_000, purpose: 'x', wait: false };
  // From the lease on the database can't be written: the plan is made, and neither that nor a failure can be written down.
  site.recorder.answer = ({ command }) => {
    if (command === 'lease' && !other.isTransaction) other.exec('BEGIN IMMEDIATE');
    return { ok: false, refusal: 'internal' };
  };
  const begun = await begin(site, payload);
  await expect
    .poll(() => site.logged.join(''), { timeout: 10_000 })
    .toContain('a failed export could not be written down');
  other.exec('ROLLBACK');
  other.close();
  expect(await get(site, begun.id)).toMatchObject({ state: 'preparing' });
  expect(await readdir(join(site.dataDirectory, 'exports'))).toEqual([]);
  await site.jobs.expire();
  const failed = await get(site, begun.id);
  expect(failed).toMatchObject({ state: 'failed', progress: null });
  expect(failed.failure?.en).toContain('disk');
});

test('plans that can’t be removed keep nobody from giving an export up: it is over, and its segments are let go', async () => {
  const { site, ids } = await recorded(1, 10);
  const payload = { cameras: ids, from: START, to: START + 10_000, purpose: 'x' };
  const made = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  const { id } = made.json<ExportAnswer>();
  const folder = join(site.dataDirectory, 'exports');
  await rm(folder, { recursive: true });
  // No folder can be read here.
  await writeFile(folder, '');
  site.recorder.commands.length = 0;
  const given = await site.app.inject({ method: 'DELETE', url: `/api/v1/exports/${id}` });
  expect(given.json()).toMatchObject({ state: 'cancelled' });
  expect(site.recorder.commands).toEqual([{ command: 'release', leaseId: `${id}-0` }]);
});

test('a server that ended meanwhile prepares it at its next start', async () => {
  const { site, ids } = await recorded(1, 10);
  const made = await site.app.inject({
    method: 'POST',
    url: '/api/v1/exports',
    payload: { cameras: ids, from: START, to: START + 10_000, purpose: 'x' },
  });
  const known = await site.jobs.get(made.json<ExportAnswer>().id);
  const id = '01890000-0000-7000-8000-000000000000';
  const { exports } = site.context.database.stores;
  await exports.insert({ ...known, id, state: 'preparing', files: [], totalBytes: 0 });
  await site.jobs.recover();
  await expect.poll(async () => (await get(site, id)).state, PATIENCE).toBe('ready');
  expect((await get(site, id)).files).toHaveLength(1);
});

test('the list comes in pages, newest first', async () => {
  const { site, ids } = await recorded(1, 2);
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const payload = { cameras: ids, from: START, to: START + 2000, purpose: `lần ${index}` };
    site.clock.unixMs += 1;
    const answer = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
    made.unshift(answer.json<ExportAnswer>().id);
  }
  const seen: string[] = [];
  let before = '';
  for (;;) {
    const page = await site.app.inject(`/api/v1/exports?limit=2${before}`);
    const { exports, next } = page.json<{ exports: ExportAnswer[]; next: string | null }>();
    seen.push(...exports.map(({ id }) => id));
    if (next === null) break;
    before = `&before=${next}`;
  }
  expect(seen).toEqual(made);
  expect((await site.app.inject('/api/v1/exports?limit=0')).statusCode).toBe(400);
  expect((await site.app.inject('/api/v1/exports?limit=201')).statusCode).toBe(400);
});
