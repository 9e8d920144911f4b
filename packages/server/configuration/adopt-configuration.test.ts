/** A database that knows less than the recorder, and one that belongs elsewhere: no camera ceases to be recorded. */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { recorderConfigurationSchema } from '@matlang/link';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, type TestSite } from '../site-for-tests.ts';
import { ForeignConfigurationError } from './adopt-configuration.ts';

const open = (prepare?: (directory: string) => Promise<void>): Promise<TestSite> =>
  openTestSite({ onTestFinished, withRecorder: false, ...(prepare === undefined ? {} : { prepare }) });

const draft = (name: string) => ({
  name,
  main: { url: `rtsp://10.0.0.5/${name}?password=tlJwpbo6` },
  username: 'admin',
  password: 'bí mật',
});

async function add(site: TestSite, name: string): Promise<string> {
  const answer = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload: draft(name) });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

const configurationOf = async ({ dataDirectory }: Pick<TestSite, 'dataDirectory'>) =>
  recorderConfigurationSchema.parse(
    JSON.parse(await readFile(join(dataDirectory, 'recorder', 'cameras.json'), 'utf8')),
  );

/** Waits until SQLite has put its log into the file, which is copied then. */
async function closedCopy(site: TestSite, to: string): Promise<void> {
  await site.close();
  await cp(site.dataDirectory, to, { recursive: true });
}

const removeDatabase = async (directory: string): Promise<void> => {
  for (const end of ['', '-wal', '-shm']) await rm(join(directory, `site.sqlite${end}`), { force: true });
};

const namesAt = async (site: TestSite): Promise<string[]> =>
  (await site.app.inject('/api/v1/cameras'))
    .json<{ cameras: { name: string }[] }>()
    .cameras.map(({ name }) => name)
    .toSorted();

test('a lost database takes cameras, site and disks over from the recorder', async () => {
  const site = await open();
  await add(site, 'cho');
  await add(site, 'cong');
  const told = await configurationOf(site);
  const again = await open(async (directory) => {
    await closedCopy(site, directory);
    await removeDatabase(directory);
  });
  expect(await configurationOf(again)).toEqual(told);
  expect(again.context.siteId).toBe(site.context.siteId);
  expect(await namesAt(again)).toEqual(['cho', 'cong']);
  expect(again.logged.join('')).toContain('its cameras were taken over');
  // What is changed next goes on from there.
  await add(again, 'truong-hoc');
  expect(await configurationOf(again)).toMatchObject({ revision: told.revision + 1 });
  expect((await configurationOf(again)).cameras).toHaveLength(3);
});

test('a backup from before knows its newer cameras again, and what was removed meanwhile stays removed', async () => {
  const site = await open();
  const removed = await add(site, 'cho');
  await add(site, 'cong');
  let backup = '';
  const later = await open(async (directory) => {
    await closedCopy(site, directory);
    backup = site.dataDirectory;
  });
  await add(later, 'truong-hoc');
  await later.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${removed}?footage=keep` });
  const told = await configurationOf(later);
  const restored = await open(async (directory) => {
    await closedCopy(later, directory);
    await removeDatabase(directory);
    await cp(join(backup, 'site.sqlite'), join(directory, 'site.sqlite'));
  });
  expect(await configurationOf(restored)).toEqual(told);
  expect(await namesAt(restored)).toEqual(['cong', 'truong-hoc']);
  const all = (await restored.app.inject('/api/v1/cameras?removed=true')).json<{ cameras: unknown[] }>();
  expect(all.cameras).toHaveLength(3);
});

test('the database of another site is refused, and the recorder goes on as before', async () => {
  const [here, elsewhere] = [await open(), await open()];
  await add(here, 'cho');
  await elsewhere.close();
  let mixed = '';
  await expect(
    open(async (directory) => {
      mixed = directory;
      await closedCopy(here, directory);
      await removeDatabase(directory);
      await cp(join(elsewhere.dataDirectory, 'site.sqlite'), join(directory, 'site.sqlite'));
      await cp(join(elsewhere.dataDirectory, 'keys'), join(directory, 'keys'), { recursive: true });
    }),
  ).rejects.toThrow(ForeignConfigurationError);
  expect((await configurationOf({ dataDirectory: mixed })).cameras).toHaveLength(1);
});
