/** Backups that the site makes by itself: real threads, files and databases, a clock that is told. */
import {
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BackupAnswer } from '@matlang/contract';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { localIdentity } from '../access/identity.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';
import { BackupFailedError, failureOf } from './backup-target.ts';
import { keepBackup } from './keep-backup.ts';
import { backupName, instantOfName, keptInstants, newestQuietHour } from './kept-backups.ts';
import { checkBackup } from './read-backup.ts';

const PASSPHRASE = 'cây đa bến nước sân đình';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Each backup costs two derivations of half a second of a core, and more where others work. */
const SCRYPT_PATIENCE_MS = 180_000;

interface Kept {
  readonly site: TestSite;
  readonly directory: string;
}

const open = (): Promise<TestSite> =>
  openTestSite({ onTestFinished, withRecorder: false, identify: async () => localIdentity('127.0.0.1') });

const put = (site: TestSite, payload: object) =>
  site.app.inject({ method: 'PUT', url: '/api/v1/settings/backups', payload });

async function openKept(): Promise<Kept> {
  const site = await open();
  const directory = await temporaryDirectory({ onTestFinished });
  expect((await put(site, { every: 'day', directory, passphrase: PASSPHRASE })).statusCode).toBe(200);
  return { site, directory };
}

const answerOf = async (site: TestSite): Promise<BackupAnswer> =>
  (await site.app.inject('/api/v1/settings/backups')).json<BackupAnswer>();

/** As the minute's look does, and what came of it. */
async function look(site: TestSite): Promise<BackupAnswer> {
  await site.backups.look();
  await site.backups.settled();
  return await answerOf(site);
}

const entries = async ({ context }: TestSite, actionPrefix: string) => {
  const question = { actionPrefix, beforeSeq: null, limit: 20 };
  return (await context.database.stores.audit.readPage(context.siteId, question)).entries;
};

const namesIn = (directory: string): string[] =>
  readdirSync(directory).filter((name) => !name.startsWith('.'));

test(
  'one each day at the quiet hour, a missed one at once, each read back; the passphrase is sealed, and the log says all but it',
  async () => {
    const { site, directory } = await openKept();
    const { siteId, database } = site.context;
    expect(await entries(site, 'backup.')).toMatchObject([
      {
        action: 'backup.settings-changed',
        detail: {
          before: { every: 'never', directory: null },
          after: { every: 'day', directory },
          passphraseChanged: true,
        },
      },
    ]);
    // 15:00 there: the night is over, so that the first one is due.
    const madeUnixMs = site.clock.unixMs;
    const first = await look(site);
    const file = join(directory, backupName(siteId, madeUnixMs));
    expect(first).toMatchObject({
      sameDisk: true,
      good: { at: madeUnixMs, file },
      failure: null,
      warning: null,
      running: null,
    });
    expect(first.next).toBe(Date.UTC(2026, 1, 15, 19, 30));
    expect(namesIn(directory)).toEqual([backupName(siteId, madeUnixMs)]);
    expect(await checkBackup(file, PASSPHRASE, () => {})).toMatchObject({
      siteId,
      createdUnixMs: madeUnixMs,
    });
    expect(await entries(site, 'backup.made')).toMatchObject([{ actor: 'server', detail: { file } }]);
    // Not again before the next night.
    site.clock.unixMs = (first.next ?? 0) - 1;
    expect((await look(site)).good?.at).toBe(madeUnixMs);
    // The machine was off for three days.
    site.clock.unixMs += 3 * DAY;
    expect((await answerOf(site)).warning).toBe('old');
    expect(await look(site)).toMatchObject({ good: { at: site.clock.unixMs }, warning: null });
    expect(namesIn(directory)).toHaveLength(2);
    // A clock that was far ahead has left a backup of a day to come.
    site.clock.unixMs -= 2 * DAY;
    expect((await look(site)).good?.at).toBe(site.clock.unixMs);
    const raw = readFileSync(join(site.dataDirectory, 'site.sqlite'), 'latin1');
    const log = readFileSync(join(site.dataDirectory, 'site.sqlite-wal'), 'latin1');
    const secret = Buffer.from(PASSPHRASE).toString('latin1');
    expect(`${raw}${log}${site.logged.join('')}`).not.toContain(secret);
    expect((await database.stores.backups.find(siteId)).sealedPassphrase).not.toBeNull();
  },
  SCRYPT_PATIENCE_MS,
);

test('what can’t be used is refused, and nothing is changed; without a folder there is none to make', async () => {
  const site = await open();
  const inside = join(site.dataDirectory, 'backups');
  mkdirSync(inside);
  const code = async (payload: object) =>
    (await put(site, payload)).json<{ error: { code: string } }>().error.code;
  const passphrase = PASSPHRASE;
  expect(await code({ every: 'day', directory: inside, passphrase })).toBe('backup-folder-in-site');
  expect(await code({ every: 'day', directory: '/nothing/here', passphrase })).toBe('backup-folder-refused');
  expect(await code({ every: 'day', directory: 'relative', passphrase })).toBe('backup-folder-refused');
  expect(await code({ every: 'day', directory: null })).toBe('request-invalid');
  expect(await code({ every: 'day', directory: '/tmp' })).toBe('request-invalid');
  expect(await code({ every: 'day', directory: '/tmp', passphrase: 'ngắn' })).toBe('request-invalid');
  const now = await site.app.inject({ method: 'POST', url: '/api/v1/backups', payload: {} });
  expect(now.json()).toMatchObject({ error: { code: 'backup-not-set-up' } });
  expect(readdirSync(inside)).toEqual([]);
  expect(await entries(site, 'backup.')).toEqual([]);
  expect(await answerOf(site)).toMatchObject({ next: null, warning: null, hasPassphrase: false });
  // Nobody made one in two days: that is said.
  site.clock.unixMs += 2 * DAY + 1;
  expect((await answerOf(site)).warning).toBe('never');
});

test(
  'a disk that is away, another one, a full one: said for what it is, in the log once; nothing is half written, the good one stays, and it goes on by itself',
  async () => {
    const { site, directory } = await openKept();
    const { good } = await look(site);
    const kept = namesIn(directory);
    site.clock.unixMs += DAY;
    renameSync(directory, `${directory}.away`);
    onTestFinished(() => rmSync(`${directory}.away`, { recursive: true, force: true }));
    expect(await look(site)).toMatchObject({ failure: { code: 'target-missing' }, warning: 'failed', good });
    // Tried again after an hour, not each minute.
    const failedUnixMs = site.clock.unixMs;
    expect((await answerOf(site)).next).toBe(failedUnixMs + HOUR);
    site.clock.unixMs += HOUR;
    expect((await look(site)).failure?.at).toBe(site.clock.unixMs);
    expect(await entries(site, 'backup.failed')).toHaveLength(1);
    // The mount point of a disk that is away: a folder, and not the one.
    mkdirSync(directory);
    site.clock.unixMs += HOUR;
    expect((await look(site)).failure?.code).toBe('target-other');
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
    renameSync(`${directory}.away`, directory);
    // As large as no disk: bytes behind the log of SQLite are none of it.
    const log = join(site.dataDirectory, 'site.sqlite-wal');
    truncateSync(log, 2 ** 42);
    site.clock.unixMs += HOUR;
    expect((await look(site)).failure?.code).toBe('target-full');
    const other = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'));
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    expect(namesIn(directory)).toEqual(kept);
    expect(await entries(site, 'backup.failed')).toMatchObject([
      { actor: 'server', detail: { directory, failure: 'target-full' } },
      { detail: { failure: 'target-other' } },
      { detail: { failure: 'target-missing' } },
    ]);
    site.clock.unixMs += HOUR;
    expect(await look(site)).toMatchObject({ failure: null, warning: null, good: { at: site.clock.unixMs } });
    expect(namesIn(directory)).toHaveLength(2);
  },
  SCRYPT_PATIENCE_MS,
);

test(
  'what does not read back gets no name; what a kill left behind goes with the next one, and nothing of others does',
  async () => {
    const { site, directory } = await openKept();
    const { siteId } = site.context;
    const options = {
      dataDirectory: site.dataDirectory,
      siteId,
      directory,
      passphrase: PASSPHRASE,
      nowUnixMs: site.clock.unixMs,
    };
    const left = await temporaryDirectory({ onTestFinished });
    const name = backupName(siteId, site.clock.unixMs);
    const phases: string[] = [];
    const damaged = keepBackup(options, ({ phase }) => {
      if (phases.includes(phase)) return;
      phases.push(phase);
      if (phase !== 'snapshot') cpSync(directory, left, { recursive: true });
      if (phase !== 'checking') return;
      // The disk forgets a byte, of a piece that was not read yet.
      const unchecked = openSync(join(directory, `${name}.unchecked`), 'r+');
      writeSync(unchecked, Buffer.from('x'), 0, 1, 100_000);
    });
    await expect(damaged).rejects.toMatchObject({ code: 'not-readable' });
    expect(phases).toEqual(['snapshot', 'writing', 'checking']);
    expect(namesIn(directory)).toEqual([]);
    // A kill in each phase: a snapshot in its folder, and a file that nobody has read.
    cpSync(left, directory, { recursive: true });
    writeFileSync(join(directory, 'theirs.unchecked'), '');
    expect(namesIn(directory).toSorted()).toEqual([
      `${name}.unchecked`,
      `${name}.unchecked.partial`,
      'theirs.unchecked',
    ]);
    site.clock.unixMs += 1000;
    await look(site);
    expect(namesIn(directory).toSorted()).toEqual([
      backupName(siteId, site.clock.unixMs),
      'theirs.unchecked',
    ]);
  },
  SCRYPT_PATIENCE_MS,
);

test(
  'asked for by a person it is begun at once, tells how far it is, and is in the log by its name; a server that ends breaks it off',
  async () => {
    const { site, directory } = await openKept();
    const make = () => site.app.inject({ method: 'POST', url: '/api/v1/backups', payload: {} });
    const begun = await make();
    expect(begun.statusCode).toBe(202);
    expect(begun.json()).toMatchObject({ running: { startedAt: site.clock.unixMs }, good: null });
    // A second press is the same one.
    expect((await make()).statusCode).toBe(202);
    await site.backups.settled();
    expect(await entries(site, 'backup.made')).toMatchObject([{ actor: 'local' }]);
    site.clock.unixMs += 1000;
    await make();
    await site.backups.close();
    expect(await answerOf(site)).toMatchObject({ running: null, failure: null });
    expect(namesIn(directory).filter((name) => name.endsWith('.backup'))).toHaveLength(1);
  },
  SCRYPT_PATIENCE_MS,
);

test('of a year of nights the newest of seven days and of four weeks stay, whatever the clock says of one', () => {
  const first = Date.UTC(2026, 0, 1, 19, 30);
  let kept: readonly number[] = [];
  for (let night = 0; night < 365; night += 1) {
    const now = first + night * DAY;
    // Two of one day: the newer stays.
    kept = [...keptInstants([...kept, now, now + HOUR])];
    expect(kept).toContain(now + HOUR);
    expect(kept.length).toBeLessThanOrEqual(10);
  }
  const ages = kept
    .map((unixMs) => Math.round((first + 364 * DAY + HOUR - unixMs) / DAY))
    .toSorted((a, b) => a - b);
  expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(ages.at(-1)).toBeGreaterThan(14);
  // Of a clock that was ahead: it takes one day's place, and the new one stays.
  const now = first + 365 * DAY;
  expect([...keptInstants([...kept, first + 9999 * DAY, now])]).toContain(now);
  const siteId = '01990000-0000-7000-8000-8c0d12ab34ef';
  expect(backupName(siteId, first)).toBe('matlang-8c0d12ab34ef-20260102T023000.backup');
  expect(instantOfName(siteId, backupName(siteId, first))).toBe(first);
  expect(instantOfName('other', backupName(siteId, first))).toBeNull();
  expect(newestQuietHour(first)).toBe(first);
  expect(newestQuietHour(first - 1)).toBe(first - DAY);
});

test('what a disk says is one of the known reasons', () => {
  const system = (code: string) => failureOf(Object.assign(new Error(code), { code }));
  expect(['ENOENT', 'ESTALE', 'ENOSPC', 'EROFS', 'EACCES', 'EIO', 'EXYZ'].map(system)).toEqual([
    'target-missing',
    'target-missing',
    'target-full',
    'target-read-only',
    'target-read-only',
    'target-fault',
    'fault',
  ]);
  expect(failureOf(new Error('database or disk is full'))).toBe('target-full');
  expect(failureOf(new BackupFailedError('target-other'))).toBe('target-other');
});
