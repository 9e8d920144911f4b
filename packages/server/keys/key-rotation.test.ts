/** The site's key is changed: what was sealed opens with the new one alone, and a rotation that was broken off anywhere ends. */
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { KeyRotationAnswer } from '@matlang/contract';
import { openSecret, type SiteKey, SiteKeys, siteKeyId } from '@matlang/keys';
import { cameraAddressContext, cameraPasswordContext } from '@matlang/link';
import { expect, onTestFinished, test, vi } from 'vitest';
import { localIdentity } from '../access/identity.ts';
import { secondFactorContext } from '../access/second-factors.ts';
import { backupPassphraseContext } from '../backup/backups.ts';
import { createId } from '../site/site-context.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';

const PASSWORD = 'bí mật của cổng chợ';
const ADDRESS_SECRET = 'tlJwpbo6';
const PASSPHRASE = 'cây đa bến nước sân đình';
const FACTOR = 'c2VjcmV0IG9mIGFuIGFwcA';
/** Columns that `sealed-secrets.ts` knows. A new one is added there, and to `makeSecrets` here. */
const SEALED_COLUMNS = [
  'backup_plan.sealed_passphrase',
  'camera.sealed_main_url',
  'camera.sealed_password',
  'camera.sealed_sub_url',
  'second_factor.sealed_secret',
];

const open = (prepare?: (directory: string) => Promise<void>): Promise<TestSite> =>
  openTestSite({
    onTestFinished,
    withRecorder: false,
    identify: async () => localIdentity('127.0.0.1'),
    ...(prepare === undefined ? {} : { prepare }),
  });

interface Secrets {
  readonly cameraId: string;
  readonly personId: string;
}

async function makeSecrets(site: TestSite): Promise<Secrets> {
  const payload = {
    name: 'Cổng chợ',
    main: { url: `rtsp://10.0.0.5/1?password=${ADDRESS_SECRET}` },
    sub: { url: `rtsp://10.0.0.5/2?password=${ADDRESS_SECRET}` },
    username: 'admin',
    password: PASSWORD,
  };
  const added = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  expect(added.statusCode).toBe(201);
  const personId = createId(site.clock);
  const { database, siteId } = site.context;
  await database.stores.people.insert({
    id: personId,
    siteId,
    userName: 'lan',
    name: 'Lan',
    position: '',
    createdUnixMs: site.clock.unixMs,
    endedUnixMs: null,
  });

  const sealed = new SiteKeys(site.dataDirectory).seal(FACTOR, secondFactorContext(personId));
  await database.stores.credentials.proposeSecondFactor(personId, sealed);
  const passphrase = new SiteKeys(site.dataDirectory).seal(PASSPHRASE, backupPassphraseContext(siteId));
  await database.stores.backups.configure(siteId, { every: 'day', directory: null }, passphrase);
  return { cameraId: added.json<{ id: string }>().id, personId };
}

const keyAt = async (directory: string, name = 'site.key'): Promise<SiteKey> => ({
  bytes: await readFile(join(directory, 'keys', name)),
});
const rotate = (site: TestSite) =>
  site.app.inject({ method: 'POST', url: '/api/v1/keys/rotation', payload: {} });
const rotations = async (site: TestSite) =>
  (
    await site.context.database.stores.audit.readPage(site.context.siteId, {
      actionPrefix: 'keys.rotated',
      beforeSeq: null,
      limit: 10,
    })
  ).entries;

/** Of rows and of `cameras.json`: everything opens with this key. */
async function expectSealedWith(key: SiteKey, site: TestSite, { cameraId, personId }: Secrets) {
  const { stores } = site.context.database;
  const camera = await stores.cameras.find(site.context.siteId, cameraId);
  const factor = await stores.credentials.secondFactor(personId);
  const file: unknown = JSON.parse(
    await readFile(join(site.dataDirectory, 'recorder', 'cameras.json'), 'utf8'),
  );
  expect(file).toMatchObject({
    cameras: [{ sealedPassword: camera?.sealedPassword, main: { sealedUrl: camera?.sealedMainUrl } }],
  });
  const sealed = (text: string | null | undefined, context: string): string =>
    openSecret(key, text ?? '', context);
  expect(sealed(camera?.sealedPassword, cameraPasswordContext(cameraId))).toBe(PASSWORD);
  for (const [text, kind] of [
    [camera?.sealedMainUrl, 'main'],
    [camera?.sealedSubUrl, 'sub'],
  ] as const)
    expect(sealed(text, cameraAddressContext(cameraId, kind))).toContain(ADDRESS_SECRET);
  expect(sealed(factor?.sealedSecret, secondFactorContext(personId))).toBe(FACTOR);
  const { sealedPassphrase } = await stores.backups.find(site.context.siteId);
  expect(sealed(sealedPassphrase, backupPassphraseContext(site.context.siteId))).toBe(PASSPHRASE);
}

const expectOneKey = async (directory: string): Promise<void> => {
  await expect(readFile(join(directory, 'keys', 'site.key.next'))).rejects.toThrow('ENOENT');
};

test('what was sealed opens with the new key alone; the camera is not changed, and the log says by whom', async () => {
  const site = await open();
  const secrets = await makeSecrets(site);
  const before = await keyAt(site.dataDirectory);
  const cameraBefore = await site.context.database.stores.cameras.find(site.context.siteId, secrets.cameraId);
  const answer = await rotate(site);
  const after = await keyAt(site.dataDirectory);
  expect(answer.json<KeyRotationAnswer>()).toEqual({
    keyId: siteKeyId(after),
    previousKeyId: siteKeyId(before),
    cameras: 1,
    secondFactors: 1,
    unreadable: 0,
    finished: true,
  });
  expect(after.bytes).not.toEqual(before.bytes);
  await expectOneKey(site.dataDirectory);
  await expectSealedWith(after, site, secrets);
  await expect(expectSealedWith(before, site, secrets)).rejects.toThrow('does not open');
  const camera = await site.context.database.stores.cameras.find(site.context.siteId, secrets.cameraId);
  expect(camera?.revision).toBe(cameraBefore?.revision);
  expect(await rotations(site)).toMatchObject([
    {
      actor: 'local',
      detail: { before: { keyId: siteKeyId(before) }, after: { keyId: siteKeyId(after) }, cameras: 1 },
    },
  ]);
  // What is sealed later, and the rotation after it.
  const changed = { method: 'PATCH', url: `/api/v1/cameras/${secrets.cameraId}` } as const;
  await site.app.inject({ ...changed, payload: { password: PASSWORD } });
  await expectSealedWith(after, site, secrets);
  expect((await rotate(site)).json<KeyRotationAnswer>().previousKeyId).toBe(siteKeyId(after));
  await expectSealedWith(await keyAt(site.dataDirectory), site, secrets);
});

test('no column of sealed texts is forgotten', async () => {
  const site = await open();
  await site.close();
  const database = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'), { readOnly: true });
  const columns = database
    .prepare(
      `select m.name || '.' || c.name as name from sqlite_schema m join pragma_table_info(m.name) c
       where m.type = 'table' and c.name like '%sealed%' order by 1`,
    )
    .all();
  database.close();
  expect(columns.map(({ name }) => name)).toEqual(SEALED_COLUMNS);
});

test('killed between any two steps it is through, or was never begun, after the next start', async () => {
  const site = await open();
  const secrets = await makeSecrets(site);
  const directory = site.dataDirectory;
  // With the server gone: what a folder holds is what a killed one leaves.
  await site.close();
  const before = await open((copy) => cp(directory, copy, { recursive: true }));
  const old = await keyAt(before.dataDirectory);
  const oldFile = await readFile(join(before.dataDirectory, 'recorder', 'cameras.json'));
  expect((await rotate(before)).statusCode).toBe(200);
  await before.close();
  const through = before.dataDirectory;
  const next = await keyAt(through);
  const put = async (copy: string, name: string, { bytes }: SiteKey): Promise<void> => {
    await writeFile(join(copy, 'keys', name), bytes, { mode: 0o600 });
  };

  // The next key was written, and nothing was sealed with it: back, and nobody reads of a rotation.
  const begun = await open(async (copy) => {
    await cp(directory, copy, { recursive: true });
    await put(copy, 'site.key.next', { bytes: randomBytes(32) });
  });
  await expectOneKey(begun.dataDirectory);
  expect(await keyAt(begun.dataDirectory)).toEqual(old);
  await expectSealedWith(old, begun, secrets);
  expect(await rotations(begun)).toEqual([]);

  // The rows hold; `cameras.json` is the one before. Then it is in place, and the key is not.
  for (const file of [oldFile, null]) {
    const committed = await open(async (copy) => {
      await cp(through, copy, { recursive: true });
      await put(copy, 'site.key', old);
      await put(copy, 'site.key.next', next);
      if (file !== null) await writeFile(join(copy, 'recorder', 'cameras.json'), file);
    });
    await expectOneKey(committed.dataDirectory);
    expect(await keyAt(committed.dataDirectory)).toEqual(next);
    await expectSealedWith(next, committed, secrets);
    expect(await rotations(committed)).toHaveLength(1);
  }

  // The same, and the database was lost or put back from before: the recorder's file alone is sealed with the next key.
  const restored = await open(async (copy) => {
    await cp(directory, copy, { recursive: true });
    await cp(join(through, 'recorder'), join(copy, 'recorder'), { recursive: true });
    await put(copy, 'site.key.next', next);
  });
  await expectOneKey(restored.dataDirectory);
  expect(await keyAt(restored.dataDirectory)).toEqual(next);
  await expectSealedWith(next, restored, secrets);
  expect(await rotations(restored)).toMatchObject([{ actor: 'server' }]);

  // In its place.
  const done = await open((copy) => cp(through, copy, { recursive: true }));
  await expectSealedWith(next, done, secrets);
  expect(await rotations(done)).toHaveLength(1);
});

test('a step that fails leaves the key before, or both, and says which', async () => {
  const site = await open();
  const secrets = await makeSecrets(site);
  const old = await keyAt(site.dataDirectory);
  const keys = join(site.dataDirectory, 'keys');
  const recorder = join(site.dataDirectory, 'recorder');
  const refusal = async () => (await rotate(site)).json<{ error: { code: string } }>().error.code;

  await rename(keys, `${keys}-away`);
  await writeFile(keys, '');
  expect(await refusal()).toBe('site-key-not-written');
  await rm(keys);
  await rename(`${keys}-away`, keys);

  await mkdir(join(recorder, 'cameras.json.new'));
  expect(await refusal()).toBe('configuration-not-written');
  await rm(join(recorder, 'cameras.json.new'), { recursive: true });
  expect(await keyAt(site.dataDirectory)).toEqual(old);
  await expectOneKey(site.dataDirectory);
  await expectSealedWith(old, site, secrets);
  expect(await rotations(site)).toEqual([]);

  const file = join(recorder, 'cameras.json');
  await rename(file, `${file}.away`);
  await mkdir(file);
  expect((await rotate(site)).json()).toMatchObject({ cameras: 1, finished: false });
  expect(await keyAt(site.dataDirectory)).toEqual(old);
  expect(await refusal()).toBe('key-rotation-unfinished');
  await rm(file, { recursive: true });
  await rename(`${file}.away`, file);
  const directory = site.dataDirectory;
  await site.close();
  const again = await open((copy) => cp(directory, copy, { recursive: true }));
  await expectOneKey(again.dataDirectory);
  await expectSealedWith(await keyAt(again.dataDirectory), again, secrets);
  expect(await rotations(again)).toHaveLength(1);
});

test('a key that the service manager gives seals, and is not changed from here', async () => {
  const credentials = await open();
  const given = join(credentials.dataDirectory, 'given');
  await mkdir(given);
  await writeFile(join(given, 'matlang-site-key'), randomBytes(32));
  vi.stubEnv('CREDENTIALS_DIRECTORY', given);
  onTestFinished(() => void vi.unstubAllEnvs());
  const site = await open();
  const secrets = await makeSecrets(site);
  await expectSealedWith(await keyAt(credentials.dataDirectory, '../given/matlang-site-key'), site, secrets);
  expect((await rotate(site)).json()).toMatchObject({ error: { code: 'site-key-elsewhere' } });
  expect(await rotations(site)).toEqual([]);
});
