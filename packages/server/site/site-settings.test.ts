/** What the site is called, and what its machine says, over HTTP: a real database, the recorder's real file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineAnswer } from '@matlang/contract';
import { expect, onTestFinished, test } from 'vitest';
import { localIdentity } from '../access/identity.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';

const open = (options: Partial<Parameters<typeof openTestSite>[0]> = {}): Promise<TestSite> =>
  openTestSite({
    onTestFinished,
    withRecorder: false,
    identify: async () => localIdentity('127.0.0.1'),
    ...options,
  });

const put = (site: TestSite, payload: object) =>
  site.app.inject({ method: 'PUT', url: '/api/v1/settings/site', payload });

test('a new name is in force at once, in what the recorder is told as well, and in the log with the one before', async () => {
  const site = await open();
  const before = (await site.app.inject('/api/v1/settings/site')).json();
  expect(before).toEqual({ name: 'Mắt Làng', area: '' });
  const after = { name: 'Xã Tân Lập', area: 'Ấp 1, ấp 2 và chợ Tân Lập' };
  const changed = await put(site, { name: ' Xã Tân Lập ', area: after.area });
  expect({ status: changed.statusCode, body: changed.json() }).toEqual({ status: 200, body: after });
  expect((await site.app.inject('/api/v1/settings/site')).json()).toEqual(after);
  expect((await site.app.inject('/api/v1/session')).json()).toMatchObject({ siteName: 'Xã Tân Lập' });
  expect((await site.app.inject('/api/v1/status')).json()).toMatchObject({ site: { name: 'Xã Tân Lập' } });
  const file: unknown = JSON.parse(
    await readFile(join(site.dataDirectory, 'recorder', 'cameras.json'), 'utf8'),
  );
  expect(file).toMatchObject({ siteName: 'Xã Tân Lập', revision: 1 });
  const { siteId, database } = site.context;
  expect((await database.stores.audit.read(siteId, 0, 100)).at(-1)).toMatchObject({
    action: 'settings.changed',
    detail: { setting: 'site', before, after },
  });
});

test.each([
  [{ name: ' ', area: '' }, 'name'],
  [{ name: 'x'.repeat(201), area: '' }, 'name'],
  [{ name: 'Xã', area: 'ấp\u202e1' }, 'area'],
  [{ name: 'Xã', area: '', site: 'x' }, 'site'],
  [{ name: 'Xã' }, 'area'],
])('%j is refused with its field, and nothing is changed', async (payload, field) => {
  const site = await open();
  const answer = await put(site, payload);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ error: { code: 'request-invalid', field } });
  expect((await site.app.inject('/api/v1/settings/site')).json()).toEqual({ name: 'Mắt Làng', area: '' });
});

test('a name that the recorder can’t be told stays as it was', async () => {
  const site = await open();
  await rm(join(site.dataDirectory, 'recorder'), { recursive: true });
  await writeFile(join(site.dataDirectory, 'recorder'), 'a file in its place');
  const answer = await put(site, { name: 'Xã Khác', area: 'x' });
  expect(answer.json()).toMatchObject({ error: { code: 'configuration-not-written' } });
  expect((await site.app.inject('/api/v1/settings/site')).json()).toEqual({ name: 'Mắt Làng', area: '' });
});

test.each([
  ['NTP=yes\nNTPSynchronized=yes\n', 'synchronized'],
  // Another program than systemd's own puts the clock right.
  ['NTP=no\nNTPSynchronized=yes\n', 'synchronized'],
  ['NTP=yes\nNTPSynchronized=no\n', 'waiting'],
  ['NTP=no\nNTPSynchronized=no\n', 'off'],
  ['', 'unknown'],
])('%j of the machine is %s', async (text, timeSync) => {
  const site = await open({ readTimeStatus: async () => text });
  const answer = (await site.app.inject('/api/v1/settings/machine')).json<MachineAnswer>();
  expect(answer).toMatchObject({
    timeSync,
    now: site.clock.unixMs,
    version: 'test',
    node: process.versions.node,
  });
  expect(answer.dataFreeBytes).toBeGreaterThan(0);
});

test('a machine that does not say is said not to', async () => {
  const site = await open();
  expect((await site.app.inject('/api/v1/settings/machine')).json()).toMatchObject({ timeSync: 'unknown' });
});
