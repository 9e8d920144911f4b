/** The database on a real file: its schema, its transactions, and what happens when it can't be written. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestSite } from '../site-for-tests.ts';
import { SCHEMA_VERSION, SchemaTooNewError } from './migrate.ts';
import { openSiteDatabase, type SiteDatabase } from './site-database.ts';

async function file(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'matlang-database-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'site.sqlite');
}

async function open(path: string): Promise<SiteDatabase> {
  const database = await openSiteDatabase(path, 1);
  onTestFinished(() => database.close());
  return database;
}

const site = { id: 's', name: 'Xã', createdUnixMs: 1, configurationRevision: 0 };
const record = {
  siteId: 's',
  atUnixMs: 1,
  actor: 'local',
  address: null,
  action: 'x.y',
  subjectId: 'z',
  detail: { a: 'đ' },
};

describe('SiteDatabase', () => {
  test('opened again it is the same, with the settings that survive a power cut', async () => {
    const path = await file();
    const first = await openSiteDatabase(path, 1);
    await first.stores.site.insert(site, [{ id: 'default', siteId: 's', path: 'archive' }]);
    await first.close();
    const again = await open(path);
    expect(await again.stores.site.find()).toEqual(site);
    expect(await again.stores.site.volumes('s')).toEqual([{ id: 'default', siteId: 's', path: 'archive' }]);
    const raw = new DatabaseSync(path, { readOnly: true });
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(raw.prepare('SELECT version FROM schema_version').all()).toHaveLength(SCHEMA_VERSION);
    raw.close();
  });

  test('a migration that fails half-way leaves nothing of itself', async () => {
    const path = await file();
    const raw = new DatabaseSync(path);
    // The first migration makes `hold` after `site`: it must stumble there.
    raw.exec('CREATE TABLE hold (x)');
    raw.close();
    await expect(openSiteDatabase(path, 1)).rejects.toThrow(/hold/);
    const after = new DatabaseSync(path);
    const tables = after.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    after.close();
    expect(tables.map(({ name }) => name)).toEqual(['hold', 'schema_version']);
  });

  test('a newer schema is refused and left alone', async () => {
    const path = await file();
    await (await openSiteDatabase(path, 1)).close();
    const raw = new DatabaseSync(path);
    raw.exec("INSERT INTO schema_version VALUES (99, 'later', 1)");
    raw.close();
    await expect(openSiteDatabase(path, 1)).rejects.toBeInstanceOf(SchemaTooNewError);
  });

  test('a transaction that throws takes its audit entry back; those at the same time get their own place in the chain', async () => {
    const database = await open(await file());
    await database.stores.site.insert(site, [{ id: 'default', siteId: 's', path: 'archive' }]);
    const failing = database.transaction(async (stores) => {
      await stores.audit.append(record);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await Promise.all(
      Array.from({ length: 20 }, () => database.transaction((stores) => stores.audit.append(record))),
    );
    const entries = await database.stores.audit.read('s', 0, 100);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(20);
  });
});

test('locked by another program: the change is refused in a second, nothing is half done, reading goes on', async () => {
  const testSite = await openTestSite({ onTestFinished, withRecorder: false });
  const other = new DatabaseSync(join(testSite.dataDirectory, 'site.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  const add = () =>
    testSite.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: 'a', main: { url: 'rtsp://h/' } },
    });
  const refused = await add();
  expect(refused.statusCode).toBe(503);
  expect(refused.json()).toMatchObject({ error: { code: 'database-unavailable' } });
  expect((await testSite.app.inject('/api/v1/cameras')).json()).toEqual({ cameras: [] });
  other.exec('ROLLBACK');
  other.close();
  expect((await add()).statusCode).toBe(201);
});

test('locked by another program: changes that come together wait once, and who watches does not wait with them', async () => {
  const path = await file();
  const database = await open(path);
  await database.stores.site.insert(site, [{ id: 'default', siteId: 's', path: 'archive' }]);
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  const append = () => database.transaction((stores) => stores.audit.append(record));
  // A lock that is given back in time costs nobody anything.
  other.exec('BEGIN IMMEDIATE');
  setTimeout(() => other.exec('ROLLBACK'), 100);
  expect((await append()).seq).toBe(1);

  other.exec('BEGIN IMMEDIATE');
  let [last, longestMs] = [performance.now(), 0];
  const watching = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 5);
  const began = performance.now();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, append));
  const tookMs = performance.now() - began;
  clearInterval(watching);
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
  // One second for all of them, and none of it on the thread of the live pictures.
  expect(tookMs).toBeLessThan(5000);
  expect(longestMs).toBeLessThan(950);
  other.exec('ROLLBACK');
  expect((await append()).seq).toBe(2);
});

test('a full disk: the change is refused, and possible again when there is room', async () => {
  const testSite = await openTestSite({ onTestFinished, withRecorder: false });
  const path = join(testSite.dataDirectory, 'site.sqlite');
  const raw = new DatabaseSync(path);
  // SQLite answers SQLITE_FULL beyond this, as on a disk without room.
  const pages = Number(raw.prepare('PRAGMA page_count').get()?.['page_count']);
  raw.close();
  await testSite.context.database.limitPages(pages);
  const add = (name: string) =>
    testSite.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name, main: { url: `rtsp://h/${'a'.repeat(2000)}` } },
    });
  const answers = [];
  for (let index = 0; index < 10; index += 1) answers.push(await add(`camera ${index}`));
  expect(answers.at(-1)?.json()).toMatchObject({ error: { code: 'database-unavailable' } });
  const kept = answers.filter(({ statusCode }) => statusCode === 201).length;
  expect((await testSite.app.inject('/api/v1/cameras')).json<{ cameras: unknown[] }>().cameras).toHaveLength(
    kept,
  );
  await testSite.context.database.limitPages(pages + 1000);
  expect((await add('again')).statusCode).toBe(201);
});
