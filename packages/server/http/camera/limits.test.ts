/** The longest that the laws of domain let through goes all the way to the recorder, and what is longer passes neither of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, TEST_NOW_UNIX_MS } from '../../site-for-tests.ts';

/** Three bytes each, as many Vietnamese letters have. */
const letters = (count: number): string => 'ạ'.repeat(count);
const address = (characters: number): string => 'rtsp://10.0.0.5/'.padEnd(characters, 'x');

const LONGEST = {
  name: letters(200),
  main: { url: address(2048) },
  username: letters(256),
  password: letters(256),
  audio: { enabled: true, reason: letters(500) },
  retentionDays: 3650,
};

const TOO_LONG = [
  ['name', { name: letters(201) }],
  ['main.url', { main: { url: address(2049) } }],
  ['username', { username: letters(257) }],
  ['password', { password: letters(257) }],
  ['audio.reason', { audio: { enabled: true, reason: letters(501) } }],
  ['retentionDays', { retentionDays: 3651 }],
] as const;

async function siteWithLongest(withRecorder: boolean) {
  const site = await openTestSite({ onTestFinished, withRecorder });
  const add = (camera: object) =>
    site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload: { ...LONGEST, ...camera } });
  const added = await add({});
  expect(added.json()).toMatchObject({ retentionDays: 3650 });
  return { site, add, cameraId: added.json<{ readonly id: string }>().id };
}

test('a camera with all that is lawful is recorded', async () => {
  const { site, add } = await siteWithLongest(false);
  const text = await readFile(join(site.dataDirectory, 'recorder', 'cameras.json'), 'utf8');
  const configuration: RecorderConfiguration = recorderConfigurationSchema.parse(JSON.parse(text));
  const [camera] = configuration.cameras;
  expect(camera).toMatchObject({ name: LONGEST.name, username: LONGEST.username, audio: LONGEST.audio });
  for (const [field, change] of TOO_LONG) {
    const refused = await add(change);
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { error: { field } }]);
    if (field === 'password') continue;
    const longer = { ...configuration, cameras: [{ ...camera, ...change }] };
    expect(recorderConfigurationSchema.safeParse(longer).success, field).toBe(false);
  }
});

test('a hold and a probe with all that is lawful reach the recorder', async () => {
  const { site, cameraId } = await siteWithLongest(true);
  const post = (url: string, payload: object) => site.app.inject({ method: 'POST', url, payload });
  const hold = {
    cameraId,
    from: TEST_NOW_UNIX_MS - 1000,
    to: TEST_NOW_UNIX_MS,
    reason: letters(2000),
    owner: letters(200),
    reviewAt: TEST_NOW_UNIX_MS + 86_400_000,
  };
  expect((await post('/api/v1/holds', hold)).statusCode).toBe(201);
  for (const [field, change] of [
    ['reason', { reason: letters(2001) }],
    ['owner', { owner: letters(201) }],
  ] as const) {
    const refused = await post('/api/v1/holds', { ...hold, ...change });
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { error: { field } }]);
  }
  const { username, password } = LONGEST;
  const probe = { url: LONGEST.main.url, username, password, measureMs: 30_000 };
  await post('/api/v1/cameras/probe', probe);
  expect((await post('/api/v1/cameras/probe', { ...probe, measureMs: 30_001 })).statusCode).toBe(400);
  expect(site.recorder.commands.map(({ command }) => command)).toEqual(['hold', 'probe']);
});
