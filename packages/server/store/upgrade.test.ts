/** The oldest released data under today's program: upgraded as a whole, killed at each step on the way, with a way back. */
import { spawnSync } from 'node:child_process';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { localIdentity } from '../access/identity.ts';
import { openTestSite, TEST_NOW_UNIX_MS } from '../site-for-tests.ts';
import { checkAuditLog } from './check-audit-log.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import {
  OLD_ADDRESS_SECRET,
  OLD_CAMERAS,
  OLD_ENTRIES,
  OLD_EXPORT,
  OLD_HOLD,
  OLD_SITE,
  writeOldDatabase,
} from './schema-1-for-tests.ts';
import { openSiteDatabase } from './site-database.ts';

const PROGRAM = fileURLToPath(new URL('migrate-and-die-for-tests.ts', import.meta.url));
/** A process for each step, on a machine that has other work. */
const PROCESSES_PATIENCE_MS = 120_000;

const open = (prepare: (directory: string) => Promise<void>) =>
  openTestSite({
    onTestFinished,
    withRecorder: false,
    identify: async () => localIdentity('127.0.0.1'),
    prepare,
  });

const copiesIn = (directory: string): string[] =>
  readdirSync(directory).filter((name) => name.startsWith('site.sqlite.before-'));

/** Everything that is in it, table by table, but for when its schema was made. */
function contentOf(path: string): unknown {
  const file = new DatabaseSync(path, { readOnly: true });
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const content = tables.map(({ name }) => [name, file.prepare(`SELECT * FROM "${String(name)}"`).all()]);
  const schema = file.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  file.close();
  return { content, schema };
}

test('what the first program kept is read through the API: site, cameras, holds, exports, log; the copy of before goes when a later start went well', async () => {
  const site = await open(async (directory) => void writeOldDatabase(directory, TEST_NOW_UNIX_MS));
  const [first] = OLD_CAMERAS;
  expect(site.context).toMatchObject({ siteId: OLD_SITE, siteName: 'Xã Tân Lập' });
  const get = async (url: string): Promise<unknown> => {
    const answer = await site.app.inject(url);
    expect(answer.statusCode, url).toBe(200);
    // Addresses that bore a secret are sealed by now.
    expect(answer.body).not.toContain(OLD_ADDRESS_SECRET);
    return answer.json();
  };
  expect(await get('/api/v1/cameras')).toMatchObject({
    cameras: [{ id: first, name: 'Cổng chợ', retentionDays: 30 }],
  });
  expect(await get('/api/v1/cameras?removed=true')).toMatchObject({ cameras: [{}, { name: 'Cầu cũ' }] });
  expect(await get('/api/v1/holds')).toMatchObject({ holds: [{ id: OLD_HOLD, reason: 'mất xe máy' }] });
  expect(await get('/api/v1/exports')).toMatchObject({ exports: [{ id: OLD_EXPORT, state: 'expired' }] });
  expect(await get('/api/v1/bookmarks')).toMatchObject({ bookmarks: [] });
  expect(await get(`/api/v1/audit?about=${first}&limit=500`)).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ seq: 2, action: 'camera.changed' })]),
  });
  const log = await checkAuditLog(join(site.dataDirectory, 'site.sqlite'), { verify: () => null });
  expect(log?.broken).toBeNull();
  expect(log?.entries).toBeGreaterThanOrEqual(OLD_ENTRIES);
  // A new site has the same tables: nothing of the way here is left in them.
  const fresh = await open(async () => {});
  const schemaOf = (directory: string) =>
    (contentOf(join(directory, 'site.sqlite')) as { schema: { name: string }[] }).schema.map(
      ({ name }) => name,
    );
  expect(schemaOf(site.dataDirectory)).toEqual(schemaOf(fresh.dataDirectory));

  const directory = site.dataDirectory;
  expect(copiesIn(directory)).toEqual(['site.sqlite.before-1']);
  const old = await temporaryDirectory({ onTestFinished });
  // The way back: the program before opens the copy as what it left.
  expect(contentOf(join(directory, 'site.sqlite.before-1'))).toEqual(
    contentOf(writeOldDatabase(old, TEST_NOW_UNIX_MS)),
  );
  await site.close();
  const path = join(directory, 'site.sqlite');
  // A start that did not go well leaves it.
  const again = await openSiteDatabase(path, 3);
  expect(copiesIn(directory)).toHaveLength(1);
  again.startedWell();
  await again.close();
  expect(copiesIn(directory)).toEqual([]);
});

test(
  'killed at any step of a migration, the next start goes on from the last whole one and ends where an undisturbed one does',
  async () => {
    const directory = await temporaryDirectory({ onTestFinished });
    const path = writeOldDatabase(directory, TEST_NOW_UNIX_MS);
    const undisturbed = writeOldDatabase(await temporaryDirectory({ onTestFinished }), TEST_NOW_UNIX_MS);
    await (await openSiteDatabase(undisturbed, 2)).close();
    const schemaNow = (): number => {
      const file = new DatabaseSync(path, { readOnly: true });
      const { version } = file.prepare('SELECT max(version) AS version FROM schema_version').get() ?? {};
      file.close();
      return Number(version);
    };
    const killAt = (step: string): void => {
      const { signal, stderr } = spawnSync(process.execPath, [PROGRAM, path, step], { encoding: 'utf8' });
      expect(signal, `${step}: ${stderr}`).toBe('SIGKILL');
    };
    killAt('copied');
    expect(schemaNow()).toBe(1);
    for (let version = 2; version <= SCHEMA_VERSION; version += 1) {
      killAt(`applied-${version}`);
      expect(schemaNow()).toBe(version - 1);
      killAt(`committed-${version}`);
      expect(schemaNow()).toBe(version);
      // Each start made a copy; few are kept, and none of them half.
      expect(copiesIn(directory).length).toBeLessThanOrEqual(3);
      expect(copiesIn(directory).filter((name) => name.endsWith('.new'))).toEqual([]);
    }
    await (await openSiteDatabase(path, 2)).close();
    expect(contentOf(path)).toEqual(contentOf(undisturbed));
  },
  PROCESSES_PATIENCE_MS,
);

test('without room for the copy nothing is changed, and the start says what to do', async () => {
  const directory = await temporaryDirectory({ onTestFinished });
  const path = writeOldDatabase(directory, TEST_NOW_UNIX_MS);
  // More than any disk: the size of its log is what a copy may need at most.
  const reader = new DatabaseSync(path);
  reader.exec('BEGIN IMMEDIATE; UPDATE site SET created_unix_ms = 1; COMMIT');
  truncateSync(`${path}-wal`, 2 ** 42);
  await expect(openSiteDatabase(path, 2)).rejects.toThrow(/no room .* make room/);
  reader.close();
  expect(copiesIn(directory)).toEqual([]);
  const file = new DatabaseSync(path, { readOnly: true });
  expect(file.prepare('SELECT version FROM schema_version').all()).toEqual([{ version: 1 }]);
  file.close();
});
