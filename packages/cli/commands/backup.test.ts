/** A site kept in a file and made again on an empty machine, stopped at every step of both. Real databases and files. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadSigner, openSiteKey } from '@matlang/keys';
import { checkAuditLog } from '@matlang/server/check-audit-log';
import { makeBackup, noteBackup } from '@matlang/server/make-backup';
import { restoreBackup } from '@matlang/server/restore-backup';
import { openSiteDatabase } from '@matlang/server/site-database';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { runHere } from '../run-here-for-tests.ts';

const PASSPHRASE = 'cây đa bến nước sân đình';
const NOW = Date.UTC(2026, 1, 15);
/** Each passphrase costs half a second of a core, and more where others work. */
const SCRYPT_PATIENCE_MS = 180_000;

async function site(context: FinishingContext) {
  const root = await temporaryDirectory(context);
  const data = join(root, 'site');
  mkdirSync(join(data, 'recorder'), { recursive: true, mode: 0o700 });
  openSiteKey(data);
  openHeadSigner(data);
  writeFileSync(join(data, 'recorder', 'cameras.json'), '{"cameras":[]}');
  writeFileSync(join(data, 'recorder', 'cameras.json.new'), 'half');
  const database = await openSiteDatabase(join(data, 'site.sqlite'), NOW);
  context.onTestFinished(() => database.close());
  const volumes = [{ id: 'default', siteId: 's', path: 'archive' }];
  await database.stores.site.insert(
    { id: 's', name: 'Xã Tân Lập', createdUnixMs: 1, configurationRevision: 0 },
    volumes,
  );
  for (let index = 0; index < 300; index += 1) await append(database, index);
  return { root, data, database, file: join(root, 'xa.backup') };
}

const append = (database: Awaited<ReturnType<typeof openSiteDatabase>>, index: number) =>
  database.transaction((stores) =>
    stores.audit.append({
      siteId: 's',
      atUnixMs: NOW,
      actor: 'local',
      address: null,
      action: 'x.y',
      subjectId: `z${index}`,
      detail: { note: 'cổng số 1'.repeat(50) },
    }),
  );

const make = async (parts: { data: string; file: string }, onStep?: (step: string) => void) => {
  const { manifest } = await makeBackup({
    dataDirectory: parts.data,
    file: parts.file,
    passphrase: PASSPHRASE,
    nowUnixMs: NOW,
    ...(onStep === undefined ? {} : { onStep }),
  });
  await noteBackup(parts.data, manifest);
};

const restore = (file: string, dataDirectory: string, onStep?: (step: string) => void) =>
  restoreBackup({
    file,
    dataDirectory,
    passphrase: PASSPHRASE,
    nowUnixMs: NOW + 1,
    ...(onStep === undefined ? {} : { onStep }),
  });

/** Keys, settings and a log that holds, with what was done as its newest entry. */
async function expectRestored(from: string, to: string): Promise<void> {
  for (const path of ['keys/site.key', 'keys/node.ed25519', 'recorder/cameras.json']) {
    expect(readFileSync(join(to, path))).toEqual(readFileSync(join(from, path)));
    expect(statSync(join(to, path)).mode & 0o077).toBe(0);
  }
  expect(readdirSync(join(to, 'recorder'))).toEqual(['cameras.json']);
  expect(statSync(join(to, 'site.sqlite')).mode & 0o077).toBe(0);
  const log = await checkAuditLog(join(to, 'site.sqlite'), { verify: () => null });
  expect(log).toMatchObject({ entries: 301, broken: null });
  const database = await openSiteDatabase(join(to, 'site.sqlite'), NOW);
  expect((await database.stores.audit.newest('s'))?.action).toBe('site.restored');
  await database.close();
}

test('a site that is written to meanwhile is made again on an empty machine; the file shows nothing', async (context) => {
  const parts = await site(context);
  await make(parts, (step) => {
    // The site goes on: what comes after the snapshot is not in it.
    if (step === 'snapshot') writeFileSync(join(parts.data, 'recorder', 'later.json'), '{}');
  });
  expect(statSync(parts.file).mode & 0o077).toBe(0);
  const sealed = readFileSync(parts.file, 'latin1');
  expect(sealed).not.toContain('SQLite format');
  expect(sealed).not.toContain('PRIVATE KEY');
  expect(sealed).not.toContain('site.sqlite');
  expect((await parts.database.stores.audit.newest('s'))?.action).toBe('backup.made');
  const to = join(parts.root, 'again');
  mkdirSync(to);
  expect(await restore(parts.file, to)).toMatchObject({ siteId: 's', siteName: 'Xã Tân Lập' });
  await expectRestored(parts.data, to);
  expect(statSync(to).mode & 0o077).toBe(0);
  expect(readdirSync(to).toSorted()).toEqual(['keys', 'recorder', 'site.sqlite']);
  await expect(restore(parts.file, to)).rejects.toMatchObject({ code: 'folder-not-empty' });
});

test('a key that is changed before the snapshot is there ends the backup, and nothing is left', async (context) => {
  const parts = await site(context);
  const changed = make(parts, (step) => {
    if (step === 'snapshot-begins') writeFileSync(join(parts.data, 'keys', 'site.key.next'), 'x'.repeat(32));
  });
  await expect(changed).rejects.toMatchObject({ code: 'keys-changed' });
  expect(readdirSync(parts.root)).toEqual(['site']);
});

test(
  'killed after any step of a backup there is a whole file or none, and the next one works',
  async (context) => {
    const parts = await site(context);
    const left: string[] = [];
    const images = await temporaryDirectory(context);
    await make(parts, (step) => {
      left.push(step);
      // What a kill leaves; the database of the site itself is open and in nobody's way.
      const options = { recursive: true, filter: (path: string) => !path.startsWith(parts.data) };
      cpSync(parts.root, join(images, step), options);
    });
    expect(left).toEqual(['begun', 'snapshot-begins', 'snapshot', 'written', 'placed', 'done']);
    for (const step of left) {
      const image = join(images, step);
      const file = join(image, 'xa.backup');
      expect(existsSync(file)).toBe(step === 'placed' || step === 'done');
      if (!existsSync(file)) await make({ data: parts.data, file });
      await restore(file, join(image, 'again'));
      expect(readdirSync(image).toSorted()).toEqual(['again', 'xa.backup', ...leftOf(step)]);
    }
  },
  SCRYPT_PATIENCE_MS,
);

/** A file that has its place is not touched again: what lies beside it goes with the next backup of that name. */
const leftOf = (step: string): string[] => (step === 'placed' ? ['xa.backup.partial'] : []);

test(
  'killed after any step of a restore the folder is whole or not there, and restoring again finishes',
  async (context) => {
    const parts = await site(context);
    await make(parts);
    const images = await temporaryDirectory(context);
    const machine = join(await temporaryDirectory(context), 'machine');
    mkdirSync(machine);
    const left: string[] = [];
    await restore(parts.file, join(machine, 'site'), (step) => {
      left.push(step);
      cpSync(machine, join(images, step), { recursive: true });
    });
    expect(left).toEqual(['begun', 'unpacked', 'checked', 'placed', 'done']);
    for (const step of left) {
      const to = join(images, step, 'site');
      expect(existsSync(to)).toBe(step === 'placed' || step === 'done');
      if (!existsSync(to)) await restore(parts.file, to);
      await expectRestored(parts.data, to);
      expect(readdirSync(join(images, step))).toEqual(['site']);
    }
  },
  SCRYPT_PATIENCE_MS,
);

test(
  'another passphrase, a changed byte anywhere, a part cut off, another file, another’s folder: each is refused for what it is',
  async (context) => {
    const parts = await site(context);
    await make(parts);
    const whole = readFileSync(parts.file);
    const to = join(parts.root, 'again');
    const refusal = async (bytes: Uint8Array, passphrase = PASSPHRASE): Promise<unknown> => {
      const file = join(parts.root, 'changed');
      writeFileSync(file, bytes);
      const options = { file, dataDirectory: to, passphrase, nowUnixMs: NOW };
      const code = await restoreBackup(options).then(
        () => 'restored',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
      expect(existsSync(to)).toBe(false);
      expect(existsSync(`${to}.restoring`)).toBe(false);
      return code;
    };
    expect(await refusal(whole, `${PASSPHRASE}.`)).toBe('wrong-passphrase');
    for (const at of [20, 64, 70_000, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await refusal(changed), String(at)).toBe('damaged');
    }
    // At the end of a piece, of the header, in it.
    for (const length of [64 + 2 * 65_552, 64, 30])
      expect(await refusal(whole.subarray(0, length)), String(length)).toBe('damaged');
    expect(await refusal(Buffer.concat([whole, Buffer.from('x')]))).toBe('damaged');
    expect(await refusal(Buffer.from('PK'))).toBe('no-backup');
    mkdirSync(`${to}.restoring`);
    writeFileSync(join(`${to}.restoring`, 'theirs'), '');
    await expect(restore(parts.file, to)).rejects.toMatchObject({ code: 'staging-taken' });
    expect(existsSync(join(`${to}.restoring`, 'theirs'))).toBe(true);
  },
  SCRYPT_PATIENCE_MS,
);

test('by the command line: the passphrase comes from a file, is long enough, and nothing is written over', async (context) => {
  const { root, data, file } = await site(context);
  const secret = join(root, 'passphrase');
  writeFileSync(secret, 'ngắn\n');
  const backup = (): ReturnType<typeof runHere> =>
    runHere('backup', file, '--data', data, '--passphrase-file', secret);
  expect(await backup()).toMatchObject({ code: 2, stderr: expect.stringContaining('ít nhất 15') });
  writeFileSync(secret, `${PASSPHRASE}\n`);
  expect(await backup()).toMatchObject({ code: 0, stdout: expect.stringContaining('“Xã Tân Lập”') });
  expect(await backup()).toMatchObject({ code: 1, stderr: expect.stringContaining('không bị ghi đè') });
  const to = join(root, 'again');
  const again = await runHere('restore', file, '--data', to, '--passphrase-file', secret, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ data: to, siteId: 's' });
  await expectRestored(data, to);
  writeFileSync(secret, 'một câu khác hẳn câu kia');
  const other = await runHere('restore', file, '--data', join(root, 'b'), '--passphrase-file', secret);
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('không đúng') });
});

test('by the command line the site is told to make one each day; its passphrase is asked for once', async (context) => {
  const root = await temporaryDirectory(context);
  const [data, folder, secret] = ['site', 'usb', 'passphrase'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  expect((await runHere('init', '--data', data)).code).toBe(0);
  mkdirSync(folder);
  writeFileSync(secret, `${PASSPHRASE}\n`);
  const backup = (...args: readonly string[]): ReturnType<typeof runHere> =>
    runHere('backup', ...args, '--data', data);
  expect((await backup()).code).toBe(2);
  expect((await backup('x.backup', '--to', folder)).code).toBe(2);
  const away = await backup('--to', join(root, 'away'), '--every', 'day', '--passphrase-file', secret);
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining(join(root, 'away')) });
  const set = await backup('--to', folder, '--every', 'day', '--passphrase-file', secret);
  expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining(folder) });
  const ended = await backup('--every', 'never', '--json');
  expect(JSON.parse(ended.stdout)).toMatchObject({
    settings: { every: 'never', directory: folder },
    hasPassphrase: true,
    next: null,
  });
}, 60_000);
