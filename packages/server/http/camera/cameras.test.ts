/** Cameras over HTTP: what is kept, what the recorder is told, what is written down, and that no password comes out. */
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findBrokenLink, GENESIS_HASH } from '@matlang/domain';
import { openSecret, openSiteKey } from '@matlang/keys';
import {
  cameraAddressContext,
  cameraPasswordContext,
  type RecorderConfiguration,
  recorderConfigurationSchema,
} from '@matlang/link';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, type TestSite, type TestSiteOptions } from '../../site-for-tests.ts';
import { sha256Hex } from '../../store/audit-digests.ts';

const PASSWORD = 'bí-mật/p@ss:w0rd';
const open = (more: Partial<TestSiteOptions> = {}): Promise<TestSite> =>
  openTestSite({ onTestFinished, withRecorder: false, ...more });
const draft = { name: 'Cổng chợ', main: { url: 'rtsp://10.0.0.5/1' }, username: 'admin', password: PASSWORD };

interface Camera {
  readonly id: string;
  readonly revision: number;
  readonly hasPassword: boolean;
}

async function add(site: TestSite, body: object = draft): Promise<Camera> {
  const answer = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload: body });
  expect(answer.statusCode).toBe(201);
  return answer.json<Camera>();
}

async function configuration(site: TestSite): Promise<RecorderConfiguration> {
  const text = await readFile(join(site.dataDirectory, 'recorder', 'cameras.json'), 'utf8');
  return recorderConfigurationSchema.parse(JSON.parse(text));
}

test('a camera that is added is told to the recorder, with its password sealed for it alone', async () => {
  const site = await open();
  expect(await configuration(site)).toMatchObject({ revision: 0, cameras: [] });
  const camera = await add(site);
  expect(camera).toMatchObject({
    name: 'Cổng chợ',
    revision: 1,
    hasPassword: true,
    record: 'both',
    retentionDays: 30,
  });
  const { cameras, revision, siteId } = await configuration(site);
  expect(revision).toBe(1);
  expect(siteId).toBe(site.context.siteId);
  expect(cameras).toHaveLength(1);
  const sealed = cameras[0]?.sealedPassword ?? '';
  expect(openSecret(openSiteKey(site.dataDirectory), sealed, cameraPasswordContext(camera.id))).toBe(
    PASSWORD,
  );
  const status = await site.app.inject('/api/v1/status');
  expect(status.json()).toMatchObject({
    processes: { recorder: { state: 'absent', writtenRevision: 1 } },
    cameras: [{ id: camera.id, streams: [{ stream: 'main', state: 'unknown' }] }],
  });
});

test('a change counts revisions; who saw an older one is refused and told', async () => {
  const site = await open();
  const { id } = await add(site);
  const patch = (payload: object, headers: Record<string, string> = {}) =>
    site.app.inject({ method: 'PATCH', url: `/api/v1/cameras/${id}`, payload, headers });
  const first = await patch({ name: 'Ngã ba', revision: 1 });
  expect(first.statusCode).toBe(200);
  expect(first.headers['etag']).toBe('"r2"');
  expect(first.json()).toMatchObject({ name: 'Ngã ba', revision: 2, hasPassword: true });
  for (const stale of [
    await patch({ name: 'x', revision: 1 }),
    await patch({ name: 'x' }, { 'if-match': '"r1"' }),
  ]) {
    expect(stale.statusCode).toBe(409);
    expect(stale.json()).toMatchObject({ error: { code: 'revision-conflict' } });
  }
  expect((await patch({ name: 'x' }, { 'if-match': 'r1' })).statusCode).toBe(400);
  expect((await patch({ name: 'y' }, { 'if-match': '"r2"' })).statusCode).toBe(200);
  expect((await patch({ password: null })).json()).toMatchObject({ hasPassword: false, revision: 4 });
  expect((await configuration(site)).cameras[0]).not.toHaveProperty('sealedPassword');
  expect((await configuration(site)).revision).toBe(4);
});

test('changes at the same time come one after another', async () => {
  const site = await open();
  const { id } = await add(site);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      site.app.inject({
        method: 'PATCH',
        url: `/api/v1/cameras/${id}`,
        payload: { retentionDays: index + 1 },
      }),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 10 }, () => 200));
  const kept = (await site.app.inject(`/api/v1/cameras/${id}`)).json<{
    retentionDays: number;
    revision: number;
  }>();
  expect(kept.revision).toBe(11);
  expect((await configuration(site)).cameras[0]?.retentionDays).toBe(kept.retentionDays);
});

test('a removed camera leaves the configuration; its row names the footage that is kept', async () => {
  const site = await open();
  const { id } = await add(site);
  const gone = await site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${id}?footage=keep` });
  expect(gone.json()).toEqual({ id, footage: 'kept', deletedBytes: null, heldBytes: null });
  expect((await configuration(site)).cameras).toEqual([]);
  expect((await site.app.inject('/api/v1/cameras')).json()).toEqual({ cameras: [] });
  expect((await site.app.inject('/api/v1/cameras?removed=true')).json()).toMatchObject({
    cameras: [{ id, hasPassword: false }],
  });
  expect((await site.app.inject(`/api/v1/cameras/${id}/timeline?from=1&to=2`)).statusCode).toBe(200);
  expect(
    (await site.app.inject({ method: 'PATCH', url: `/api/v1/cameras/${id}`, payload: { name: 'x' } }))
      .statusCode,
  ).toBe(404);
});

test('footage is deleted by the recorder; one that is away does it when it is back', async () => {
  const site = await open();
  const { id } = await add(site);
  const queued = await site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${id}?footage=delete` });
  expect(queued.statusCode).toBe(202);
  expect(queued.json()).toMatchObject({ footage: 'queued' });
  expect((await site.app.inject('/api/v1/jobs')).json()).toMatchObject({
    jobs: [{ kind: 'footage-deletion', state: 'waiting' }],
  });
  await site.recorder.start();
  await until('the recorder hears a command', () => site.recorder.commands.length > 0);
  expect(site.recorder.commands[0]).toMatchObject({ command: 'delete-footage', cameraId: id });
  const jobs = async (): Promise<unknown> => (await site.app.inject('/api/v1/jobs')).json();
  await expect.poll(jobs).toMatchObject({ jobs: [{ state: 'done' }] });

  const other = await add(site);
  const deleted = await site.app.inject({
    method: 'DELETE',
    url: `/api/v1/cameras/${other.id}?footage=delete`,
  });
  expect(deleted.json()).toEqual({ id: other.id, footage: 'deleted', deletedBytes: 1000, heldBytes: 10 });
});

test('where the configuration can’t be written, nothing is changed and the answer says so', async () => {
  const site = await open();
  await add(site);
  const directory = join(site.dataDirectory, 'recorder');
  const before = await readFile(join(directory, 'cameras.json'), 'utf8');
  // A directory in the place of the temporary file: refused to root as well.
  await mkdir(join(directory, 'cameras.json.new'));
  const refused = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload: draft });
  expect(refused.statusCode).toBe(503);
  expect(refused.json()).toMatchObject({ error: { code: 'configuration-not-written' } });
  expect((await site.app.inject('/api/v1/cameras')).json<{ cameras: unknown[] }>().cameras).toHaveLength(1);
  expect(await readFile(join(directory, 'cameras.json'), 'utf8')).toBe(before);
  await rm(join(directory, 'cameras.json.new'), { recursive: true });
  await add(site);
  expect((await configuration(site)).cameras).toHaveLength(2);
});

test('every change is in the audit log, chained, without a password', async () => {
  const site = await open();
  const { id } = await add(site);
  await site.app.inject({
    method: 'PATCH',
    url: `/api/v1/cameras/${id}`,
    payload: { password: 'another-secret' },
  });
  await site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${id}?footage=keep` });
  const entries = await site.context.database.stores.audit.read(site.context.siteId, 0, 100);
  expect(entries.map(({ action }) => action)).toEqual([
    'site.created',
    'camera.added',
    'camera.changed',
    'camera.removed',
  ]);
  expect(entries[1]).toMatchObject({ actor: 'local', address: '127.0.0.1', subjectId: id });
  expect(findBrokenLink(entries, { seq: 0, hash: GENESIS_HASH }, sha256Hex)).toBeNull();
  expect(JSON.stringify(entries)).not.toMatch(/another-secret|w0rd|sealed/i);
});

test('no password comes out: not in an answer, a log line, a file', async () => {
  const site = await open({ withRecorder: true });
  const url = `rtsp://admin:${encodeURIComponent(PASSWORD)}@10.0.0.5/1?x=1`;
  const { id } = await add(site, { name: 'a', main: { url } });
  const answers = await Promise.all([
    site.app.inject('/api/v1/cameras'),
    site.app.inject(`/api/v1/cameras/${id}`),
    site.app.inject('/api/v1/status'),
    site.app.inject('/'),
    site.app.inject('/metrics'),
    site.app.inject({ method: 'POST', url: '/api/v1/cameras/probe', payload: { url } }),
    site.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: 'b', main: { url: `${url} x` } },
    }),
    site.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: 'b', main: { url }, password: 'differs' },
    }),
    site.app.inject({
      method: 'PATCH',
      url: `/api/v1/cameras/${id}`,
      payload: { main: { url }, sub: { url: 'rtsp://admin:q@h/' } },
    }),
    site.app.inject(`/api/v1/cameras/${encodeURIComponent(url)}`),
  ]);
  const secrets = [PASSWORD, encodeURIComponent(PASSWORD), 'w0rd'];
  const said = [...answers.map(({ body }) => body), ...site.logged].join('\n');
  const files = (await readdir(site.dataDirectory, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  const kept = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  for (const secret of secrets) {
    expect(said).not.toContain(secret);
    expect(kept.filter((text) => text.includes(Buffer.from(secret).toString('latin1')))).toEqual([]);
  }
  expect(site.recorder.commands.at(-1)).toMatchObject({ command: 'probe', url: 'rtsp://10.0.0.5/1?x=1' });
});

test('a password behind the host: the recorder gets it sealed, nobody else gets it', async () => {
  const site = await open({ withRecorder: true });
  const secret = 'tlJwpbo6/x@y';
  const url = `rtsp://10.0.0.5/user=admin&password=${secret}&channel=1&stream=0.sdp`;
  const subUrl = `rtsp://10.0.0.5/live?token=${secret}`;
  const shownUrl = 'rtsp://10.0.0.5/user=admin&password=***&channel=1&stream=0.sdp';
  const { id } = await add(site, { name: 'a', main: { url }, sub: { url: subUrl } });
  const patch = async (payload: object) =>
    (await site.app.inject({ method: 'PATCH', url: `/api/v1/cameras/${id}`, payload })).json<object>();
  const openedUrls = async () => {
    const [camera] = (await configuration(site)).cameras;
    const key = openSiteKey(site.dataDirectory);
    return (['main', 'sub'] as const).map((kind) => {
      const { sealedUrl, url: plain } = camera![kind]!;
      return sealedUrl === undefined ? plain : openSecret(key, sealedUrl, cameraAddressContext(id, kind));
    });
  };
  expect(await openedUrls()).toEqual([url, subUrl]);
  expect(await patch({ name: 'b' })).toMatchObject({ main: { url: shownUrl } });
  expect(await patch({ main: { url: shownUrl }, retentionDays: 5 })).toMatchObject({ retentionDays: 5 });
  expect(await openedUrls()).toEqual([url, subUrl]);
  expect(await patch({ main: { url: shownUrl.replace('channel=1', 'channel=2') } })).toMatchObject({
    error: { field: 'main.url' },
  });
  expect(await patch({ sub: { url: 'rtsp://10.0.0.5/2' } })).toMatchObject({
    sub: { url: 'rtsp://10.0.0.5/2' },
  });
  expect(await openedUrls()).toEqual([url, 'rtsp://10.0.0.5/2']);
  await site.app.inject({ method: 'POST', url: '/api/v1/cameras/probe', payload: { url } });
  expect(site.recorder.commands.at(-1)).toMatchObject({ command: 'probe', url });
  const answers = await Promise.all(
    ['/api/v1/cameras', `/api/v1/cameras/${id}`, '/api/v1/status', '/', '/metrics'].map((path) =>
      site.app.inject(path),
    ),
  );
  const audit = await site.context.database.stores.audit.read(site.context.siteId, 0, 100);
  const said = [...answers.map(({ body }) => body), ...site.logged, JSON.stringify(audit)].join('\n');
  expect(said).toContain('password=***');
  const files = (await readdir(site.dataDirectory, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const kept = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  expect([said, ...kept].filter((text) => text.includes('tlJwpbo6'))).toEqual([]);
  await site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${id}?footage=keep` });
  expect(await site.context.database.stores.cameras.find(site.context.siteId, id)).toMatchObject({
    sealedMainUrl: null,
    sealedSubUrl: null,
  });
});

test('an address that was kept before addresses were sealed is sealed at the next start', async () => {
  const site = await open();
  const url = 'rtsp://10.0.0.5/user=admin&password=tlJwpbo6&channel=1';
  const [kept, removed] = [await add(site), await add(site)];
  await site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${removed.id}?footage=keep` });
  const raw = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'));
  raw.prepare('UPDATE camera SET main_url = ?').run(url);
  raw.close();
  const again = await open({
    prepare: (dataDirectory) => cp(site.dataDirectory, dataDirectory, { recursive: true }),
  });
  const { cameras } = (await again.app.inject('/api/v1/cameras?removed=true')).json<{ cameras: unknown[] }>();
  expect(cameras).toHaveLength(2);
  expect(JSON.stringify(cameras)).not.toContain('tlJwpbo6');
  const [told] = (await configuration(again)).cameras;
  expect(told!.main.url).toBe(url.replace('tlJwpbo6', '***'));
  const context = cameraAddressContext(kept.id, 'main');
  expect(openSecret(openSiteKey(again.dataDirectory), told!.main.sealedUrl!, context)).toBe(url);
  expect(await again.context.database.stores.cameras.find(again.context.siteId, removed.id)).toMatchObject({
    sealedMainUrl: null,
  });
});

test('a start after a crash between commit and rename puts the file in place', async () => {
  const site = await open();
  await add(site);
  const path = join(site.dataDirectory, 'recorder', 'cameras.json');
  const written = await readFile(path, 'utf8');
  await writeFile(path, '{"version":1');
  await chmod(path, 0o600);
  const again = await openTestSite({
    onTestFinished,
    withRecorder: false,
    prepare: async (dataDirectory) => {
      await cp(site.dataDirectory, dataDirectory, { recursive: true });
    },
  });
  expect(await readFile(join(again.dataDirectory, 'recorder', 'cameras.json'), 'utf8')).toBe(written);
});
